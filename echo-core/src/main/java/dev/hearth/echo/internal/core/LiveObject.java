package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;

/**
 * An object's state in memory, and how much of it lies behind its snapshot in the store. Used under the database's
 * lock.
 */
final class LiveObject {
    /** The field that holds the name of an object's type; no record component can be called so. */
    static final String TYPE = "#";

    /** What an object costs beside its state: the id, this object, its places in the cache. */
    private static final int FIXED_BYTES = 250;

    /** What a state with a few fields costs that is not packed, beside its contents. */
    private static final int UNPACKED_BYTES = 2500;

    private final ObjectId id;
    private final ObjectState state;
    private long snapshotAt;
    private long snapshotBytes;
    private long tailBytes;
    private long tailEnd;
    private long tailCount;
    private long weight;
    private String listedAs = "";
    private boolean placed;
    private boolean listedAsDeleted;
    private boolean inherited;
    private boolean base;
    private boolean buried;

    LiveObject(ObjectId id, ObjectState state) {
        this.id = id;
        this.state = state;
    }

    ObjectId id() {
        return id;
    }

    ObjectState state() {
        return state;
    }

    /** Returns the name of the type; empty when the object's creation has not arrived. */
    String type() {
        return type(state);
    }

    static String type(ObjectState state) {
        return state.scalar(TYPE)
                .filter(Scalar.Str.class::isInstance)
                .map(scalar -> ((Scalar.Str) scalar).value())
                .orElse("");
    }

    /** Returns the place of the next change in the tail, and counts it. */
    long appended(long bytes) {
        tailBytes += bytes;
        tailCount++;
        return tailEnd++;
    }

    /** Returns an object that was purged and of which nothing is left but that its id is used up. */
    static LiveObject buried(ObjectId id, Actors actors) {
        LiveObject object = new LiveObject(id, ObjectState.purged(actors));
        object.buried = true;
        return object;
    }

    /** Returns whether nothing is left of it but its id, so that no change is taken any more. */
    boolean isBuried() {
        return buried;
    }

    /** Notes that the snapshot is what the object was at the base, of which nothing else tells. */
    void loadedBase() {
        base = true;
    }

    /** Returns whether the snapshot in the store is what the object was at the base. */
    boolean isBase() {
        return base;
    }

    /** Notes that a snapshot was read, which has what comes before a place of the tail. */
    void loadedSnapshot(long place, long bytes) {
        snapshotAt = place;
        tailEnd = place;
        snapshotBytes = bytes;
    }

    /** Notes that a change was read at a place of the tail. */
    void loadedChange(long place, long bytes) {
        tailBytes += bytes;
        tailCount++;
        tailEnd = place + 1;
    }

    /** Notes that the state is what the database began with, and nothing of it is in the store. */
    void inherited() {
        inherited = true;
    }

    /** Returns whether nothing of the state that the database began with is in the store. */
    boolean isInherited() {
        return inherited;
    }

    /** Notes that the state was written as a whole. */
    void saved(long bytes) {
        inherited = false;
        snapshotAt = tailEnd;
        snapshotBytes = bytes;
        tailBytes = 0;
        tailCount = 0;
        base = false;
    }

    /** Returns the place in the tail before which the snapshot has everything. */
    long snapshotAt() {
        return snapshotAt;
    }

    /** Returns whether the tail has outgrown the snapshot: writing that anew then costs each change a constant. */
    boolean outgrown(int least) {
        return tailCount >= least && tailBytes > 2 * snapshotBytes;
    }

    /** Returns whether the change appended last is the first that there ever was. */
    boolean isNew() {
        return tailEnd == 1 && !base && !inherited;
    }

    /** Returns the type under which the object is known to be listed; empty for none. */
    String listedAs() {
        return listedAs;
    }

    /** Returns whether the object is known to be listed as one that stands in the tree. */
    boolean placed() {
        return placed;
    }

    void listedAsPlaced(boolean listed) {
        placed = listed;
    }

    /** Returns whether the object is known to be listed among the deleted ones. */
    boolean listedAsDeleted() {
        return listedAsDeleted;
    }

    void listedAsDeleted(boolean listed) {
        listedAsDeleted = listed;
    }

    void listedAs(String type) {
        listedAs = type;
    }

    /** Returns whether queries show the object. */
    boolean shown() {
        return !type().isEmpty() && !state.deleted();
    }

    /** Returns whether the object is deleted and could be restored. */
    boolean shownOnceRestored() {
        return state.deleted() && !state.purged() && !type().isEmpty();
    }

    long tailEnd() {
        return tailEnd;
    }

    /** Returns about how many bytes the object takes in memory, as they were weighed last. */
    long weight() {
        return weight;
    }

    /** Weighs the object anew and returns by how much it has grown. */
    long weigh() {
        long before = weight;
        int packed = state.packedBytes();
        weight = FIXED_BYTES + (packed > 0 ? packed : UNPACKED_BYTES + 2 * (snapshotBytes + tailBytes));
        return weight - before;
    }
}
