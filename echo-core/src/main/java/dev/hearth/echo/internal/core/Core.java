package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.ObjectIds;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Commit;
import dev.hearth.echo.DatabaseOptions;
import dev.hearth.echo.DatabaseStatus;
import dev.hearth.echo.Relation;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.Replicator;
import dev.hearth.echo.UndoOptions;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.blob.StoredBlobs;
import dev.hearth.echo.internal.feed.Dependency;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.port.CredentialExchange;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.GroupedStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The machine of one space's database. One lock guards all of its state: whoever holds it writes, and reads are short.
 * Listeners and peers hear of a commit after the lock is released, in the order of the commits.
 */
final class Core {
    private final ReentrantLock lock = new ReentrantLock();
    private final SpaceGuard guard;
    private final Seams seams;
    private final GroupedStore store;
    private final Actors actors = new Actors();
    private final ObjectTree tree;
    private final Edges edges = new Edges(this);
    private final Feeds feeds;
    private final Objects objects;
    private final ObjectIds newIds;
    private final Journal journal;
    private final Ledger ledger;
    private final Inbox inbox;
    private final Events events = new Events();
    private final Health health = new Health();
    private final ObjectBlobs blobReferences;
    private final StoredBlobs blobs;
    private final SerialExecutor background;
    private final GroupFlush flush;
    private final Indexing indexing;
    private final Schemas schemas;
    private final Records records;
    private final CredentialExchange credentials;
    private final Subscription credentialChanges;
    private final List<PeerReplicator> peers = new CopyOnWriteArrayList<>();
    private final List<Undos> undos = new CopyOnWriteArrayList<>();
    private @Nullable Transaction open; // guarded by lock
    private boolean closed; // guarded by lock

    /** Opens what {@code given} holds of the guard's space. */
    Core(Store given, SpaceGuard guard, CredentialExchange credentials, Seams seams, DatabaseOptions options) {
        this.store = new GroupedStore(given, seams.blocking());
        this.guard = guard;
        this.seams = seams;
        this.credentials = credentials;
        Keyspace keys = new Keyspace(guard.space());
        feeds = new Feeds(
                store,
                keys,
                guard.space(),
                device -> actors.intern(device.value().toArray()));
        StoreBatch first = new StoreBatch();
        feeds.require(guard.self(), first); // before any other gets a number, so that numbers never have a gap
        if (!first.isEmpty()) {
            store.write(first);
        }
        tree = new ObjectTree(this);
        newIds = new ObjectIds(seams.random());
        objects = new Objects(store, keys, guard.space(), actors, options.cacheBytes());
        journal = new Journal(guard, feeds, objects);
        ledger = new Ledger(guard, feeds);
        inbox = new Inbox(guard, feeds, journal, objects, this::tell, options.waitingBytes());
        background = seams.serial("echo");
        flush = new GroupFlush(store, seams, options.flushDelay(), health::failed);
        indexing = new Indexing(this, background);
        schemas = new Schemas(this, indexing);
        records = new Records(this, schemas, edges);
        blobReferences = new ObjectBlobs(this, store, keys);
        blobs = new StoredBlobs(given, guard, seams, blobReferences); // chunks are long: nothing is won by grouping
        background.execute(() -> lockedUnlessClosed(indexing::start));
        credentialChanges = credentials.onChange(() -> background.execute(this::retry));
    }

    // Reading and writing under the lock.

    <R> R locked(Supplier<R> work) {
        lock.lock();
        try {
            if (closed) {
                throw new HearthException(ErrorCode.CLOSED);
            }
            return work.get();
        } finally {
            unlock();
        }
    }

    /** Runs what is of no use any more when the database is closed. */
    void lockedUnlessClosed(Runnable work) {
        lock.lock();
        try {
            if (!closed) {
                work.run();
            }
        } finally {
            unlock();
        }
    }

    /** Delivers what was committed once the outermost caller lets go of the lock. */
    private void unlock() {
        boolean outermost = lock.getHoldCount() == 1;
        lock.unlock();
        if (outermost) {
            events.deliver();
        }
    }

    void transact(Runnable work) {
        locked(() -> {
            if (open != null) {
                open.join(work);
            } else {
                run(work);
            }
            return true;
        });
    }

    private void run(Runnable work) {
        requireWritable();
        StoreBatch batch = new StoreBatch();
        Feed feed = feeds.require(guard.self(), batch);
        List<Dependency> dependencies = feeds.dependencies(feed);
        Transaction transaction = new Transaction(
                objects, schemas.validation(), feed.number(), feeds.lamport(feed, dependencies), dependencies);
        open = transaction;
        boolean done = false;
        try {
            work.run();
            transaction.requireWhole();
            transaction.requireValid();
            Optional<Commit> commit = journal.write(transaction, batch);
            if (commit.isPresent()) {
                write(batch);
                undos.forEach(each -> each.committed(transaction));
                tell(commit.get());
                flush.schedule();
            }
            done = true;
        } finally {
            open = null;
            if (!done) {
                transaction.edits().keySet().forEach(objects::forget);
                objects.indexes().undo();
                tree.forget();
            }
            objects.trim();
        }
    }

    private void requireWritable() {
        health.requireWhole();
        if (!guard.mayWrite()) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
    }

    void write(StoreBatch batch) {
        writing(() -> objects.commit(batch));
    }

    /** Does what writes to the store; what can't be written ends the writing of this database. */
    private void writing(Runnable work) {
        try {
            work.run();
        } catch (HearthException e) {
            objects.indexes().undo();
            health.failed(e);
            throw e;
        }
    }

    private void tell(Commit commit) {
        tree.committed(commit);
        blobReferences.committed(commit);
        events.tell(commit);
        peers.forEach(PeerReplicator::wake);
    }

    /** Writes to one object, as a transaction of its own or within the open one. */
    void edit(ObjectId id, boolean mustExist, Consumer<Edit> change) {
        locked(() -> {
            transact(() -> {
                LiveObject object = objects.get(id);
                if (object.state().purged() || (mustExist && object.type().isEmpty())) {
                    throw new HearthException(ErrorCode.OBJECT_UNKNOWN, Map.of("object", id.toString()));
                }
                change.accept(current().edit(object));
            });
            return true;
        });
    }

    boolean isTransacting() {
        return open != null;
    }

    void requireNoTransaction() {
        if (open != null) {
            throw new IllegalStateException("a transaction is open");
        }
    }

    /** Returns the objects that the open transaction has edited, of which the store knows nothing yet. */
    Set<ObjectId> edited() {
        return open == null ? Set.of() : open.edits().keySet();
    }

    boolean hasFailed() {
        return health.hasFailed();
    }

    private Transaction current() {
        if (open == null) {
            throw new IllegalStateException("No transaction is open");
        }
        return open;
    }

    <R> R read(ObjectId id, Function<LiveObject, R> reader) {
        return locked(() -> {
            R result = reader.apply(objects.get(id));
            trim();
            return result;
        });
    }

    /** Makes room, unless objects are as the open transaction has them, and the store has not. */
    void trim() {
        if (open == null) {
            objects.trim();
        }
    }

    // The objects.

    SpaceId id() {
        return guard.space();
    }

    /** Draws the id of a new object and begins it. */
    ObjectId newId() {
        ObjectId id = newIds.next();
        locked(() -> objects.begin(id));
        return id;
    }

    void forget(Undos closed) {
        undos.remove(closed);
    }

    /** Returns the objects of a record's type as steps lead to them: edges while their ends are shown. */
    <T extends Record> Extent<T> extent(Class<T> type) {
        return Extent.of(
                this,
                type,
                schemas.of(type),
                value -> value instanceof Relation<?, ?> edge ? edges.ends(edge) : List.of());
    }

    ObjectTree tree() {
        return tree;
    }

    Schemas schemas() {
        return schemas;
    }

    Edges edges() {
        return edges;
    }

    Indexing indexing() {
        return indexing;
    }

    StoredBlobs blobs() {
        return blobs;
    }

    Undos undoStack(UndoOptions options) {
        Undos added = new Undos(this, options, seams::nanoTime);
        undos.add(added);
        return added;
    }

    Records records() {
        return records;
    }

    Objects objects() {
        return objects;
    }

    // The whole.

    Version version() {
        return locked(feeds::version);
    }

    void flush() {
        locked(() -> true);
        try {
            store.flush();
        } catch (HearthException e) {
            health.failed(e);
            throw e;
        }
    }

    /** Brings into the store what was committed before, so that what a peer is told of it is never said otherwise. */
    void settle() {
        store.settle();
    }

    DatabaseStatus status() {
        return locked(() -> new DatabaseStatus(
                feeds.version(),
                inbox.waiting(),
                inbox.quarantined(),
                inbox.frozen(),
                peers.stream().map(PeerReplicator::status).toList(),
                health.cause()));
    }

    Subscription onCommit(Executor executor, Consumer<Commit> listener) {
        return subscribe(executor, listener, () -> {});
    }

    /** Listens from the moment on at which {@code first} runs, so that nothing is missed or heard twice. */
    Subscription subscribe(Executor executor, Consumer<Commit> listener, Runnable first) {
        return locked(() -> {
            first.run();
            return events.listen(executor, listener);
        });
    }

    void later(Runnable event) {
        events.add(event);
    }

    // Replication.

    Replicator replicate(ReplicaPort port) {
        PeerReplicator peer = new PeerReplicator(this, port, background);
        peers.add(peer);
        peer.wake();
        return peer;
    }

    void forget(PeerReplicator peer) {
        peers.remove(peer);
    }

    SpaceGuard guard() {
        return guard;
    }

    CredentialExchange credentials() {
        return credentials;
    }

    Feeds feeds() {
        return feeds;
    }

    Ledger ledger() {
        return ledger;
    }

    Actors actors() {
        return actors;
    }

    Inbox inbox() {
        return inbox;
    }

    void signed(Feed feed, dev.hearth.echo.internal.feed.SignedHead head) {
        StoreBatch batch = new StoreBatch();
        feeds.sign(feed, head, batch);
        if (!batch.isEmpty()) {
            write(batch);
        }
    }

    /** Applies what a peer brought. */
    void applyInbox() {
        writing(inbox::applyAll);
        flush.schedule();
    }

    private void retry() {
        lockedUnlessClosed(this::applyInbox);
        peers.forEach(PeerReplicator::wake);
    }

    /** Returns how far a feed is here, applied or waiting. */
    long end(DeviceId feed) {
        return inbox.end(feed);
    }

    void close() {
        List<PeerReplicator> ending;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            ending = new ArrayList<>(peers);
            events.end();
        } finally {
            lock.unlock();
        }
        credentialChanges.close();
        blobs.close();
        ending.forEach(PeerReplicator::close);
        background.close();
        store.flush();
    }
}
