package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of one object as fields that can be changed. */
final class UnpackedState implements StateForm {
    private final Actors actors;
    private final ChangeRecorder recorder = new ChangeRecorder();
    private final FieldTable fields;
    private final IntTable authorOf = new IntTable();
    private final List<Author> authors = new ArrayList<>(1);
    private final Lifecycle lifecycle = new Lifecycle();
    private final @Nullable PackedShape shape;
    private @Nullable ChangePlan plan;
    private @Nullable Edit open;

    UnpackedState(Actors actors) {
        this(actors, null);
    }

    /** A state to which the fields of a shape, in their order, are added. */
    UnpackedState(Actors actors, @Nullable PackedShape shape) {
        this.actors = actors;
        this.shape = shape;
        this.fields = new FieldTable(actors, recorder);
    }

    Actors actors() {
        return actors;
    }

    ChangeRecorder recorder() {
        return recorder;
    }

    FieldTable fields() {
        return fields;
    }

    List<Author> authors() {
        return authors;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    @Override
    public boolean deleted() {
        return lifecycle.deleted();
    }

    @Override
    public boolean purged() {
        return lifecycle.purged();
    }

    @Override
    public @Nullable Field read(String name, Actors all) {
        return fields.get(name);
    }

    @Override
    public UnpackedState unpack(Actors all) {
        return this;
    }

    /** The shape that the state has by now. */
    PackedShape shape(List<Field> now, byte[] kinds) {
        PackedShape was = shape;
        return was != null && was.isStill(now, kinds) ? was : actors.shape(new PackedShape(now, kinds));
    }

    boolean isOpen() {
        return open != null;
    }

    boolean isOpen(Edit edit) {
        return open == edit;
    }

    Edit edit(int actor, long lamport) {
        recorder.clear();
        Edit edit = new Edit(this, author(actor), lamport);
        open = edit;
        return edit;
    }

    /** Ends the edit that is open. */
    void close() {
        open = null;
    }

    void apply(byte[] change, int actor, long lamport) throws ChangeException {
        ChangePlan planning = plan;
        if (planning == null) {
            planning = new ChangePlan(this);
            plan = planning;
        }
        planning.apply(change, actor, lamport);
    }

    Author author(int actor) {
        int index = authorOf.get(actor);
        if (index >= 0) {
            return authors.get(index);
        }
        Author author = new Author(actor);
        authorOf.put(actor, authors.size());
        authors.add(author);
        return author;
    }

    Field field(String name) {
        Field known = fields.get(name);
        return known == null ? fields.add(actors.name(name)) : known;
    }

    /** The field that an author named as its so-maniest. */
    Field field(Author author, int number) {
        return author.field(number).opened(actors, recorder);
    }

    Field fieldOrNew(String name, List<Field> created) {
        Field known = fields.get(name);
        if (known == null) {
            known = field(name);
            created.add(known);
        }
        return known;
    }

    void drop(List<Field> created) {
        fields.removeLast(created.size());
    }

    void become(int next, int actor, long lamport) {
        recorder.lifecycle();
        lifecycle.become(next, actor, lamport, actors);
    }

    void count(Field field, long by, int actor, long lamport) {
        Counter counter = field.counterCell();
        counter.add(by);
        counter.stamp.raise(lamport, actor, actors);
        recorder.touched(field.name);
    }

    void member(Field field, Scalar member, long[] covered, int actor, long lamport, boolean add) {
        SetMembers set = field.setMembers();
        Scalar value = add ? new Scalar.Null() : null;
        set.put(member, Register.write(set.members.get(member), lamport, actor, value, covered, actors));
        set.stamp.raise(lamport, actor, actors);
        recorder.touched(field.name);
    }

    void event(Field field, byte[] operation, int actor, long lamport) {
        field.modelLog().add(new ModelEvent(lamport, actor, operation), actors);
        recorder.touched(field.name);
    }

    void scalar(Field field, long[] covered, int actor, long lamport, @Nullable Scalar value) {
        field.scalar = Register.write(field.scalar, lamport, actor, value, covered, actors);
        recorder.touched(field.name);
    }

    void entry(Field field, String key, long[] covered, int actor, long lamport, @Nullable Scalar value) {
        Field.MapEntries map = field.mapEntries();
        map.put(key, Register.write(map.entries.get(key), lamport, actor, value, covered, actors));
        map.stamp.raise(lamport, actor, actors);
        recorder.touched(field.name);
    }
}
