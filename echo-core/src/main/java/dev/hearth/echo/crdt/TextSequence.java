package dev.hearth.echo.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One collaborative text. Positions count UTF-16 units; the halves of a supplementary character are never separated.
 */
final class TextSequence extends Sequence {
    private final CharRope rope = new CharRope();
    /** The visible text as it was loaded, until an edit or a place in it is of interest. */
    private @Nullable String loaded;

    private CharStore chars = new CharStore();
    /** What every deleting event deleted, also what another had deleted already. */
    private CharStore removed = new CharStore();

    private @Nullable Sealed sealed;
    private @Nullable StringBuilder trial;
    private @Nullable String base;
    private @Nullable Marks marks;
    private @Nullable UnitIndex units;

    TextSequence(Actors actors, String field, ChangeRecorder recorder) {
        super(actors, field, recorder);
    }

    @Override
    CharRope rope() {
        String text = loaded;
        if (text != null) {
            loaded = null;
            rope.insert(0, text);
        }
        return rope;
    }

    /** The visible text. */
    String visible() {
        String text = loaded;
        return text != null ? text : rope.toString();
    }

    boolean surrogates() {
        Sealed past = sealed;
        return chars.surrogates() || (past != null && past.surrogates());
    }

    /** Starts with a saved history, which is read only when it is needed, and its visible text. */
    void seal(Sealed past, String visible) throws ChangeException {
        if (visible.length() > past.events()) {
            throw new ChangeException("A text is longer than its history");
        }
        sealed = past;
        loaded = visible;
        log.beginAt(past.events());
        graph.beginAt(past.events(), visible.length());
        if (past.fromCheckpoint()) {
            open();
        }
    }

    @Override
    void forget() throws ChangeException {
        open();
        Checkpoint begun = beginning();
        if (begun == null) {
            return;
        }
        MergeWalk whole = new MergeWalk(graph, log, actors, -1, 0);
        whole.walk(graph.next(), null);
        whole.tree().forEachVisible((event, count) -> begun.add(graph, event, count));
        if (marks != null) {
            marks = marks.anchoredAnew(this::standing);
        }
        chars = new CharStore();
        chars.append(visible());
        removed = new CharStore();
        units = null;
        beginWith(begun);
    }

    /** An anchor at a unit that shows, for one at a unit that is gone: what comes to stand there stands before both. */
    Anchor standing(Anchor anchor) throws ChangeException {
        int event = anchor.atEnd() ? -1 : graph.event(anchor.actor(), anchor.seq());
        boolean gone = event >= 0 && log.kind(log.runOf(event)) == OpLog.INSERT && units().isGone(event);
        return gone ? anchor(units().placeOf(event), false) : anchor;
    }

    /** The saved history, when nothing has happened since. */
    @Nullable Sealed unchanged() {
        Sealed past = sealed;
        return past != null && graph.next() == past.events() ? past : null;
    }

    @Override
    @SuppressWarnings("IllegalCatch")
    void open() throws ChangeException {
        Sealed past = sealed;
        if (past == null) {
            return;
        }
        SealedText opened;
        try {
            opened = new SealedText(past, actors);
            opened.append(graph, log, chars, removed);
        } catch (RuntimeException e) {
            throw new ChangeException("A saved history contradicts itself", e);
        }
        graph = opened.graph;
        log = opened.log;
        chars = opened.chars;
        removed = opened.removed;
        sealed = null;
    }

    CharStore chars() {
        return chars;
    }

    CharStore removed() {
        return removed;
    }

    @Nullable Marks marks() {
        return marks;
    }

    UnitIndex units() throws ChangeException {
        open();
        UnitIndex known = units;
        if (known == null) {
            known = new UnitIndex(graph, log, actors);
            units = known;
        }
        return known;
    }

    /** Binds a place to the unit before it or after it. */
    Anchor anchor(int at, boolean afterPrevious) throws ChangeException {
        if (at == (afterPrevious ? 0 : rope().length())) {
            return afterPrevious ? Anchor.START : Anchor.END;
        }
        int event = units().eventAt(afterPrevious ? at - 1 : at);
        int entry = graph.entryOf(event);
        return new Anchor(graph.actor(entry), graph.seq(entry) + event - graph.start(entry), afterPrevious);
    }

    /** Where an anchor is in the visible text, or -1 when it names no unit that is here. */
    int position(Anchor anchor) throws ChangeException {
        if (anchor.atEnd()) {
            return anchor.after() ? rope().length() : 0;
        }
        UnitIndex index = units();
        int event = graph.event(anchor.actor(), anchor.seq());
        if (event < 0 || log.kind(log.runOf(event)) != OpLog.INSERT) {
            return -1;
        }
        return index.placeOf(event) + (anchor.after() && !index.isGone(event) ? 1 : 0);
    }

    /** Holds the anchor of a mark against the events that are here or come with the same change. */
    void planAnchor(int actor, long seq, int author) throws ChangeException {
        open();
        boolean coming = actor == author && seq >= graph.nextSeq(author) && seq < graph.nextSeq(author) + planUnits();
        if (!coming && (seq > MAX_EVENTS || graph.event(actor, (int) seq) < 0)) {
            Checkpoint begun = graph.checkpoint();
            if (begun != null && seq < begun.made(actor)) {
                throw new ForgottenVersionException();
            }
            throw new ChangeException("A mark begins or ends at what is not here");
        }
    }

    /** Adds a mark; returns the how manieth of its change it is. */
    int mark(long lamport, int actor, String name, Scalar value, Anchor start, Anchor end) {
        Marks known = marks;
        if (known == null) {
            known = new Marks(actors);
            marks = known;
        }
        stamp.raise(lamport, actor, actors);
        recorder.touched(field);
        return known.add(lamport, actor, name, value, start, end);
    }

    List<MarkSpan> spans() throws ChangeException {
        return marks == null ? List.of() : spans(marks);
    }

    /** What would be marked by these marks. */
    List<MarkSpan> spans(Marks of) throws ChangeException {
        units();
        return of.spans(anchor -> {
            try {
                return position(anchor);
            } catch (ChangeException e) {
                throw new IllegalStateException("The history was opened", e);
            }
        });
    }

    /** Decides how the following edits are checked against separating characters. */
    void planCharacters(boolean several, boolean changeHasSurrogates) {
        boolean needed = surrogates() ? several || !fast() : several && changeHasSurrogates;
        trial = needed ? new StringBuilder(fast() ? visible() : preparedText()) : null;
    }

    /**
     * Plans a first content, which comes after nothing, and returns its place: -1 when it is here already. It must be
     * all that a change does to a text, but for marks behind it.
     */
    int planBegin(String content, boolean changeHasSurrogates) throws ChangeException {
        int author = actors.ofContent(content);
        if (graph.nextSeq(author) > 0 && !planned()) {
            claim(author);
            return -1;
        }
        plan(author, NOTHING_BEFORE);
        planCharacters(false, changeHasSurrogates);
        return planInsert(0, content);
    }

    /** Whether it was given a first content, whose author has no number that a packed row could hold. */
    boolean hasFirstContent() {
        for (int slot = 0; slot < graph.actors(); slot++) {
            if (Actors.isContent(graph.actorAt(slot))) {
                return true;
            }
        }
        return false;
    }

    /** Gives the text a content that was planned. */
    void begin(int place, String content) {
        if (place >= 0) {
            insert(place, content, actors.ofContent(content));
        } else {
            recorder.touched(field);
        }
    }

    int planInsert(int delta, String text) throws ChangeException {
        int at = planInsert(delta, text.length());
        requireBorder(at);
        StringBuilder copy = trial;
        if (copy != null) {
            copy.insert(at, text);
        }
        return at;
    }

    int planRemoval(int delta, int units) throws ChangeException {
        int at = planDelete(delta, units);
        requireBorder(at);
        requireBorder(at + units);
        StringBuilder copy = trial;
        if (copy != null) {
            copy.delete(at, at + units);
        }
        return at;
    }

    private void requireBorder(int at) throws ChangeException {
        StringBuilder copy = trial;
        if (copy != null ? Surrogates.splits(copy, at) : fast() && splits(at)) {
            throw new ChangeException("An edit separates the halves of a character");
        }
    }

    /** Whether a cut of the visible text at a position separates the halves of a character. */
    boolean splits(int at) {
        return surrogates()
                && at > 0
                && at < rope().length()
                && Surrogates.splits(rope().charAt(at - 1), rope().charAt(at));
    }

    @Override
    void requireWhole(int event) throws ChangeException {
        if (surrogates()) {
            int run = log.runOf(event);
            if (log.kind(run) == OpLog.INSERT && Character.isHighSurrogate(chars.charAt(log.contentOf(event)))) {
                throw new ChangeException("A parent ends inside of a character");
            }
        }
    }

    void insert(int at, String text, int actor) {
        boolean merging = append(OpLog.INSERT, at, text.length(), actor);
        chars.append(text);
        if (merging) {
            mergeNew();
        } else {
            rope().insert(at, text);
            recorder.splice(field, at, 0, text);
        }
        graph.noteLength(rope().length());
        graph.expect(actor, at + text.length());
    }

    void delete(int at, int units, int actor) {
        if (append(OpLog.DELETE, at, units, actor)) {
            mergeNew();
        } else {
            remove(at, units);
        }
        graph.noteLength(rope().length());
        graph.expect(actor, at);
    }

    @Override
    public void inserted(int at, int event, int count) {
        int from = log.contentOf(event);
        String text = chars.substring(from, from + count);
        rope().insert(at, text);
        recorder.splice(field, at, 0, text);
    }

    @Override
    public void deleted(int at, int unit, int count) {
        if (at >= 0) {
            remove(at, count);
            return;
        }
        MergeWalk merge = requireWalk();
        for (int i = unit; i < unit + count; i++) {
            removed.append(
                    i < ItemTree.OLD
                            ? chars.charAt(log.contentOf(i))
                            : removed.charAt(log.deletionOf(merge.deleterOf(i))));
        }
    }

    private void remove(int at, int units) {
        rope().forEachStretch(at, at + units, removed::append);
        rope().delete(at, units);
        recorder.splice(field, at, units, "");
    }

    @Override
    public void assigned(int at, int unit, int event) {
        throw new IllegalStateException("a text has no items");
    }

    @Override
    void walkBegins() {
        base = null;
    }

    /** The text of the version being prepared: the author's view of a concurrent change. */
    private String preparedText() {
        MergeWalk merge = requireWalk();
        StringBuilder out = new StringBuilder();
        ItemTree tree = merge.tree();
        tree.seekFirst();
        for (ItemTree.Leaf leaf = tree.leaf; leaf != null; leaf = ItemTree.after(leaf)) {
            for (int i = 0; i < leaf.count; i++) {
                if (leaf.state[i] == ItemTree.PRESENT) {
                    append(out, leaf.id[i], leaf.length[i], merge.base() - 1);
                }
            }
        }
        return out.toString();
    }

    private void append(StringBuilder out, int id, int units, int critical) {
        if (id >= ItemTree.OLD) {
            String text = base;
            if (text == null) {
                text = textAt(critical);
                base = text;
            }
            out.append(text, id - ItemTree.OLD, id - ItemTree.OLD + units);
        } else {
            int from = log.contentOf(id);
            out.append(chars.substring(from, from + units));
        }
    }

    /** Replays the history up to a critical event. */
    private String textAt(int critical) {
        CharRope past = new CharRope();
        new MergeWalk(graph, log, actors, -1, 0).walk(critical + 1, new Splices() {
            @Override
            public void inserted(int at, int event, int count) {
                int from = log.contentOf(event);
                past.insert(at, chars.substring(from, from + count));
            }

            @Override
            public void deleted(int at, int unit, int count) {
                if (at >= 0) {
                    past.delete(at, count);
                }
            }

            @Override
            public void assigned(int at, int unit, int event) {
                throw new IllegalStateException("a text has no items");
            }
        });
        return past.toString();
    }
}
