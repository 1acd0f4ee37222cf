package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.ObjectId;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Blobs;
import dev.hearth.echo.Branch;
import dev.hearth.echo.Commit;
import dev.hearth.echo.CompactionReport;
import dev.hearth.echo.DatabaseDump;
import dev.hearth.echo.DatabaseOptions;
import dev.hearth.echo.DatabaseStats;
import dev.hearth.echo.DatabaseStatus;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.echo.FeedHead;
import dev.hearth.echo.FrameLink;
import dev.hearth.echo.Hierarchy;
import dev.hearth.echo.Indexes;
import dev.hearth.echo.Live;
import dev.hearth.echo.Model;
import dev.hearth.echo.ModelField;
import dev.hearth.echo.ObjectHistory;
import dev.hearth.echo.ObjectSchema;
import dev.hearth.echo.Presence;
import dev.hearth.echo.Property;
import dev.hearth.echo.Query;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import dev.hearth.echo.Relations;
import dev.hearth.echo.RepairReport;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.Replicator;
import dev.hearth.echo.SpaceDiff;
import dev.hearth.echo.SpaceView;
import dev.hearth.echo.TextField;
import dev.hearth.echo.Transfer;
import dev.hearth.echo.UndoOptions;
import dev.hearth.echo.UndoStack;
import dev.hearth.echo.Unfit;
import dev.hearth.echo.VerifyProgress;
import dev.hearth.echo.VerifyReport;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.query.Path;
import dev.hearth.echo.internal.schema.FieldNames;
import dev.hearth.echo.port.CredentialExchange;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The database of one space as its users see it: every call becomes one of the machine's. */
public final class SpaceDatabase implements EchoDatabase {
    private final Core core;

    /** Opens what {@code store} holds of the guard's space. */
    public SpaceDatabase(
            Store store, SpaceGuard guard, CredentialExchange credentials, Seams seams, DatabaseOptions options) {
        core = new Core(store, guard, credentials, seams, options);
    }

    /** Shows a machine that runs. */
    SpaceDatabase(Core core) {
        this.core = core;
    }

    @Override
    public SpaceId id() {
        return core.id();
    }

    @Override
    public void transact(Runnable work) {
        core.transact(work);
    }

    @Override
    public <T extends Record> Ref<T> put(T record) {
        return core.records().put(core.newId(), record);
    }

    @Override
    public <T extends Record> Optional<T> find(Ref<T> ref) {
        return core.records().find(ref);
    }

    @Override
    public <T extends Record> void update(Ref<T> ref, UnaryOperator<T> change) {
        core.records().update(ref, change);
    }

    @Override
    public DynamicObject create(String type) {
        if (type.isEmpty()) {
            throw new IllegalArgumentException("type: is empty");
        }
        ObjectId id = core.newId();
        core.edit(id, false, edit -> edit.set(LiveObject.TYPE, new Scalar.Str(type)));
        return new DynamicView(core, id);
    }

    @Override
    public <V extends Live> V create(Class<V> type, Consumer<? super V> fill) {
        return core.schemas().create(core.newId(), type, fill);
    }

    @Override
    public <V extends Live> V live(ObjectId object, Class<V> type) {
        return core.schemas().live(object, type);
    }

    @Override
    public void require(ObjectSchema schema) {
        core.schemas().require(schema);
    }

    @Override
    public List<Unfit> unfit(Class<?> type) {
        return core.schemas().unfit(type);
    }

    @Override
    public Optional<DynamicObject> object(ObjectId object) {
        return core.read(
                object,
                found -> found.type().isEmpty() ? Optional.empty() : Optional.of(new DynamicView(core, object)));
    }

    @Override
    public ObjectHistory history(ObjectId object) {
        return core.locked(() -> {
            core.requireNoTransaction();
            return new Chronicle(
                    core,
                    object,
                    core.objects().history(object),
                    core.objects().graves().contains(object),
                    core.feeds().base().version());
        });
    }

    @Override
    public SpaceView at(Version version) {
        return new PastSpace(core, version);
    }

    @Override
    public SpaceDiff diff(Version before, Version after) {
        return new PastDiff(core, before, after);
    }

    @Override
    public Branch branch(String name) {
        return core.branches().branch(name);
    }

    @Override
    public List<Branch> branches() {
        return core.branches().list();
    }

    @Override
    public EchoDatabase openBranch(ObjectId branch) {
        return new SpaceDatabase(core.locked(() -> core.branches().require(branch)));
    }

    @Override
    public Subscription onBranchOpened(Consumer<ObjectId> listener) {
        return core.branches().onOpen(listener);
    }

    @Override
    public TextField text(ObjectId object, String field) {
        return new TextView(core, object, field);
    }

    @Override
    public <T extends Record> TextField text(Ref<T> ref, Property<T, ?> field) {
        return new TextView(core, ref.idIn(id()), FieldNames.stored(ref.type(), Path.method(field)));
    }

    @Override
    public <S, O> ModelField<S, O> model(ObjectId object, String field, Model<S, O> model) {
        return new ModelView<>(core, object, field, model);
    }

    @Override
    public Hierarchy hierarchy() {
        return core.tree();
    }

    @Override
    public Blobs blobs() {
        return core.blobs();
    }

    @Override
    public void delete(ObjectId object) {
        core.edit(object, true, Edit::delete);
    }

    @Override
    public void purge(ObjectId object) {
        core.edit(object, true, Edit::purge);
    }

    @Override
    public void restore(ObjectId object) {
        core.edit(object, true, Edit::restore);
    }

    @Override
    public <T> Query<T> query(Class<T> type) {
        return ObjectQuery.of(core, core.schemas().extent(type, Extent.NEEDLESS));
    }

    @Override
    public Query<DynamicObject> query(String type) {
        return ObjectQuery.of(core, Extent.of(core, type));
    }

    @Override
    public <R extends Record & Relation<?, ?>> Ref<R> relate(R relation) {
        return core.edges().relate(relation);
    }

    @Override
    public <S, T, R extends Record & Relation<S, T>> Relations<S, T, R> relations(Class<R> type) {
        return new TypedEdges<>(
                ObjectQuery.of(core, Extent.of(core, type, core.schemas().of(type), core.edges()::ends)));
    }

    @Override
    public Indexes indexes() {
        return core.indexing();
    }

    @Override
    public UndoStack undoStack(UndoOptions options) {
        return core.undoStack(options);
    }

    @Override
    public <T extends Record> Presence<T> presence(Class<T> type) {
        return new TypedPresence<>(core.presence(), type, id());
    }

    @Override
    public Optional<FeedHead> head(DeviceId feed) {
        return core.locked(() -> core.feeds()
                .find(feed)
                .filter(found -> found.seq() > 0)
                .map(found -> new FeedHead(found.seq(), found.hash())));
    }

    @Override
    public Optional<Hash> blockAt(DeviceId feed, long seq) {
        return core.locked(() -> core.feeds().idAt(feed, seq));
    }

    @Override
    public Subscription onWithheld(Executor executor, Runnable listener) {
        return core.intake().onWithheld(executor, listener);
    }

    @Override
    public Version version() {
        return core.version();
    }

    @Override
    public void flush() {
        core.flush();
    }

    @Override
    public DatabaseStatus status() {
        return core.status();
    }

    @Override
    public VerifyReport verify(Consumer<VerifyProgress> progress) {
        requireSpace("a branch is not verified by itself");
        try (StoreSnapshot now = core.snapshot()) {
            Verification verification = new Verification(now, core.guard(), progress);
            verification.run();
            return verification.report();
        }
    }

    @Override
    public RepairReport repair(Consumer<VerifyProgress> progress) {
        requireSpace("a branch is not repaired by itself");
        Damage damage;
        try (StoreSnapshot now = core.snapshot()) {
            damage = new Verification(now, core.guard(), progress).run();
        }
        return new Repair(core, core.cacheBytes(), progress).run(damage);
    }

    @Override
    public Transfer transfer() {
        return new StoredTransfer(core);
    }

    @Override
    public DatabaseStats stats() {
        return Statistics.of(core);
    }

    @Override
    public CompactionReport compact() {
        requireSpace("a branch is not compacted, its space is");
        return core.compaction().run();
    }

    private void requireSpace(String refusal) {
        if (core.line().isPresent()) {
            throw new IllegalStateException(refusal);
        }
    }

    @Override
    public Subscription onCommit(Executor executor, Consumer<Commit> listener) {
        return core.onCommit(executor, listener);
    }

    @Override
    public DatabaseDump dump() {
        return core.locked(() -> new StoredDump(
                core.snapshot(), new Keyspace(id()), core.branches().keys()));
    }

    @Override
    public void confirmOnlyCopy() {
        core.locked(() -> {
            core.requireNoTransaction();
            if (core.restoration().unconfirmed()) {
                core.takeover().abandon();
            }
            core.branches().confirmOnlyCopy();
            return core.restoration().confirm(core);
        });
        core.flush();
    }

    @Override
    public Replicator replicate(ReplicaPort port) {
        return core.peers().connect(port);
    }

    @Override
    public FrameLink exchangePresence(DeviceId device, ReplicaPort port) {
        return core.presence().connect(device, port, () -> core.guard().mayRead(device));
    }

    @Override
    public FrameLink exchangeBlobs(DeviceId device, ReplicaPort port) {
        return core.blobs().connect(device, port);
    }

    @Override
    public void close() {
        if (core.line().isEmpty()) {
            core.close(); // a branch is open while its space is
        }
    }
}
