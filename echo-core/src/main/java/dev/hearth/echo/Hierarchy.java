package dev.hearth.echo;

import dev.hearth.base.ObjectId;
import java.util.List;
import java.util.Optional;

/**
 * The tree of a space's objects. Each object stands under one parent, or at the top, at a place among its siblings, or
 * nowhere. Whatever is moved concurrently, there is never a cycle, and no subtree is lost: of moves that would make one
 * in each other's absence, one has no effect until it can have one. Objects that are deleted, and what stands under
 * them, are not shown. Thread-safe.
 */
public interface Hierarchy {
    /**
     * Puts an object, with all that stands under it, under {@code parent} so that it then stands at {@code index} among
     * its siblings, from 0 to their number.
     *
     * @throws IllegalArgumentException when the index is out of range, or the parent is the object or stands under it
     */
    void place(ObjectId object, ObjectId parent, int index);

    /** As {@link #place}, at the top of the tree. */
    void placeAtTop(ObjectId object, int index);

    /** Returns what an object stands under; empty at the top, and for an object that stands nowhere. */
    Optional<ObjectId> parent(ObjectId object);

    /** Returns what stands directly under an object, in order. */
    List<ObjectId> children(ObjectId parent);

    /** Returns what stands at the top, in order. */
    List<ObjectId> top();

    /** Deletes an object and all that stands under it, in one transaction. */
    void delete(ObjectId object);
}
