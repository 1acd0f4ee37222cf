package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The replicated state of one object. Replicas that applied the same changes, in whatever order that respects
 * causality, are equal. A pure state machine without clock, thread or input and output; not safe for use by several
 * threads.
 *
 * <p>A field is a scalar, a map, a list, a text, a counter, a set or a custom model's operations. When it was written
 * as several kinds, all of them are kept and the one written last shows as its {@link #kind}. A scalar holds all
 * concurrent values, of which the one with the greatest stamp (lamport, then actor) wins; a removal covers only the
 * values that its author saw.
 */
public final class ObjectState {
    private final Actors actors;
    private final FieldTable fields = new FieldTable();
    private final IntTable authorOf = new IntTable();
    private final List<Author> authors = new ArrayList<>(1);
    private final ChangeRecorder recorder = new ChangeRecorder();
    private @Nullable ChangePlan plan;
    private final Stamp lifecycle = new Stamp();
    private boolean deleted;
    private @Nullable Edit open;

    /** Creates the state of an object to which nothing has happened. */
    public ObjectState(Actors actors) {
        this.actors = actors;
    }

    /**
     * Begins a transaction of edits by one actor. Every edit applies at once; {@link Edit#finish} ends the transaction.
     *
     * @param lamport greater than the lamport of every change that this state has applied
     * @throws IllegalStateException when an edit is open
     */
    public Edit edit(int actor, long lamport) {
        requireClosed();
        actors.keyOf(actor);
        requireLamport(lamport);
        recorder.clear();
        Edit edit = new Edit(this, author(actor), lamport);
        open = edit;
        return edit;
    }

    /**
     * Applies a change of another replica, or one of this replica again after a restart. The changes of one actor must
     * come in their order, and after all changes that their author had applied.
     *
     * @throws ChangeException when the change is malformed or names what is not here; nothing is changed then
     */
    public void apply(byte[] change, int actor, long lamport) throws ChangeException {
        requireClosed();
        actors.keyOf(actor);
        requireLamport(lamport);
        ChangePlan planning = plan;
        if (planning == null) {
            planning = new ChangePlan(this, actors);
            plan = planning;
        }
        planning.apply(change, actor, lamport);
    }

    /**
     * Holds a change against the format, without any state.
     *
     * @throws ChangeException when it is malformed
     */
    public static void check(byte[] change) throws ChangeException {
        new Change().read(change);
    }

    /**
     * Takes back, within an open edit, what an earlier edit of this object did, wherever it is by now. What others
     * changed since stays: a value overwritten is left alone, a unit that others deleted too is not brought back. The
     * steps of the edit that does this undo the undoing.
     *
     * @throws ChangeException when the history that this state was loaded with is damaged
     */
    public void undo(Edit edit, UndoSteps steps, UndoMemory memory) throws ChangeException {
        if (open != edit) {
            throw new IllegalStateException("the edit is not open on this state");
        }
        new Undoing(this, edit, memory).undo(steps);
    }

    /** Returns what the last change, applied or edited here, did to the visible state. */
    public ChangeSummary lastChange() {
        return recorder.summary();
    }

    /** Returns the names of all fields that hold something, sorted. */
    public Set<String> fields() {
        Set<String> names = new TreeSet<>();
        for (Field field : fields.all()) {
            if (field.kind(actors) != null) {
                names.add(field.name);
            }
        }
        return names;
    }

    /** Returns the kind of a field; empty when it holds nothing. */
    public Optional<FieldKind> kind(String field) {
        Field known = fields.get(field);
        return known == null ? Optional.empty() : Optional.ofNullable(known.kind(actors));
    }

    /** Returns the value that won. */
    public Optional<Scalar> scalar(String field) {
        Field known = fields.get(field);
        Register register = known == null ? null : known.scalar;
        return register == null ? Optional.empty() : Optional.of(register.value());
    }

    /** Returns all values that were written concurrently, the winner first. */
    public List<Scalar> conflicts(String field) {
        Field known = fields.get(field);
        return Register.values(known == null ? null : known.scalar);
    }

    /** Returns the entries of a map, empty when there is none. */
    public SortedMap<String, Scalar> map(String field) {
        SortedMap<String, Scalar> out = new TreeMap<>();
        Field known = fields.get(field);
        Field.MapEntries entries = known == null ? null : known.map;
        if (entries != null) {
            entries.entries.forEach((key, register) -> out.put(key, register.value()));
        }
        return out;
    }

    /** Returns when the entries of a map were written last, by key. */
    public List<EntryStamp> stamps(String field) {
        List<EntryStamp> out = new ArrayList<>();
        Field known = fields.get(field);
        Field.MapEntries entries = known == null ? null : known.map;
        if (entries != null) {
            new TreeMap<>(entries.entries)
                    .forEach((key, register) -> out.add(new EntryStamp(key, register.lamport(), register.actor())));
        }
        return out;
    }

    /** Returns all values of a map entry that were written concurrently, the winner first. */
    public List<Scalar> conflicts(String field, String key) {
        Field known = fields.get(field);
        Field.MapEntries entries = known == null ? null : known.map;
        return Register.values(entries == null ? null : entries.entries.get(key));
    }

    /** Returns the items of a list, empty when there is none. */
    public List<Scalar> list(String field) {
        Field known = fields.get(field);
        ListSequence items = known == null ? null : known.list;
        return items == null ? List.of() : items.toList();
    }

    /** Returns a text, empty when there is none. */
    public String text(String field) {
        TextSequence text = textOrNull(field);
        return text == null ? "" : text.rope().toString();
    }

    /** Returns the length of a text in UTF-16 units. */
    public int textLength(String field) {
        TextSequence text = textOrNull(field);
        return text == null ? 0 : text.rope().length();
    }

    /** Returns the part of a text between two positions. */
    public String textRange(String field, int from, int to) {
        if (from < 0 || from > to || to > textLength(field)) {
            throw new IllegalArgumentException("range " + from + ".." + to + " is outside of the text");
        }
        TextSequence text = textOrNull(field);
        return text == null ? "" : text.rope().substring(from, to);
    }

    /** Returns the sum of a counter, 0 when there is none. */
    public long counter(String field) {
        Field known = fields.get(field);
        Counter counter = known == null ? null : known.counter;
        return counter == null ? 0 : counter.sum();
    }

    /** Returns the members of a set in the order of their encodings, empty when there is none. */
    public Set<Scalar> set(String field) {
        Field known = fields.get(field);
        SetMembers members = known == null ? null : known.set;
        return members == null
                ? Set.of()
                : Collections.unmodifiableSet(members.ordered().keySet());
    }

    /** Returns the operations of a custom model in their one order. */
    public List<ModelEvent> events(String field) {
        Field known = fields.get(field);
        ModelLog log = known == null ? null : known.model;
        return log == null ? List.of() : Collections.unmodifiableList(log.events());
    }

    /**
     * Returns a place in a text that stays where it is while the text is edited: bound to the unit after it, or to the
     * one before it.
     *
     * @throws IllegalArgumentException when the place is outside of the text
     * @throws ChangeException when the history that this state was loaded with is damaged
     */
    public Anchor anchor(String field, int at, boolean afterPrevious) throws ChangeException {
        TextSequence text = textOrNull(field);
        if (at < 0 || at > textLength(field)) {
            throw new IllegalArgumentException("position " + at + " is outside of the text");
        }
        return text == null ? (afterPrevious ? Anchor.START : Anchor.END) : text.anchor(at, afterPrevious);
    }

    /**
     * Returns where an anchor is now, in UTF-16 units; empty when its unit has not arrived.
     *
     * @throws ChangeException when the history that this state was loaded with is damaged
     */
    public OptionalInt position(String field, Anchor anchor) throws ChangeException {
        TextSequence text = textOrNull(field);
        int at = text == null ? (anchor.atEnd() ? 0 : -1) : text.position(anchor);
        return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
    }

    /**
     * Returns what is marked in a text, by name and place.
     *
     * @throws ChangeException when the history that this state was loaded with is damaged
     */
    public List<MarkSpan> marks(String field) throws ChangeException {
        TextSequence text = textOrNull(field);
        return text == null ? List.of() : text.spans();
    }

    /** Returns whether the object was deleted and not restored since. */
    public boolean deleted() {
        return deleted;
    }

    /**
     * Returns the bytes of the visible state, equal on all replicas that applied the same changes.
     *
     * @throws IllegalStateException when the history that this state was loaded with is damaged
     */
    public byte[] canonical() {
        return VisibleState.encode(this);
    }

    /**
     * Returns the whole state with its history, equal on all replicas that applied the same changes.
     *
     * @throws IllegalStateException when the history that this state was loaded with is damaged
     */
    public byte[] save() {
        return StateFile.write(this);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws ChangeException when the bytes are malformed
     */
    public static ObjectState load(byte[] saved, Actors actors) throws ChangeException {
        return StateFile.read(saved, actors);
    }

    private @Nullable TextSequence textOrNull(String field) {
        Field known = fields.get(field);
        return known == null ? null : known.text;
    }

    private void requireClosed() {
        if (open != null) {
            throw new IllegalStateException("an edit is open");
        }
    }

    private static void requireLamport(long lamport) {
        if (lamport < 0) {
            throw new IllegalArgumentException("lamport is negative: " + lamport);
        }
    }

    Actors actors() {
        return actors;
    }

    ChangeRecorder recorder() {
        return recorder;
    }

    Stamp lifecycleStamp() {
        return lifecycle;
    }

    FieldTable fieldTable() {
        return fields;
    }

    List<Field> allFields() {
        return fields.all();
    }

    List<Author> authors() {
        return authors;
    }

    void close(Edit edit) {
        if (open != edit) {
            throw new IllegalStateException("the edit is finished");
        }
        open = null;
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

    void lifecycle(boolean delete, int actor, long lamport) {
        recorder.lifecycle();
        if (!lifecycle.present()
                || Stamp.compare(lamport, actor, lifecycle.lamport(), lifecycle.actor(), actors) >= 0) {
            deleted = delete;
        }
        lifecycle.raise(lamport, actor, actors);
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
