package dev.hearth.echo;

import java.util.Set;

/**
 * An index that is kept.
 *
 * @param name the type and the fields, such as {@code Task(done, due desc)}
 * @param ready whether it holds all objects of its type, so that queries use it; until then it is being built
 * @param declaredBy the names of the records' classes that declare it; the empty name stands for
 *     {@link Indexes#declare}
 */
public record IndexStatus(String name, boolean ready, Set<String> declaredBy) {
    /** Copies its input. */
    public IndexStatus {
        declaredBy = Set.copyOf(declaredBy);
    }
}
