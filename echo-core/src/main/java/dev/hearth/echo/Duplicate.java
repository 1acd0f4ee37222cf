package dev.hearth.echo;

import dev.hearth.base.ObjectId;
import java.util.List;

/**
 * Objects that agree in all values of a unique index, because devices wrote them without knowing of each other, or
 * before the index was declared.
 *
 * @param index the index, such as {@code Member(email)}
 * @param objects the objects, two or more, in the order of their ids
 */
public record Duplicate(String index, List<ObjectId> objects) {
    /** Copies its input. */
    public Duplicate {
        objects = List.copyOf(objects);
    }
}
