package dev.hearth.echo;

import dev.hearth.base.ObjectId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a space at one version differs from itself at another, which need not be the later one. What was touched between
 * the two is known; how each object differs is found when it is asked for, and not kept. Thread-safe.
 */
public interface SpaceDiff {
    /** What became of an object. */
    enum Kind {
        /** It was not there at the first version and is shown at the second. */
        CREATED,
        /** It is shown at both and differs. */
        CHANGED,
        /** It is shown at the first version, and deleted or not there at the second. */
        DELETED,
        /** It was deleted at the first version and is shown at the second. */
        RESTORED
    }

    /**
     * How one object differs.
     *
     * @param id the object
     * @param type the name of its type
     * @param kind what became of it
     * @param fields what differs in it
     */
    record Entry(ObjectId id, String type, Kind kind, ObjectDiff fields) {}

    /** Returns the version that is compared. */
    Version before();

    /** Returns the version that it is compared with. */
    Version after();

    /** Returns what blocks that are in one version only have touched, by id; some of it may be as it was. */
    List<ObjectId> touched();

    /** Returns how an object differs; empty when it is shown alike, or at neither. */
    Optional<Entry> of(ObjectId object);

    /** Returns what differs, in the order of the ids, one object at a time. */
    default Stream<Entry> entries() {
        return touched().stream().flatMap(object -> of(object).stream());
    }
}
