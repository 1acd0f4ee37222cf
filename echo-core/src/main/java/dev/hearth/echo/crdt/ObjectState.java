package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
    private StateForm form;

    /** Creates the state of an object to which nothing has happened. */
    public ObjectState(Actors actors) {
        this(new UnpackedState(actors));
    }

    ObjectState(UnpackedState unpacked) {
        this.actors = unpacked.actors();
        this.form = unpacked;
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
        return unpack().edit(actor, lamport);
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
        unpack().apply(change, actor, lamport);
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
        if (!(form instanceof UnpackedState open) || !open.isOpen(edit)) {
            throw new IllegalStateException("the edit is not open on this state");
        }
        new Undoing(open, edit, memory).undo(steps);
    }

    /** Returns what the last change, applied or edited here, did to the visible state; nothing once it is packed. */
    public ChangeSummary lastChange() {
        return form instanceof UnpackedState known
                ? known.recorder().summary()
                : new ChangeSummary(Set.of(), Map.of(), false);
    }

    /**
     * Takes the state into a form that needs a fraction of the memory, for an object that is not about to be changed.
     * Nothing else differs: reading unpacks the field that is asked for and forgets it again, and the next change
     * unpacks the fields that it touches. What is large stays as it is, and so does what an edit is open on.
     */
    public void pack() {
        if (form instanceof UnpackedState known && !known.isOpen()) {
            PackedState packed = PackedState.of(known);
            form = packed == null ? known : packed;
        }
    }

    /** Returns whether the state is packed. */
    public boolean isPacked() {
        return form instanceof PackedState;
    }

    /** Returns about how many bytes of memory the state takes when it is packed; 0 when it is not. */
    public int packedBytes() {
        return form instanceof PackedState known ? known.bytes() : 0;
    }

    /** Returns the names of all fields that hold something, sorted. */
    public Set<String> fields() {
        Set<String> names = new TreeSet<>();
        if (purged()) {
            return names;
        }
        for (Field field : view().fields().all()) {
            if (field.kind(actors) != null) {
                names.add(field.name);
            }
        }
        return names;
    }

    /** Returns the kind of a field; empty when it holds nothing. */
    public Optional<FieldKind> kind(String field) {
        Field known = field(field);
        return known == null ? Optional.empty() : Optional.ofNullable(known.kind(actors));
    }

    /** Returns the value that won. */
    public Optional<Scalar> scalar(String field) {
        Field known = field(field);
        Register register = known == null ? null : known.scalar;
        return register == null
                ? Optional.empty()
                : Optional.of(register.first().value());
    }

    /** Returns all values that were written concurrently, the winner first. */
    public List<Scalar> conflicts(String field) {
        Field known = field(field);
        return Register.values(known == null ? null : known.scalar);
    }

    /** Returns the entries of a map, empty when there is none. */
    public SortedMap<String, Scalar> map(String field) {
        SortedMap<String, Scalar> out = new TreeMap<>();
        Field known = field(field);
        Field.MapEntries entries = known == null ? null : known.map;
        if (entries != null) {
            entries.entries.forEach(
                    (key, register) -> out.put(key, register.first().value()));
        }
        return out;
    }

    /** Returns when the entries of a map were written last, by key. */
    public List<EntryStamp> stamps(String field) {
        List<EntryStamp> out = new ArrayList<>();
        Field known = field(field);
        Field.MapEntries entries = known == null ? null : known.map;
        if (entries != null) {
            new TreeMap<>(entries.entries).forEach((key, register) -> {
                Write first = register.first();
                out.add(new EntryStamp(key, first.lamport(), first.actor()));
            });
        }
        return out;
    }

    /** Returns all values of a map entry that were written concurrently, the winner first. */
    public List<Scalar> conflicts(String field, String key) {
        Field known = field(field);
        Field.MapEntries entries = known == null ? null : known.map;
        return Register.values(entries == null ? null : entries.entries.get(key));
    }

    /** Returns the items of a list, empty when there is none. */
    public List<Scalar> list(String field) {
        Field known = field(field);
        ListSequence items = known == null ? null : known.list;
        return items == null ? List.of() : items.toList();
    }

    /** Returns a text, empty when there is none. */
    public String text(String field) {
        TextSequence text = textSequence(field);
        return text == null ? "" : text.visible();
    }

    /** Returns the length of a text in UTF-16 units. */
    public int textLength(String field) {
        TextSequence text = textSequence(field);
        return text == null ? 0 : text.rope().length();
    }

    /** Returns the part of a text between two positions. */
    public String textRange(String field, int from, int to) {
        if (from < 0 || from > to || to > textLength(field)) {
            throw new IllegalArgumentException("range " + from + ".." + to + " is outside of the text");
        }
        TextSequence text = textSequence(field);
        return text == null ? "" : text.rope().substring(from, to);
    }

    /** Returns the sum of a counter, 0 when there is none. */
    public long counter(String field) {
        Field known = field(field);
        Counter counter = known == null ? null : known.counter;
        return counter == null ? 0 : counter.sum();
    }

    /** Returns the members of a set in the order of their encodings, empty when there is none. */
    public Set<Scalar> set(String field) {
        Field known = field(field);
        SetMembers members = known == null ? null : known.set;
        return members == null
                ? Set.of()
                : Collections.unmodifiableSet(members.ordered().keySet());
    }

    /** Returns the operations of a custom model in their one order. */
    public List<ModelEvent> events(String field) {
        Field known = field(field);
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
        TextSequence text = textSequence(field);
        if (at < 0 || at > textLength(field)) {
            throw new IllegalArgumentException("position " + at + " is outside of the text");
        }
        return text == null ? (afterPrevious ? Anchor.START : Anchor.END) : text.anchor(at, afterPrevious);
    }

    /**
     * Returns where an anchor is now, in UTF-16 units; empty when its unit has not arrived, or was gone when the
     * history was forgotten.
     *
     * @throws ChangeException when the history that this state was loaded with is damaged
     */
    public OptionalInt position(String field, Anchor anchor) throws ChangeException {
        TextSequence text = textSequence(field);
        int at = text == null ? (anchor.atEnd() ? 0 : -1) : text.position(anchor);
        return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
    }

    /**
     * Returns what is marked in a text, by name and place.
     *
     * @throws ChangeException when the history that this state was loaded with is damaged
     */
    public List<MarkSpan> marks(String field) throws ChangeException {
        TextSequence text = textSequence(field);
        return text == null ? List.of() : text.spans();
    }

    /** Returns whether the object was deleted and not restored since, or purged. */
    public boolean deleted() {
        return form.deleted();
    }

    /** Returns whether the object was purged, and so shows nothing for good. */
    public boolean purged() {
        return form.purged();
    }

    /**
     * Returns the bytes of the visible state, equal on all replicas that applied the same changes.
     *
     * @throws IllegalStateException when the history that this state was loaded with is damaged
     */
    public byte[] canonical() {
        return VisibleState.encode(view());
    }

    /**
     * Returns the whole state with its history, equal on all replicas that applied the same changes.
     *
     * @throws IllegalStateException when the history that this state was loaded with is damaged
     */
    public byte[] save() {
        return StateFile.write(view());
    }

    /**
     * Forgets how texts and lists became what they are: what shows, what marks it and who made it stays, what was
     * deleted goes, and {@link #save} gives a fraction of the bytes. Merging goes on with replicas that forgot the same
     * and with replicas that forgot nothing, but only of changes that follow everything known now: others are refused
     * with {@link ForgottenVersionException}. What is gone by now, no undoing brings back. Operations of models stay.
     *
     * @throws ChangeException when the history that this state was loaded with is damaged; nothing is forgotten then
     * @throws IllegalStateException when an edit is open
     */
    public void forgetHistory() throws ChangeException {
        requireClosed();
        List<Sequence> all = new ArrayList<>();
        for (Field field : unpack().fields().all()) {
            if (field.text != null) {
                all.add(field.text);
            }
            if (field.list != null) {
                all.add(field.list);
            }
        }
        for (Sequence sequence : all) {
            sequence.open();
        }
        for (Sequence sequence : all) {
            sequence.forget();
        }
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws ChangeException when the bytes are malformed
     */
    public static ObjectState load(byte[] saved, Actors actors) throws ChangeException {
        return new ObjectState(StateFile.read(saved, actors));
    }

    /** Returns the state of an object that was purged and of which nothing else is known any more. */
    public static ObjectState purged(Actors actors) {
        UnpackedState state = new UnpackedState(actors);
        state.become(Lifecycle.PURGED, 0, 0); // by whom and when makes no difference any more
        state.recorder().clear();
        return new ObjectState(state);
    }

    /** Returns all values that a field had when the object was purged, which are not shown any more. */
    public List<Scalar> former(String field) {
        Field known = form.read(field, actors);
        return Register.values(known == null ? null : known.scalar);
    }

    Actors actors() {
        return actors;
    }

    /** The state to look at: when it is packed, a copy of it that is not. */
    UnpackedState view() {
        return form.unpack(actors);
    }

    /** The state to change. */
    private UnpackedState unpack() {
        UnpackedState known = view();
        form = known;
        return known;
    }

    private @Nullable Field field(String name) {
        return purged() ? null : form.read(name, actors);
    }

    @Nullable TextSequence textSequence(String field) {
        Field known = field(field);
        return known == null ? null : known.text;
    }

    @Nullable ListSequence listSequence(String field) {
        Field known = field(field);
        return known == null ? null : known.list;
    }

    private void requireClosed() {
        if (form instanceof UnpackedState known && known.isOpen()) {
            throw new IllegalStateException("an edit is open");
        }
    }

    private static void requireLamport(long lamport) {
        if (lamport < 0) {
            throw new IllegalArgumentException("lamport is negative: " + lamport);
        }
    }
}
