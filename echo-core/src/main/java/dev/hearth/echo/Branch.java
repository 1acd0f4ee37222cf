package dev.hearth.echo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;

/**
 * A named line of work beside a space: it begins as the space was when it was made, and what is written in it shows
 * nowhere else until it is merged. Everybody in the space sees it in the list of branches, can open it and can merge
 * it; what is written in a branch reaches other devices with the branch, or with its merge. Thread-safe.
 */
public interface Branch {
    /** Returns the object of the space that stands for the branch. */
    ObjectId id();

    /** Returns its name. Devices that know nothing of each other may make two of one name. */
    String name();

    /** Returns the device that made it. */
    DeviceId author();

    /** Returns the version of the space that it begins with. */
    Version origin();

    /**
     * Returns the objects of the branch, to read and write, with queries, texts, transactions, undo and history of
     * their own; its {@link Database#version} counts what was written in the branch. References to the space's objects
     * mean the branch's. It is open while the space's is, and has no branches itself; blobs are those of the space.
     */
    Database database();

    /** Returns what was done in the branch: how it differs from what it began with, or was updated to. */
    SpaceDiff diff();

    /** Returns how the branch differs from the space as it is now, including what was written in the space since. */
    SpaceDiff diffToSpace();

    /**
     * Brings all that was written in the branch, and is not in the space yet, into the space, as if its authors had
     * written it there at the time, each by their own device: what was written in the space meanwhile stays, texts
     * interleave, counters add up. The branch goes on and can be merged again; devices that merge it at the same time
     * bring everything once. A part of another device's blocks that this device has only half is left for later. Takes
     * memory for what it brings.
     *
     * @return whether there was anything to bring
     * @throws IllegalStateException within a transaction
     */
    boolean merge();

    /**
     * Brings into the branch all that was written in its space since it was made, or since the last update, and what
     * was merged there from other branches. What is written in the branch stays; the next merge builds on it.
     *
     * @return whether there was anything to bring
     * @throws IllegalStateException within a transaction
     */
    boolean update();

    /** Returns whether there is nothing to merge. */
    boolean isMerged();

    /**
     * Ends the branch for everybody, for good: it is not listed any more, and {@link #merge} and {@link #update} throw
     * IllegalStateException. What of it was merged stays. A space in which something was written in a branch, or with
     * branches that have not ended, is not compacted.
     */
    void delete();
}
