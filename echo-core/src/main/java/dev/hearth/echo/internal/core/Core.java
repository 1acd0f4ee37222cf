package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.ObjectIds;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Commit;
import dev.hearth.echo.DatabaseOptions;
import dev.hearth.echo.DatabaseStatus;
import dev.hearth.echo.Relation;
import dev.hearth.echo.UndoOptions;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.blob.StoredBlobs;
import dev.hearth.echo.internal.feed.Dependency;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.presence.PresenceHub;
import dev.hearth.echo.port.CredentialExchange;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.GroupedStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreSnapshot;
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
    private final Ground ground;
    private final ReentrantLock lock;
    private final SpaceGuard guard;
    private final @Nullable Line line;
    private final GroupedStore store;
    private final ObjectTree tree;
    private final Edges edges = new Edges(this);
    private final Feeds feeds;
    private final Objects objects;
    private final ObjectIds newIds;
    private final Journal journal;
    private final Ledger ledger;
    private final Inbox inbox;
    private final Gaps gaps;
    private final Restoration restoration;
    private final Events events;
    private final Authors authors;
    private final Adoptions adoptions;
    private final Branches branches;
    private final ObjectBlobs blobReferences;
    private final StoredBlobs blobs;
    private final PresenceHub presence;
    private final Indexing indexing;
    private final Faithful faithful = new Faithful(this);
    private final Schemas schemas;
    private final Records records;
    private final Subscription credentialChanges;
    private final Acknowledging acknowledging;
    private final Compaction compaction;
    private final Takeover takeover;
    private final Intake intake;
    private final Welcoming welcoming;
    private final Peers peers;
    private final List<Undos> undos = new CopyOnWriteArrayList<>();
    private @Nullable Transaction open; // guarded by lock
    private boolean closed; // guarded by lock

    /** Opens what {@code given} holds of the guard's space. */
    Core(Store given, SpaceGuard guard, CredentialExchange credentials, Seams seams, DatabaseOptions options) {
        this(new Ground(given, credentials, seams, options), guard, null);
    }

    /** Opens a branch. */
    static Core branch(Line line) {
        return new Core(line.main().ground, BranchGuard.of(line.main().guard, line.branch()), line);
    }

    private Core(Ground ground, SpaceGuard guard, @Nullable Line line) {
        this.ground = ground;
        this.lock = ground.lock();
        this.guard = guard;
        this.line = line;
        this.store = ground.store();
        this.events = new Events(ground.events());
        this.authors = new Authors(this, ground, line);
        Keyspace keys = new Keyspace(guard.space());
        StoreBatch first = new StoreBatch();
        StoredFormat.require(store, keys, first);
        feeds = new Feeds(store, keys, guard.space(), authors::number, line == null ? 0 : line.floor());
        feeds.require(guard.self(), first); // before any other gets a number, so that numbers never have a gap
        if (!first.isEmpty()) {
            store.write(first);
        }
        tree = new ObjectTree(this);
        newIds = new ObjectIds(ground.seams().random());
        DatabaseOptions options = ground.options();
        Inherited inherited = line == null ? Inherited.NOTHING : line.origin();
        objects = new Objects(store, keys, id(), ground.actors(), options.cacheBytes(), inherited);
        adoptions = new Adoptions(
                store, keys, feeds, actor -> line == null ? 0 : line.origin().upTo(actor));
        branches = new Branches(this);
        journal = new Journal(guard, feeds, objects, new Merging(this));
        ledger = new Ledger(guard, feeds);
        inbox = new Inbox(guard, feeds, journal, objects, this::tell, options.waitingBytes());
        restoration = line == null
                ? Restoration.of(this, store, keys)
                : Restoration.ofBranch(
                        store, keys, new Keyspace(line.main().guard.space()));
        gaps = new Gaps(store, keys, guard, feeds);
        peers = new Peers(this, ground.background());
        indexing = new Indexing(this, ground.background());
        schemas = new Schemas(this, indexing);
        records = new Records(this, schemas, edges);
        blobReferences = line == null ? new ObjectBlobs(this, store) : line.main().blobReferences;
        blobs = line == null // chunks are long: nothing is won by grouping
                ? new StoredBlobs(ground.given(), guard, ground.seams(), blobReferences)
                : line.main().blobs;
        presence = line == null ? new PresenceHub(ground.seams()) : line.main().presence;
        acknowledging = new Acknowledging(this, ground.background());
        compaction = new Compaction(this, store);
        takeover = new Takeover(this, store, keys);
        inbox.carryWhile(takeover::isHollow);
        intake = new Intake(this, new Withholding(this, store, keys), ground.background());
        ground.background().execute(() -> lockedUnlessClosed(indexing::start));
        welcoming = new Welcoming(this, ground);
        intake.credentialsChanged(); // what came to be due while it was closed
        credentialChanges = ground.credentials().onChange(intake::credentialsChanged);
    }

    // Reading and writing under the lock.

    <R> R locked(Supplier<R> work) {
        lock.lock();
        try {
            if (closed) {
                throw new HearthException(ErrorCode.CLOSED);
            }
            ground.health().requireShowable();
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
        long written = feed.seq();
        List<Dependency> dependencies = feeds.dependencies(feed);
        Transaction transaction = new Transaction(
                objects,
                schemas.validation(),
                indexing.uniqueness(),
                feed.actor(),
                feeds.lamport(feed, dependencies),
                dependencies);
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
            }
            done = true;
        } finally {
            open = null;
            if (!done) {
                if (feed.seq() != written) { // something stored that the block needs is damaged
                    ground.health().failed(new HearthException(ErrorCode.STORAGE_CORRUPT));
                }
                transaction.edits().keySet().forEach(objects::forget);
                objects.indexes().undo();
                tree.forget();
            }
            objects.trim();
        }
    }

    /** Requires that something may be written, and sees to it that it builds on nothing that does not count. */
    void requireWritable() {
        ground.health().requireWhole();
        restoration.requireConfirmed();
        peers.requireOwnBlocks();
        if (!guard.mayWrite()) {
            boolean soon = guard.newcomers().awaitsStart();
            throw new HearthException(soon ? ErrorCode.STILL_FETCHING : ErrorCode.NOT_PERMITTED);
        }
        boolean nothingHere = feeds.isEmpty() && !guard.mayBegin();
        if (nothingHere || takeover.isUnderWay() || !welcoming.isStarted()) {
            throw new HearthException(ErrorCode.STILL_FETCHING);
        }
        guard.beforeWriting();
        intake.settle();
    }

    void write(StoreBatch batch) {
        writing(() -> objects.commit(batch));
    }

    /** Does what writes to the store; what can't be written ends the writing of this database. */
    void writing(Runnable work) {
        try {
            work.run();
        } catch (HearthException e) {
            objects.indexes().undo();
            ground.health().failed(e);
            throw e;
        }
    }

    void tell(Commit commit) {
        tree.committed(commit);
        faithful.committed(commit);
        blobReferences.committed(commit);
        if (line == null) {
            acknowledging.committed(commit); // what a branch has goes with its merge
        }
        boolean ownCameBack = !commit.local() && commit.author().equals(guard.self());
        if (ownCameBack || !commit.objects().isEmpty()) {
            events.tell(commit); // but an acknowledgement is no news to an application
        }
        branches.committed();
        welcoming.look();
        told();
    }

    /** Something was written that peers are to hear of and the store is to keep, soon. */
    void told() {
        peers.wake();
        ground.flush().schedule();
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

    /** Returns whether anybody listens. */
    boolean isHeard() {
        return events.isHeard();
    }

    /** Nothing is shown any more: the state is neither the former nor the next one, until it is opened again. */
    void hide() {
        ground.health().hide();
    }

    boolean hasFailed() {
        return ground.health().hasFailed();
    }

    private Transaction current() {
        return java.util.Objects.requireNonNull(open, "no transaction is open");
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
        return line == null ? guard.space() : line.main().id();
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

    /** Returns the objects of a type as steps lead to them: edges while their ends are shown. */
    <T> Extent<T> extent(Class<T> type) {
        return schemas.extent(type, value -> value instanceof Relation<?, ?> edge ? edges.ends(edge) : List.of());
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

    Faithful faithful() {
        return faithful;
    }

    StoredBlobs blobs() {
        return blobs;
    }

    PresenceHub presence() {
        return presence;
    }

    Undos undoStack(UndoOptions options) {
        Undos added = new Undos(this, options, this::nanoTime);
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

    long nanoTime() {
        return ground.seams().nanoTime();
    }

    long cacheBytes() {
        return ground.options().cacheBytes();
    }

    Store store() {
        return store;
    }

    /** Returns all that was committed before, as of a moment between two transactions. */
    StoreSnapshot snapshot() {
        return locked(store::snapshot);
    }

    Version version() {
        return locked(feeds::version);
    }

    void flush() {
        locked(() -> true);
        try {
            store.flush();
        } catch (HearthException e) {
            ground.health().failed(e);
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
                inbox.withheld(),
                inbox.quarantined(gaps.quarantined()),
                inbox.frozen(),
                peers.statuses(),
                ground.health().cause(),
                restoration.unconfirmed(),
                welcoming.awaited(),
                inbox.carried()));
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

    Restoration restoration() {
        return restoration;
    }

    void requireWhole() {
        ground.health().requireWhole();
    }

    // Replication.

    Peers peers() {
        return peers;
    }

    SpaceGuard guard() {
        return guard;
    }

    CredentialExchange credentials() {
        return ground.credentials();
    }

    Feeds feeds() {
        return feeds;
    }

    Authors authors() {
        return authors;
    }

    Adoptions adoptions() {
        return adoptions;
    }

    Branches branches() {
        return branches;
    }

    /** Returns what makes this the database of a branch, if it is one. */
    Optional<Line> line() {
        return Optional.ofNullable(line);
    }

    Journal journal() {
        return journal;
    }

    Ledger ledger() {
        return ledger;
    }

    Actors actors() {
        return ground.actors();
    }

    Inbox inbox() {
        return inbox;
    }

    Gaps gaps() {
        return gaps;
    }

    Acknowledging acknowledging() {
        return acknowledging;
    }

    /** The state of another device has come in the place of what was here. Under the lock. */
    void tookOver() {
        tree.forget();
        intake.reset();
        acknowledging.done();
        peers.startAnew();
        ground.background().execute(() -> lockedUnlessClosed(indexing::start));
    }

    Welcoming welcoming() {
        return welcoming;
    }

    Takeover takeover() {
        return takeover;
    }

    Compaction compaction() {
        return compaction;
    }

    Intake intake() {
        return intake;
    }

    void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            branches.close();
            closed = true;
            events.end();
        } finally {
            lock.unlock();
        }
        credentialChanges.close();
        peers.close();
        if (line == null) {
            presence.close();
            blobs.close();
            ground.background().close();
        }
        store.flush();
        lock.lock();
        try {
            objects.clear(); // last, since what was under way may still ask for one
        } finally {
            lock.unlock();
        }
    }
}
