package dev.hearth.echo.crdt;

import java.nio.CharBuffer;

/**
 * The history of one text by itself: its authors, its columns, and all that was ever inserted, in the order of its
 * events. Nothing in it says what is visible: that follows from merging it from the beginning, as a replica does that
 * has nothing. So a text that is stored beside its history can be held against it.
 */
public final class TextHistory {
    private TextHistory() {}

    /**
     * Writes the history of a text.
     *
     * @throws IllegalArgumentException when the object has no such text, or its history was forgotten
     * @throws ChangeException when the history that it was loaded with is damaged
     */
    public static byte[] write(ObjectState state, String field) throws ChangeException {
        TextSequence text = state.textSequence(field);
        if (text == null) {
            throw new IllegalArgumentException("no text " + field);
        }
        text.open();
        if (text.graph.checkpoint() != null) {
            throw new IllegalArgumentException("the history of " + field + " was forgotten");
        }
        CanonicalHistory history = new CanonicalHistory(text.graph, text.log, text.actors);
        ByteSink out = new ByteSink();
        out.varint(history.ranked.length);
        for (int actor : history.ranked) {
            out.raw(text.actors.keyOf(actor));
        }
        HistoryCodec.write(out, history);
        Columns.write(out, Chars.encode(inserted(text, history)));
        return out.toByteArray();
    }

    private static String inserted(TextSequence text, CanonicalHistory history) {
        CharBuffer out = CharBuffer.allocate(text.chars().size());
        history.forEachRun((run, from, to) -> {
            if (text.log.kind(run) == OpLog.INSERT) {
                int content = text.log.contentOf(from);
                text.chars().copy(content, content + to - from, out);
            }
        });
        return new String(out.array());
    }

    /**
     * Reads a history, merges it from the beginning and returns the text that every replica which has all of it shows.
     *
     * @throws ChangeException when the bytes are no history
     */
    @SuppressWarnings("IllegalCatch")
    public static String merge(byte[] history, Actors actors) throws ChangeException {
        try {
            ByteSource in = new ByteSource(history);
            int[] ranked = new int[in.count(Actors.KEY_LENGTH)];
            for (int i = 0; i < ranked.length; i++) {
                ranked[i] = actors.intern(in.raw(Actors.KEY_LENGTH));
            }
            OpLog log = new OpLog();
            MergeWalk walk = HistoryCodec.read(in, ranked, false, new EventGraph(log), log, actors);
            String inserted = Chars.decode(Columns.read(in));
            in.done();
            if (inserted.length() != log.contentSize()) {
                throw new ChangeException("The columns of a text do not fit each other");
            }
            return visible(walk.tree(), log, inserted);
        } catch (RuntimeException e) {
            throw new ChangeException("A history contradicts itself", e);
        }
    }

    private static String visible(ItemTree tree, OpLog log, String inserted) {
        StringBuilder out = new StringBuilder(tree.merged());
        tree.forEachVisible((event, count) -> {
            int from = log.contentOf(event);
            out.append(inserted, from, from + count);
        });
        return out.toString();
    }
}
