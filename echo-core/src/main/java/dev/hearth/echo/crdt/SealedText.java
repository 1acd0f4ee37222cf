package dev.hearth.echo.crdt;

import java.util.BitSet;

/** Reads the saved history of a text: one walk tells which inserted units are the visible and the deleted ones. */
final class SealedText {
    final OpLog log = new OpLog();
    final EventGraph graph = new EventGraph(log);
    final CharStore chars = new CharStore();
    final CharStore removed = new CharStore();
    private final int length;

    SealedText(Sealed sealed, Actors actors) throws ChangeException {
        ByteSource in = new ByteSource(sealed.columns());
        String visible = Chars.decode(Columns.read(in));
        MergeWalk walk = HistoryCodec.read(in, sealed.ranked(), sealed.fromCheckpoint(), graph, log, actors);
        String deleted = Chars.decode(Columns.read(in));
        in.done();
        length = walk.mergedLength();
        if (graph.next() != sealed.events()
                || length != visible.length()
                || deleted.length() != graph.next() - log.contentSize()) {
            throw new ChangeException("The columns of a text do not fit each other");
        }
        char[] inserted = new char[log.contentSize()];
        place(visible, walk.tree(), inserted);
        char[] units = deleted.toCharArray();
        log.turnBackspaces(units);
        place(units, walk.targets(), inserted);
        chars.append(inserted, 0, inserted.length);
        removed.append(units, 0, units.length);
    }

    /** Puts what is visible where it was inserted. */
    private void place(String visible, ItemTree tree, char[] inserted) {
        int[] from = {0};
        tree.forEachVisible((event, count) -> {
            visible.getChars(from[0], from[0] + count, inserted, log.contentOf(event));
            from[0] += count;
        });
    }

    /** Puts what was deleted where it was inserted; what several deleted must be the same for all. */
    private void place(char[] deleted, Targets targets, char[] inserted) throws ChangeException {
        BitSet known = new BitSet();
        int deletion = 0;
        for (int run = 0; run < log.runs(); run++) {
            int end = log.kind(run) == OpLog.INSERT ? log.start(run) : log.end(run);
            for (int event = log.start(run); event < end; event++) {
                int at = log.contentOf(targets.of(event));
                if (known.get(at) && inserted[at] != deleted[deletion]) {
                    throw new ChangeException("The columns of a text do not fit each other");
                }
                known.set(at);
                inserted[at] = deleted[deletion++];
            }
        }
    }

    /** Appends what has happened since, each edit of which came after the whole frontier. */
    void append(EventGraph since, OpLog sinceLog, CharStore sinceChars, CharStore sinceRemoved) throws ChangeException {
        int now = length;
        for (int entry = 0; entry < since.entries(); entry++) {
            int from = since.start(entry);
            int to = since.end(entry);
            now += sinceLog.growth(from, to);
            int[] parents = since.parentsOf(entry);
            boolean fresh = graph.append(since.actor(entry), to - from, parents, parents.length);
            log.append(sinceLog, from, to, fresh);
            graph.noteLength(now);
        }
        chars.append(sinceChars.substring(0, sinceChars.size()));
        removed.append(sinceRemoved.substring(0, sinceRemoved.size()));
        Sequence.takeStands(graph, since);
    }
}
