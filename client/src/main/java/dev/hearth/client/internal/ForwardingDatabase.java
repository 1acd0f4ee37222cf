package dev.hearth.client.internal;

import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Blobs;
import dev.hearth.echo.Branch;
import dev.hearth.echo.Commit;
import dev.hearth.echo.CompactionReport;
import dev.hearth.echo.Database;
import dev.hearth.echo.DatabaseStats;
import dev.hearth.echo.DatabaseStatus;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.EchoDatabase;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Hands every call of {@link Database} on, so that a space adds to its database and repeats nothing of it. */
abstract class ForwardingDatabase implements Database {
    private final EchoDatabase database;
    private final Runnable onUse;

    /**
     * Runs {@code onUse} at each call but those that only ask who and how the database is, and asks at each that is
     * about content whether it may be.
     */
    ForwardingDatabase(EchoDatabase database, Runnable onUse) {
        this.database = database;
        this.onUse = onUse;
    }

    /** Throws when content is not to be read or written here. */
    abstract void requireReadable();

    private EchoDatabase used() {
        requireReadable();
        return kept();
    }

    /** Returns it for what is about the stored form alone. */
    private EchoDatabase kept() {
        onUse.run();
        return database;
    }

    final EchoDatabase database() {
        return database;
    }

    @Override
    public SpaceId id() {
        return database.id();
    }

    @Override
    public <T extends Record> Ref<T> put(T record) {
        return used().put(record);
    }

    @Override
    public <T extends Record> Optional<T> find(Ref<T> ref) {
        return used().find(ref);
    }

    @Override
    public <T extends Record> void update(Ref<T> ref, UnaryOperator<T> change) {
        used().update(ref, change);
    }

    @Override
    public DynamicObject create(String type) {
        return used().create(type);
    }

    @Override
    public <V extends Live> V create(Class<V> type, Consumer<? super V> fill) {
        return used().create(type, fill);
    }

    @Override
    public <V extends Live> V live(ObjectId object, Class<V> type) {
        return used().live(object, type);
    }

    @Override
    public void require(ObjectSchema schema) {
        used().require(schema);
    }

    @Override
    public List<Unfit> unfit(Class<?> type) {
        return used().unfit(type);
    }

    @Override
    public Optional<DynamicObject> object(ObjectId object) {
        return used().object(object);
    }

    @Override
    public ObjectHistory history(ObjectId object) {
        return used().history(object);
    }

    @Override
    public SpaceView at(Version version) {
        return used().at(version);
    }

    @Override
    public SpaceDiff diff(Version before, Version after) {
        return used().diff(before, after);
    }

    @Override
    public Branch branch(String name) {
        return used().branch(name);
    }

    @Override
    public List<Branch> branches() {
        return used().branches();
    }

    @Override
    public TextField text(ObjectId object, String field) {
        return used().text(object, field);
    }

    @Override
    public <T extends Record> TextField text(Ref<T> ref, Property<T, ?> field) {
        return used().text(ref, field);
    }

    @Override
    public <S, O> ModelField<S, O> model(ObjectId object, String field, Model<S, O> model) {
        return used().model(object, field, model);
    }

    @Override
    public <T extends Record> Presence<T> presence(Class<T> type) {
        return used().presence(type);
    }

    @Override
    public Blobs blobs() {
        return used().blobs();
    }

    @Override
    public UndoStack undoStack(UndoOptions options) {
        return used().undoStack(options);
    }

    @Override
    public Hierarchy hierarchy() {
        return used().hierarchy();
    }

    @Override
    public void delete(ObjectId object) {
        used().delete(object);
    }

    @Override
    public void purge(ObjectId object) {
        used().purge(object);
    }

    @Override
    public void restore(ObjectId object) {
        used().restore(object);
    }

    @Override
    public void transact(Runnable work) {
        used().transact(work);
    }

    @Override
    public <T> Query<T> query(Class<T> type) {
        return used().query(type);
    }

    @Override
    public Query<DynamicObject> query(String type) {
        return used().query(type);
    }

    @Override
    public Indexes indexes() {
        return used().indexes();
    }

    @Override
    public <R extends Record & Relation<?, ?>> Ref<R> relate(R relation) {
        return used().relate(relation);
    }

    @Override
    public <S, T, R extends Record & Relation<S, T>> Relations<S, T, R> relations(Class<R> type) {
        return used().relations(type);
    }

    @Override
    public Version version() {
        return database.version();
    }

    @Override
    public void flush() {
        kept().flush();
    }

    @Override
    public CompactionReport compact() {
        return used().compact();
    }

    @Override
    public DatabaseStatus status() {
        return database.status();
    }

    @Override
    public VerifyReport verify(Consumer<VerifyProgress> progress) {
        return kept().verify(progress);
    }

    @Override
    public RepairReport repair(Consumer<VerifyProgress> progress) {
        return kept().repair(progress);
    }

    @Override
    public Transfer transfer() {
        return used().transfer();
    }

    @Override
    public DatabaseStats stats() {
        return kept().stats();
    }

    @Override
    public Subscription onCommit(Executor executor, Consumer<Commit> listener) {
        return database.onCommit(executor, listener);
    }
}
