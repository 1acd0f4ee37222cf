package dev.hearth.echo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import java.util.List;
import java.util.Optional;

/**
 * What happened to one object, as far as it was known here when it was asked for: its changes in the one order that
 * respects causality and that all peers agree on. Immutable.
 */
public interface ObjectHistory {
    /**
     * One change of the object.
     *
     * @param author the device that made it
     * @param seq the number of its transaction among those of the device in the space, or in the branch
     * @param branch the branch in which it was made; empty for what was made in the space itself
     */
    record Edition(DeviceId author, long seq, Optional<ObjectId> branch) {}

    /** Returns the changes that are known, the first first: after a compaction those since its version. */
    List<Edition> editions();

    /**
     * Returns the object as the first so many changes made it, 0 to the number of editions; before the first it is what
     * the last compaction left, if there was one.
     *
     * @throws IllegalArgumentException when there are not so many
     */
    ObjectView after(int count);

    /**
     * Returns the object as it was at a version of the space.
     *
     * @throws IllegalArgumentException when the version is none that ever was: it names a change without one that the
     *     change builds on
     * @throws dev.hearth.base.HearthException HISTORY_DROPPED when the space was compacted at a later one
     */
    ObjectView at(Version version);

    /**
     * Returns who wrote what a field shows now: for a text stretch by stretch, for a scalar the value, for a map entry
     * by entry. All changes of the object are applied again for that.
     */
    Blame blame(String field);

    /**
     * Returns who wrote what a field showed at a version of the space.
     *
     * @throws IllegalArgumentException when the version is none that ever was
     */
    Blame blame(String field, Version version);

    /** Returns how the object after so many changes differs from itself after so many others, fewer or more. */
    ObjectDiff diff(int before, int after);
}
