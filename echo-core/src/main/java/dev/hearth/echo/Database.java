package dev.hearth.echo;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The objects of one space. Thread-safe.
 *
 * <p>Records are the schema: components may be String, boolean, int, long, double, Instant, enums, Bytes, ObjectId,
 * Ref, BlobRef, Text, Counter, Optional, Set, List and Map (with String keys) of such scalars. A field that is absent
 * from a stored object reads as false, 0, an empty string, and so on; for a component that has no such value (ObjectId,
 * Ref, BlobRef) use Optional. In a named Java module the package of the records is opened to {@code dev.hearth.echo}.
 * An interface that extends {@link Live} is a schema too. {@link Required}, {@link Length}, {@link Range} and
 * {@link Matches} are rules of fields: a local transaction that breaks one is refused, from the first use of the class
 * on, whichever way it writes; what a peer wrote is kept, and found by {@link #unfit}.
 *
 * <p>A write throws NOT_PERMITTED when this device may not write, SCHEMA_MISMATCH naming the field when a record can't
 * be stored or read, OBJECT_UNKNOWN when there is no such object, DISK_FULL or STORAGE_FAILED when it can't be kept;
 * then nothing has changed. What takes a {@link Ref} throws SPACE_MISMATCH when it points to an object of another
 * space, which the client's spaces find. All methods throw CLOSED after {@link #close()}.
 */
public interface Database extends AutoCloseable {
    /** Returns the space. */
    SpaceId id();

    /** Creates an object with the record's values. */
    <T extends Record> Ref<T> put(T record);

    /** Returns a pointer to an object that is read as {@code type}; whether it exists is seen when it is read. */
    default <T extends Record> Ref<T> ref(Class<T> type, ObjectId object) {
        return Ref.of(id(), object, type);
    }

    /** Returns the object unless it is deleted or not here. Throws SCHEMA_MISMATCH when it does not fit the record. */
    <T extends Record> Optional<T> find(Ref<T> ref);

    /** Returns the object; throws OBJECT_UNKNOWN when it is deleted or not here. */
    default <T extends Record> T get(Ref<T> ref) {
        return find(ref)
                .orElseThrow(() -> new HearthException(
                        ErrorCode.OBJECT_UNKNOWN, Map.of("object", ref.id().toString())));
    }

    /** Reads the object, applies {@code change} and writes the fields that differ. */
    <T extends Record> void update(Ref<T> ref, UnaryOperator<T> change);

    /** Creates an object of the type of that name. */
    DynamicObject create(String type);

    /**
     * Creates an object of an interface's type, whose fields {@code fill} sets in the same transaction.
     *
     * @throws IllegalArgumentException for an interface with a method that is no field
     */
    <V extends Live> V create(Class<V> type, Consumer<? super V> fill);

    /**
     * Returns a live view of an object; whether it is here is seen when it is read. What it is a type of is not asked.
     *
     * @throws IllegalArgumentException for an interface with a method that is no field
     */
    <V extends Live> V live(ObjectId object, Class<V> type);

    /** Returns a live view of an object. */
    default <V extends Live> V live(Ref<?> ref, Class<V> type) {
        return live(ref.idIn(id()), type);
    }

    /**
     * Returns the objects that are of a type and can't be read as it, as a record or a {@link Live} interface declares
     * it. Reads all objects of the type.
     */
    List<Unfit> unfit(Class<?> type);

    /** Returns an object, deleted or not, as its fields are stored. */
    Optional<DynamicObject> object(ObjectId object);

    /**
     * Returns what happened to an object so far, since the space was compacted; nothing for one that is not here. Reads
     * all of its changes.
     *
     * @throws IllegalStateException within a transaction
     */
    ObjectHistory history(ObjectId object);

    /** Returns what happened to an object so far. */
    default ObjectHistory history(Ref<?> ref) {
        return history(ref.idIn(id()));
    }

    /**
     * Returns this space as it was at a version, for reading.
     *
     * @throws IllegalArgumentException when blocks of the version are not here, or it has one without what it builds on
     * @throws IllegalStateException within a transaction
     */
    SpaceView at(Version version);

    /**
     * Returns how this space at one version differs from itself at another: the blocks that only one of them has are
     * opened for that, and nothing else is read before it is asked for.
     *
     * @throws IllegalArgumentException when blocks of a version are not here, or it has one without what it builds on
     * @throws IllegalStateException within a transaction
     */
    SpaceDiff diff(Version before, Version after);

    /**
     * Opens the branch of a name, making it from this space as it is now when there is none; of several of one name the
     * one with the least id. Opening costs nothing: an object is copied when it is first changed in the branch.
     *
     * @throws IllegalArgumentException when the name is blank or longer than 256 UTF-16 units
     * @throws IllegalStateException within a transaction, or when this is the database of a branch
     */
    Branch branch(String name);

    /** Returns the branches of this space, by their ids; throws IllegalStateException for the database of a branch. */
    List<Branch> branches();

    /**
     * Holds local transactions to a schema from now on, until this database is closed, in place of the one that was
     * required for the type before; what it says is tested as the rules of records are. Nothing is kept of it.
     */
    void require(ObjectSchema schema);

    /** Returns a text of an object; it exists as soon as it is edited. */
    TextField text(ObjectId object, String field);

    /** Returns a text of an object. */
    default <T extends Record> TextField text(Ref<T> ref, String field) {
        return text(ref.idIn(id()), field);
    }

    /** Returns a text of an object, the field given as a method reference such as {@code Note::body}. */
    <T extends Record> TextField text(Ref<T> ref, Property<T, ?> field);

    /** Returns a field of an object that {@code model} interprets; it exists as soon as an operation is made. */
    <S, O> ModelField<S, O> model(ObjectId object, String field, Model<S, O> model);

    /** Returns what connected devices say of themselves at the moment, as records of {@code type}. */
    <T extends Record> Presence<T> presence(Class<T> type);

    /** Returns a new stack that records the transactions made here from now on, until it is closed. */
    default UndoStack undoStack() {
        return undoStack(UndoOptions.defaults());
    }

    /** Returns a new stack that records what {@code options} say of the transactions made here, until it is closed. */
    UndoStack undoStack(UndoOptions options);

    /** Returns the tree of the objects. */
    Hierarchy hierarchy();

    /** Returns the blobs of the space. */
    Blobs blobs();

    /** Takes an object out of queries. */
    void delete(ObjectId object);

    /** Takes an object out of queries. */
    default void delete(Ref<?> ref) {
        delete(ref.idIn(id()));
    }

    /**
     * Takes an object and all that it holds out of sight for good, here and at every peer: it reads as if it had never
     * been, whatever others do to it concurrently, and its id is not used again. What it held stays in the history
     * until that is compacted.
     */
    void purge(ObjectId object);

    /** Takes an object and all that it holds out of sight for good. */
    default void purge(Ref<?> ref) {
        purge(ref.idIn(id()));
    }

    /** Brings a deleted object back. */
    void restore(ObjectId object);

    /**
     * Runs {@code work}; what it writes through this database, on this thread, becomes one transaction, all or nothing,
     * here and on every peer. When it throws, nothing has changed. Within a transaction another joins it. The database
     * is locked meanwhile: keep it short.
     */
    void transact(Runnable work);

    /**
     * Returns a query for the objects of a type: for a record's class as records, for an interface that extends
     * {@link Live} as live views, of which a field that is edited in place counts as what it holds.
     *
     * @throws IllegalArgumentException for another class, or an interface with a method that is no field
     */
    <T> Query<T> query(Class<T> type);

    /** Returns a query for the objects of the type of that name. */
    Query<DynamicObject> query(String type);

    /**
     * Makes or updates the one edge of the record's type between its ends, and brings it back when it was deleted.
     * Devices that relate the same two concurrently make one edge, whose fields merge; {@link #put} makes another edge
     * each time. Both throw OBJECT_UNKNOWN when an end in this space is not there.
     */
    <R extends Record & Relation<?, ?>> Ref<R> relate(R relation);

    /** Returns the edges of a record's type. */
    <S, T, R extends Record & Relation<S, T>> Relations<S, T, R> relations(Class<R> type);

    /** Returns what carries objects to and from other spaces with their ids. */
    Transfer transfer();

    /** Returns the indexes that queries use. */
    Indexes indexes();

    /** Returns what is in. */
    Version version();

    /**
     * Makes what was committed durable: neither the end of the process nor a loss of power undoes it. That happens by
     * itself soon after each commit too; until then whole transactions can be lost, the newest first.
     */
    void flush();

    /** Returns how far this database is and what keeps it from going on. */
    DatabaseStatus status();

    /**
     * Holds all that is stored against what it was made from: blocks against their chain and signatures, histories
     * against the blocks, objects against their histories, catalogue and indexes against the objects, pieces of blobs
     * against their hashes. Reads everything, as it is at the beginning; the database can be used meanwhile. Memory
     * follows the largest object. {@code progress} is called on this thread, every 256 steps and between the stages,
     * and ends the verification by throwing. What is stored of branches is not looked at.
     *
     * @throws IllegalStateException for the database of a branch
     */
    VerifyReport verify(Consumer<VerifyProgress> progress);

    /** Holds all that is stored against what it was made from. */
    default VerifyReport verify() {
        return verify(progress -> {});
    }

    /**
     * Verifies, and makes anew from the blocks what was found wrong: objects, histories, catalogue and indexes. Damaged
     * blocks and pieces of blobs are asked for from the peers that have them. Every step is atomic, so a repair that
     * was ended is done again; the database can be used meanwhile. Throws INTERNAL when a write has failed before: open
     * the database again first.
     *
     * @throws IllegalStateException within a transaction, or for the database of a branch
     */
    RepairReport repair(Consumer<VerifyProgress> progress);

    /** Verifies and repairs. */
    default RepairReport repair() {
        return repair(progress -> {});
    }

    /**
     * Returns what this database holds and what it takes. Counts the entries of the catalogue, some millions a second,
     * and reads no objects. In a branch it counts those that were changed there.
     */
    DatabaseStats stats();

    /** Calls {@code listener} on {@code executor} after each commit, local or from a peer, in order, under no lock. */
    Subscription onCommit(Executor executor, Consumer<Commit> listener);

    /**
     * Gives back the room of what is not needed any more: of the history up to the newest version that every device
     * which may write has acknowledged, of deleted objects, which are purged if this device may write, and of purged
     * ones. What the objects are is untouched; versions before that one can't be looked at any more, and what was
     * deleted by then can't be restored. May take minutes; others read and write meanwhile. One that ends halfway, with
     * its process too, leaves nothing broken, and the next goes on.
     *
     * <p>A space in which something was written in a branch, or with branches that have not ended, keeps everything.
     *
     * @throws IllegalStateException within a transaction, or for the database of a branch
     */
    CompactionReport compact();

    /** Flushes and ends all replication and listening; safe to call twice. */
    @Override
    void close();
}
