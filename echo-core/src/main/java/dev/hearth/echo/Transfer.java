package dev.hearth.echo;

import dev.hearth.base.ObjectId;
import java.util.List;

/**
 * What it takes to carry objects from one space to another with their ids, beyond what an application does: names of
 * types that are not known beforehand, and what an object has beside its fields. Thread-safe.
 */
public interface Transfer {
    /** Returns the types of which there ever was an object, in order. */
    List<String> types();

    /** Returns the version of its type in which an object was created; 1 when it names none. */
    int version(ObjectId object);

    /** Returns the id of the one edge that {@link Database#relate} makes of a type between two objects here. */
    ObjectId edge(String type, Ref<?> source, Ref<?> target);

    /** Returns whether there was ever an object of that id here, deleted or not. */
    boolean knows(ObjectId object);

    /**
     * Creates an object of an id that was drawn elsewhere.
     *
     * @param object its id
     * @param type the name of its type
     * @param version the version of the type, from 1
     * @throws IllegalArgumentException when there was such an object here already
     */
    DynamicObject create(ObjectId object, String type, int version);
}
