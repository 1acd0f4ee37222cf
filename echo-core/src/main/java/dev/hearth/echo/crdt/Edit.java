package dev.hearth.echo.crdt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of edits to one object. Every edit changes the state at once and is written to the change that
 * {@link #finish} returns. A call that throws changed nothing; the edits before it stand.
 */
public final class Edit {
    private static final long[] NOBODY = {};

    private final UnpackedState state;
    private final Actors actors;
    private final int actor;
    private final long lamport;
    private final ChangeWriter out;
    private @Nullable UndoSteps steps;
    private List<Sequence> first = List.of();
    private boolean finished;
    private final EditedSequences edited;

    Edit(UnpackedState state, Author author, long lamport) {
        this.state = state;
        this.actors = state.actors();
        this.actor = author.actor;
        this.lamport = lamport;
        this.out = new ChangeWriter(author, actors, lamport);
        this.edited = new EditedSequences(actor);
    }

    /** Writes a scalar over all values seen. */
    public void set(String field, Scalar value) {
        Field known = field(field);
        long[] covered = Register.others(known.scalar, actor);
        out.tag(covered.length == 0 ? Op.SET : Op.SET_OVER, known);
        if (covered.length > 0) {
            out.stamps(covered);
        }
        ScalarCodec.write(out, value);
        did(new UndoSteps.Step.Write(field, null, Register.value(known.scalar), value));
        state.scalar(known, covered, actor, lamport, value);
    }

    /**
     * Empties a field of whatever kinds, but for a model's operations: what was seen goes, what is written concurrently
     * stays.
     */
    public void clear(String field) {
        clearScalar(field);
        Field known = field(field);
        Field.MapEntries map = known.map;
        if (map != null) {
            for (String key : List.copyOf(map.entries.keySet())) {
                remove(field, key);
            }
        }
        ListSequence list = known.list;
        if (list != null && list.length() > 0) {
            removeItems(field, 0, list.length());
        }
        SetMembers set = known.set;
        if (set != null) {
            for (Scalar member : set.ordered().keySet()) {
                discard(field, member);
            }
        }
        Counter counter = known.counter;
        if (counter != null && counter.sum() != 0) {
            increment(field, -counter.sum());
        }
        TextSequence text = known.text;
        if (text != null && text.rope().length() > 0) {
            deleteText(field, 0, text.rope().length());
        }
    }

    /** Empties a field as far as it is a scalar. */
    void clearScalar(String field) {
        Field known = field(field);
        clearScalar(known, Register.others(known.scalar, actor));
    }

    /** Takes back what this author wrote to a field as far as it is a scalar; what others wrote beside stays. */
    void withdraw(String field) {
        clearScalar(field(field), NOBODY);
    }

    private void clearScalar(Field known, long[] covered) {
        if (known.scalar != null) {
            out.tag(Op.CLEAR, known);
            out.stamps(covered);
            Scalar before = Register.value(known.scalar);
            state.scalar(known, covered, actor, lamport, null);
            did(new UndoSteps.Step.Write(known.name, null, before, Register.value(known.scalar)));
        }
    }

    /** Writes an entry of a map over all values seen. */
    public void put(String field, String key, Scalar value) {
        requireText(key, "key");
        Field known = field(field);
        long[] covered = Register.others(known.mapEntries().entries.get(key), actor);
        out.tag(covered.length == 0 ? Op.PUT : Op.PUT_OVER, known);
        out.text(key);
        if (covered.length > 0) {
            out.stamps(covered);
        }
        ScalarCodec.write(out, value);
        Register before = known.mapEntries().entries.get(key);
        did(new UndoSteps.Step.Write(field, key, Register.value(before), value));
        state.entry(known, key, covered, actor, lamport, value);
    }

    /** Removes an entry of a map as far as its values were seen; does nothing when there is none. */
    public void remove(String field, String key) {
        Field.MapEntries map = field(field).map;
        Register register = map == null ? null : map.entries.get(key);
        if (map != null && register != null) {
            remove(field(field), map, key, Register.others(register, actor));
        }
    }

    /** Takes back what this author wrote to an entry of a map, which is there; what others wrote beside stays. */
    void withdraw(String field, String key) {
        Field known = field(field);
        remove(known, known.mapEntries(), key, NOBODY);
    }

    private void remove(Field known, Field.MapEntries map, String key, long[] covered) {
        out.tag(Op.REMOVE, known);
        out.text(key);
        out.stamps(covered);
        Scalar before = Register.value(map.entries.get(key));
        state.entry(known, key, covered, actor, lamport, null);
        did(new UndoSteps.Step.Write(known.name, key, before, Register.value(map.entries.get(key))));
    }

    /**
     * Inserts text before a position in UTF-16 units.
     *
     * @throws IllegalArgumentException when the position is outside of the text or between the halves of a character,
     *     or the text holds half of a character
     */
    public void insertText(String field, int at, String text) {
        Field known = field(field);
        TextSequence sequence = known.textSequence(actors, state.recorder());
        requireRange(at, 0, sequence.rope().length());
        requireText(text, "text");
        requireWhole(sequence, at);
        requireRoom(sequence, text.length());
        if (text.isEmpty()) {
            return;
        }
        begin(sequence, known, Op.TEXT_AFTER);
        out.tag(Op.TEXT_INSERT, known);
        out.zigzag(at - sequence.graph.expected(actor));
        out.text(text);
        sequence.insert(at, text, actor);
    }

    /**
     * Gives a text to which nothing was ever written its first content; does nothing when something was. Whoever else
     * gives the same content, however concurrently, adds nothing. It is all that one transaction may do to a text.
     *
     * @throws IllegalArgumentException when the content holds half of a character
     * @throws ChangeException never, for a text that nothing was written to
     */
    public void beginText(String field, String content) throws ChangeException {
        requireText(content, "content");
        Field known = field(field);
        TextSequence text = known.textSequence(actors, state.recorder());
        if (content.isEmpty() || !text.untouched()) {
            return;
        }
        requireRoom(text, content.length());
        int place = text.planBegin(content, Surrogates.any(content));
        out.tag(Op.EXTENDED, known);
        out.u8(Op.BEGIN - Op.COUNT);
        out.text(content);
        text.stamp.raise(lamport, actor, actors);
        text.begin(place, content);
        text.forgetPlan();
        List<Sequence> more = new ArrayList<>(first);
        more.add(text);
        first = more;
    }

    /**
     * Deletes so many UTF-16 units from a position on.
     *
     * @throws IllegalArgumentException when the range is outside of the text or divides a character
     */
    public void deleteText(String field, int at, int count) {
        Field known = field(field);
        TextSequence sequence = known.textSequence(actors, state.recorder());
        requireRange(at, count, sequence.rope().length());
        requireWhole(sequence, at);
        requireWhole(sequence, at + count);
        requireRoom(sequence, count);
        if (count == 0) {
            return;
        }
        begin(sequence, known, Op.TEXT_AFTER);
        out.tag(Op.TEXT_DELETE, known);
        out.zigzag(at - sequence.graph.expected(actor));
        out.varint(count);
        sequence.delete(at, count, actor);
    }

    /** Inserts items before a position of a list. */
    public void insert(String field, int at, List<Scalar> values) {
        Scalar[] items = values.toArray(new Scalar[0]);
        Field known = field(field);
        ListSequence sequence = list(known);
        requireRange(at, 0, sequence.length());
        requireRoom(sequence, items.length);
        if (items.length == 0) {
            return;
        }
        begin(sequence, known, Op.LIST_AFTER);
        int place = sequence.rawGap(at);
        out.tag(Op.LIST_INSERT, known);
        out.zigzag(place - sequence.graph.expected(actor));
        out.varint(items.length);
        for (Scalar item : items) {
            ScalarCodec.write(out, item);
        }
        sequence.insert(place, items, actor);
    }

    /** Removes so many items of a list from a position on. */
    public void removeItems(String field, int at, int count) {
        Field known = field(field);
        ListSequence sequence = list(known);
        requireRange(at, count, sequence.length());
        if (count == 0) {
            return;
        }
        if (sequence.losers() == 0) {
            removeRaw(known, sequence, at, count);
            return;
        }
        for (int place : sequence.rawPlaces(at, count)) {
            removeRaw(known, sequence, place, 1);
        }
    }

    private void removeRaw(Field field, ListSequence sequence, int place, int count) {
        requireRoom(sequence, count);
        begin(sequence, field, Op.LIST_AFTER);
        out.tag(Op.LIST_REMOVE, field);
        out.zigzag(place - sequence.graph.expected(actor));
        out.varint(count);
        sequence.delete(place, count, actor);
    }

    /** Replaces the value of an item, which stays the same item. */
    public void setItem(String field, int at, Scalar value) {
        Field known = field(field);
        ListSequence sequence = list(known);
        requireRange(at, 1, sequence.length());
        requireRoom(sequence, 1);
        begin(sequence, known, Op.LIST_AFTER);
        int place = sequence.raw(at);
        out.tag(Op.LIST_SET, known);
        out.zigzag(place - sequence.graph.expected(actor));
        ScalarCodec.write(out, value);
        int item = sequence.itemAt(at);
        int entry = sequence.graph.entryOf(item);
        int seq = sequence.graph.seq(entry) + item - sequence.graph.start(entry);
        did(new UndoSteps.Step.Assignment(field, sequence.graph.actor(entry), seq, sequence.valueOf(item), value));
        sequence.assign(place, value, actor, lamport);
    }

    /**
     * Moves an item of a list so that it then stands at a position; it stays the same item. Of concurrent moves of one
     * item one counts, and a move wins over a concurrent removal.
     */
    public void moveItem(String field, int from, int to) {
        Field known = field(field);
        ListSequence sequence = list(known);
        requireRange(from, 1, sequence.length());
        requireRange(to, 1, sequence.length());
        if (from != to) {
            standAnew(field, from, to);
        }
    }

    /** Moves an item although it may stand there already: it then stands for sure where others take it to stand. */
    void standAnew(String field, int from, int to) {
        Field known = field(field);
        ListSequence sequence = list(known);
        int item = sequence.itemAt(from);
        if (item >= edited.firstEvent(sequence)) { // nobody else knows it yet
            Scalar value = sequence.get(from);
            removeItems(field, from, 1);
            insert(field, to, List.of(value));
            return;
        }
        removeItems(field, from, 1);
        requireRoom(sequence, 1);
        begin(sequence, known, Op.LIST_AFTER);
        int at = sequence.rawGap(to);
        out.tag(Op.EXTENDED, known);
        out.u8(Op.PLACE - Op.COUNT);
        out.zigzag(at - sequence.graph.expected(actor));
        out.reference(sequence.graph, item);
        sequence.place(at, item, actor, lamport);
    }

    /** Adds to a counter, which begins with 0. */
    public void increment(String field, long by) {
        Field known = field(field);
        out.tag(Op.EXTENDED, known);
        out.u8(0);
        out.zigzag(by);
        did(new UndoSteps.Step.Count(field, by));
        state.count(known, by, actor, lamport);
    }

    /** Adds a member to a set, so that a concurrent removal does not take it out. */
    public void add(String field, Scalar member) {
        Field known = field(field);
        member(known, member, Op.ADD, Register.others(known.setMembers().members.get(member), actor));
    }

    /** Takes a member out of a set, as far as its additions were seen; does nothing when it is not in. */
    public void discard(String field, Scalar member) {
        Field known = field(field);
        SetMembers set = known.set;
        if (set != null && set.members.containsKey(member)) {
            member(known, member, Op.DISCARD, Register.others(set.members.get(member), actor));
        }
    }

    /** Takes back that this author added a member to a set; it stays in when others added it too. */
    void withdraw(String field, Scalar member) {
        Field known = field(field);
        if (known.setMembers().members.containsKey(member)) {
            member(known, member, Op.DISCARD, NOBODY);
        }
    }

    private void member(Field known, Scalar member, int kind, long[] covered) {
        out.tag(Op.EXTENDED, known);
        out.u8(kind - Op.COUNT);
        ScalarCodec.write(out, member);
        out.stamps(covered);
        boolean was = known.setMembers().members.containsKey(member);
        state.member(known, member, covered, actor, lamport, kind == Op.ADD);
        boolean is = known.setMembers().members.containsKey(member);
        if (was != is) {
            did(new UndoSteps.Step.Member(known.name, member, is));
        }
    }

    /**
     * Makes an operation of a custom model.
     *
     * @throws IllegalArgumentException when it is longer than {@link ModelEvent#MAX_BYTES}
     */
    public void submit(String field, byte[] operation) {
        if (operation.length > ModelEvent.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "operation must have at most " + ModelEvent.MAX_BYTES + " bytes, has " + operation.length);
        }
        Field known = field(field);
        byte[] own = operation.clone();
        out.tag(Op.EXTENDED, known);
        out.u8(Op.EVENT - Op.COUNT);
        out.blob(own);
        state.event(known, own, actor, lamport);
    }

    /**
     * Marks a stretch of a text, which is not empty. The value {@link Scalar.Null} takes marks of that name away.
     *
     * @throws ChangeException when the history that the state was loaded with is damaged
     */
    public void mark(String field, int from, int to, String name, Scalar value, Expand expand) throws ChangeException {
        requireText(name, "name");
        Field known = field(field);
        TextSequence text = known.textSequence(actors, state.recorder());
        requireRange(from, to - from, text.rope().length());
        requireWhole(text, from);
        requireWhole(text, to);
        if (from >= to) {
            throw new IllegalArgumentException("a mark from " + from + " to " + to + " is empty");
        }
        mark(field, name, value, text.anchor(from, expand.before()), text.anchor(to, !expand.after()));
    }

    void mark(String field, String name, Scalar value, Anchor start, Anchor end) {
        Field known = field(field);
        TextSequence text = known.textSequence(actors, state.recorder());
        out.tag(Op.EXTENDED, known);
        out.u8(Op.MARK - Op.COUNT);
        out.u8((start.after() ? Op.START_AFTER : 0)
                | (end.after() ? Op.END_AFTER : 0)
                | (start.atEnd() ? Op.FROM_START : 0)
                | (end.atEnd() ? Op.TO_END : 0));
        out.text(name);
        ScalarCodec.write(out, value);
        out.reference(start);
        out.reference(end);
        int index = text.mark(lamport, actor, name, value, start, end);
        did(new UndoSteps.Step.Marking(field, actor, lamport, index));
    }

    /** Deletes the object; its fields stay readable. */
    public void delete() {
        lifecycle(Op.DELETE, Lifecycle.DELETED);
    }

    /** Takes a deletion back. */
    public void restore() {
        lifecycle(Op.RESTORE, Lifecycle.RESTORED);
    }

    /** Takes the object with all that it holds out of sight, for good: nothing brings it back. */
    public void purge() {
        lifecycle(Op.PURGE, Lifecycle.PURGED);
    }

    /** Ends the transaction and returns its change, empty when nothing was edited. */
    public byte[] finish() {
        requireOpen();
        state.close();
        finished = true;
        edited.finish();
        return out.close();
    }

    /** Returns what it takes to undo this edit, once it is finished. */
    public UndoSteps undoSteps() {
        if (!finished) {
            throw new IllegalStateException("the edit is not finished");
        }
        UndoSteps all = new UndoSteps();
        edited.addTo(all);
        if (steps != null) {
            steps.all().forEach(all::add);
        }
        return all;
    }

    private void did(UndoSteps.Step step) {
        UndoSteps known = steps;
        if (known == null) {
            known = new UndoSteps();
            steps = known;
        }
        known.add(step);
    }

    private void lifecycle(int operation, int next) {
        requireOpen();
        out.u8((Op.OBJECT << 4) | operation);
        boolean delete = next == Lifecycle.DELETED;
        if (next != Lifecycle.PURGED && state.lifecycle().deleted() != delete) {
            did(new UndoSteps.Step.Lifecycle(delete));
        }
        state.become(next, actor, lamport);
    }

    private Field field(String name) {
        requireOpen();
        if (name.length() > Op.MAX_NAME
                || !Surrogates.wellFormed(name)
                || name.getBytes(StandardCharsets.UTF_8).length > Op.MAX_NAME) {
            throw new IllegalArgumentException("field name is too long or holds a lone surrogate");
        }
        return state.field(name);
    }

    /** A list to be changed, which takes its history. */
    private ListSequence list(Field field) {
        ListSequence list = field.listSequence(actors, state.recorder());
        try {
            list.open();
        } catch (ChangeException e) {
            throw new IllegalStateException("The history that this state was loaded with is damaged", e);
        }
        return list;
    }

    private void requireOpen() {
        if (finished) {
            throw new IllegalStateException("the edit is finished");
        }
    }

    private static void requireText(String text, String name) {
        if (!Surrogates.wellFormed(text)) {
            throw new IllegalArgumentException(name + " holds a lone surrogate");
        }
    }

    private static void requireRange(int at, int count, int length) {
        if (at < 0 || count < 0 || count > length - at) {
            throw new IllegalArgumentException("position " + at + " and count " + count + " exceed length " + length);
        }
    }

    private static void requireWhole(TextSequence text, int at) {
        if (text.splits(at)) {
            throw new IllegalArgumentException("position " + at + " is between the halves of a character");
        }
    }

    private static void requireRoom(Sequence sequence, int count) {
        if (count > Sequence.MAX_EVENTS - sequence.graph.next()) {
            throw new IllegalArgumentException("the history is too long for " + count + " more");
        }
    }

    /** Before the first edit of a text or list: names its frontier, unless that is the author's own last event. */
    private void begin(Sequence sequence, Field field, int kind) {
        if (!edited.begin(field.name, sequence)) {
            return;
        }
        if (first.contains(sequence)) {
            throw new IllegalStateException("a text gets its first content and edits in two transactions");
        }
        sequence.stamp.raise(lamport, actor, actors);
        if (!sequence.graph.frontierIsOwn(actor)) {
            out.tag(kind, field);
            out.frontier(sequence.graph);
        }
    }
}
