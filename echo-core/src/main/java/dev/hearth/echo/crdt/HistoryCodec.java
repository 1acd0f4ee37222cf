package dev.hearth.echo.crdt;

/**
 * The columns of a history: its graph (who, how many, after what), what each run did and how long, and where, as the
 * distance from where the run before it ended.
 */
final class HistoryCodec {
    private HistoryCodec() {}

    static void write(ByteSink out, CanonicalHistory history) {
        EventGraph graph = history.graph;
        IntTable rankOf = new IntTable();
        for (int i = 0; i < history.ranked.length; i++) {
            rankOf.put(history.ranked[i], i);
        }
        Checkpoint begun = graph.checkpoint();
        if (begun != null) {
            begun.write(out, history.ranked);
        }
        ByteSink entries = new ByteSink();
        for (int entry = graph.checkpointEntries(); entry < graph.entries(); entry++) {
            int start = graph.start(entry);
            int parents = graph.parentCount(entry);
            boolean chained = parents == 1 && graph.parent(entry, 0) == start - 1;
            entries.varint(rankOf.get(graph.actor(entry)));
            entries.varint(graph.end(entry) - start);
            entries.varint(chained ? 0 : parents + 1L);
            for (int i = 0; i < parents && !chained; i++) {
                entries.varint(start - graph.parent(entry, i));
            }
        }
        Columns.write(out, entries.toByteArray());
        OpLog log = history.log;
        BitWriter runs = new BitWriter(RunModel.CONTEXTS);
        RunModel model = new RunModel(runs);
        for (int run = graph.checkpointEnd() > 0 ? 1 : 0; run < log.runs(); run++) {
            model.code(log.kind(run), log.position(run), log.end(run) - log.start(run));
        }
        out.blob(runs.finish());
    }

    /** Lets an empty history begin with a checkpoint. */
    static void begin(Checkpoint begun, EventGraph graph, OpLog log) {
        graph.begin(begun);
        if (begun.units() > 0) {
            log.append(OpLog.INSERT, 0, (int) begun.units(), true);
        }
    }

    /** Reads a history and walks it, which tells how long the row was at every critical event; returns the walk. */
    static MergeWalk read(
            ByteSource in, int[] ranked, boolean fromCheckpoint, EventGraph graph, OpLog log, Actors actors)
            throws ChangeException {
        long most = (long) Columns.MAX_EXPANSION * (in.position() + in.remaining());
        if (fromCheckpoint) {
            begin(Checkpoint.read(in, ranked, most), graph, log);
            if (graph.holdsAnyTwice()) {
                throw Checkpoint.malformed();
            }
        }
        MergeWalk walk = new MergeWalk(graph, log, actors, -1, 0);
        ByteSource entries = new ByteSource(Columns.read(in));
        Runs runs = new Runs(in.blob(), most);
        while (entries.remaining() > 0) {
            int rank = entries.varint();
            int count = entries.varint();
            if (rank >= ranked.length || count == 0 || count > Sequence.MAX_EVENTS - graph.next()) {
                throw new ChangeException("An entry of a history is malformed");
            }
            int[] parents = parents(entries, graph.next());
            int end = graph.checkpointEnd();
            if (end > 0 && (parents.length == 0 || parents[0] < end - 1)) {
                throw new ChangeException("An entry of a history is malformed");
            }
            boolean fresh = graph.append(ranked[rank], count, parents, parents.length);
            runs.appendTo(log, count, fresh);
            if (graph.heads() == 1) { // else no length is noted
                walk.walk(graph.next(), null);
                graph.noteLength(walk.mergedLength());
            }
        }
        runs.done();
        walk.walk(graph.next(), null);
        return walk;
    }

    static void skip(ByteSource in, boolean fromCheckpoint) throws ChangeException {
        if (fromCheckpoint) {
            Columns.skip(in);
        }
        Columns.skip(in);
        in.skip(in.varint());
    }

    private static int[] parents(ByteSource in, int next) throws ChangeException {
        int code = in.varint();
        if (code == 0) {
            if (next == 0) {
                throw new ChangeException("An entry of a history is malformed");
            }
            return new int[] {next - 1};
        }
        if (code - 1 > in.remaining()) {
            throw new ChangeException("A count exceeds the bytes that remain");
        }
        int[] parents = new int[code - 1];
        int last = -1;
        for (int i = 0; i < parents.length; i++) {
            int distance = in.varint();
            parents[i] = next - distance;
            if (distance == 0 || parents[i] <= last) {
                throw new ChangeException("An entry of a history is malformed");
            }
            last = parents[i];
        }
        return parents;
    }

    /** Reads runs as far as entries need them. */
    private static final class Runs {
        private final BitReader coder;
        private final RunModel model;
        private final long most;

        /** Takes the column, and how many units the bytes can hold at most: to claim more is a lie. */
        Runs(byte[] runs, long most) throws ChangeException {
            this.coder = new BitReader(RunModel.CONTEXTS, runs);
            this.model = new RunModel(coder);
            this.most = most;
        }

        void appendTo(OpLog log, int events, boolean freshEntry) throws ChangeException {
            int left = events;
            boolean fresh = freshEntry;
            while (left > 0) {
                model.code(0, 0, 0);
                int kind = model.kind;
                int length = model.length;
                long position = model.position;
                if (coder.beyond() || length > left || position < 0 || position + length > Sequence.MAX_EVENTS) {
                    throw new ChangeException("A run of a history is malformed");
                }
                boolean removes = kind == OpLog.DELETE || kind == OpLog.BACKSPACE;
                if (length > (removes ? log.contentSize() : most - log.contentSize())) {
                    throw new ChangeException("A history claims more than it holds");
                }
                log.append(kind, (int) position, length, fresh);
                fresh = false;
                left -= length;
            }
        }

        void done() throws ChangeException {
            coder.done();
        }
    }
}
