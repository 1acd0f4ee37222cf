package dev.hearth.echo.crdt;

/** Reads the saved history of a text: one walk tells which inserted units are the visible ones. */
final class SealedText {
    final OpLog log = new OpLog();
    final EventGraph graph = new EventGraph(log);
    final CharStore chars = new CharStore();
    private final int length;

    SealedText(Sealed sealed, Actors actors) throws ChangeException {
        ByteSource in = new ByteSource(sealed.columns());
        String visible = Chars.decode(Columns.read(in));
        MergeWalk walk = HistoryCodec.read(in, sealed.ranked(), graph, log, actors);
        String gone = Chars.decode(Columns.read(in));
        in.done();
        length = walk.mergedLength();
        if (graph.next() != sealed.events()
                || length != visible.length()
                || log.contentSize() != visible.length() + gone.length()) {
            throw new ChangeException("The columns of a text do not fit each other");
        }
        fill(new GoneUnits(walk), visible, gone);
    }

    private void fill(GoneUnits units, String visible, String gone) {
        char[] all = new char[visible.length() + gone.length()];
        int to = 0;
        int from = 0;
        for (int run = 0; run < log.runs(); run++) {
            if (log.kind(run) == OpLog.INSERT) {
                int end = log.end(run);
                for (int event = log.start(run); event < end; ) {
                    int until = units.alikeTo(event, end);
                    boolean isGone = units.isGone(event);
                    int first = isGone ? from : units.place(event);
                    (isGone ? gone : visible).getChars(first, first + until - event, all, to);
                    from += isGone ? until - event : 0;
                    to += until - event;
                    event = until;
                }
            }
        }
        chars.append(new String(all));
    }

    /** Appends what has happened since, each edit of which came after the whole frontier. */
    void append(EventGraph since, OpLog sinceLog, CharStore sinceChars) throws ChangeException {
        int now = length;
        for (int entry = 0; entry < since.entries(); entry++) {
            int from = since.start(entry);
            int to = since.end(entry);
            now += sinceLog.growth(from, to);
            int[] parents = since.parentsOf(entry);
            boolean fresh = graph.append(since.actor(entry), to - from, parents, parents.length);
            for (int run = sinceLog.runOf(from); from < to; run++) {
                int end = sinceLog.end(run);
                log.append(sinceLog.kind(run), sinceLog.position(run), end - from, fresh);
                fresh = false;
                from = end;
            }
            graph.noteLength(now);
        }
        chars.append(sinceChars.substring(0, sinceChars.size()));
        takeStands(since);
    }

    /** What was stated of the history before it was read must be what it says, or edits made meanwhile mean others. */
    private void takeStands(EventGraph since) throws ChangeException {
        for (int slot = 0; slot < since.actors(); slot++) {
            int actor = since.actorAt(slot);
            if (graph.nextSeq(actor) == 0 || graph.nextSeq(actor) != since.nextSeq(actor)) {
                throw new ChangeException("A participant of a text has other events than stated");
            }
            graph.expect(actor, since.expected(actor));
        }
        boolean same = graph.heads() == since.heads();
        for (int i = 0; i < since.heads() && same; i++) {
            same = graph.head(i) == since.head(i)
                    && graph.headActor(i) == since.headActor(i)
                    && graph.headSeq(i) == since.headSeq(i);
        }
        if (!same) {
            throw new ChangeException("The frontier of a text is another one than stated");
        }
    }
}
