package dev.hearth.echo;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A space as it was at a version, for reading. What came later is not there; what is deleted since is. Every object
 * that is read costs its own history, or nothing but itself when nothing has happened to it since the version. Nothing
 * is kept in memory, and what is read is as of then whatever happens meanwhile. Thread-safe.
 *
 * <p>All methods throw IllegalArgumentException when the version turns out to be none that ever was, because it names a
 * change without one that the change builds on, and IllegalStateException within a transaction.
 */
public interface SpaceView {
    /** Returns the space. */
    SpaceId id();

    /** Returns the version. */
    Version version();

    /**
     * Returns the object unless it was deleted or not there. Throws SCHEMA_MISMATCH when it does not fit the record.
     */
    <T extends Record> Optional<T> find(Ref<T> ref);

    /** Returns the object; throws OBJECT_UNKNOWN when it was deleted or not there. */
    default <T extends Record> T get(Ref<T> ref) {
        return find(ref)
                .orElseThrow(() -> new HearthException(
                        ErrorCode.OBJECT_UNKNOWN, Map.of("object", ref.id().toString())));
    }

    /** Returns an object, deleted or not, as its fields were stored. */
    Optional<ObjectView> object(ObjectId object);

    /** Returns a query for the objects of a record's type; edges are shown while their ends in this space were. */
    <T extends Record> ViewQuery<T> query(Class<T> type);

    /** Returns a query for the objects of the type of that name. */
    ViewQuery<ObjectView> query(String type);

    /** Returns what an object stood under in the tree; empty at the top, and for an object that stood nowhere. */
    Optional<ObjectId> parent(ObjectId object);

    /** Returns what stood directly under an object, in order. */
    List<ObjectId> children(ObjectId parent);

    /** Returns what stood at the top of the tree, in order. */
    List<ObjectId> top();
}
