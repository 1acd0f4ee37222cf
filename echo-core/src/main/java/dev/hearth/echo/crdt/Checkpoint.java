package dev.hearth.echo.crdt;

import java.util.Arrays;

/**
 * The version that the history of a text or list begins with when all before it was forgotten: how many events each
 * participant had made, whose last ones were the frontier, and by which events the units of the row are known. What
 * comes later follows this version as a whole, or is refused.
 */
final class Checkpoint {
    private final int[] participants;
    private final int[] made;
    private final boolean[] heads;
    private final int[] headActors;
    private final IntTable indexOf = new IntTable();
    private int runs;
    private int[] runActor = new int[4];
    private int[] runSeq = new int[4];
    private int[] runCount = new int[4];
    private long units;

    /** Takes the participants in the order of their keys, how many events each made, and whose last is a head. */
    Checkpoint(int[] participants, int[] made, boolean[] heads) {
        this.participants = participants;
        this.made = made;
        this.heads = heads;
        int[] at = new int[participants.length];
        int count = 0;
        for (int i = 0; i < participants.length; i++) {
            indexOf.put(participants[i], i);
            if (heads[i]) {
                at[count++] = participants[i];
            }
        }
        this.headActors = Arrays.copyOf(at, count);
    }

    /** The version in which a history is now, without units. */
    static Checkpoint of(EventGraph graph, Actors actors) {
        int[] ranked = CanonicalHistory.rank(graph, actors);
        int[] made = new int[ranked.length];
        boolean[] heads = new boolean[ranked.length];
        for (int i = 0; i < ranked.length; i++) {
            made[i] = graph.nextSeq(ranked[i]);
            heads[i] = graph.frontierHas(ranked[i], made[i] - 1);
        }
        return new Checkpoint(ranked, made, heads);
    }

    /** Adds units of the row, which one actor inserted one after the other. */
    void add(int actor, int seq, int count) {
        units += count;
        int last = runs - 1;
        if (last >= 0 && runActor[last] == actor && runSeq[last] + runCount[last] == seq) {
            runCount[last] += count;
            return;
        }
        if (runs == runActor.length) {
            runActor = Arrays.copyOf(runActor, runs * 2);
            runSeq = Arrays.copyOf(runSeq, runs * 2);
            runCount = Arrays.copyOf(runCount, runs * 2);
        }
        runActor[runs] = actor;
        runSeq[runs] = seq;
        runCount[runs++] = count;
    }

    /** Adds units of a row by their events. */
    void add(EventGraph graph, int event, int count) {
        int from = event;
        while (from < event + count) {
            int entry = graph.entryOf(from);
            int to = Math.min(event + count, graph.end(entry));
            add(graph.actor(entry), graph.seq(entry) + from - graph.start(entry), to - from);
            from = to;
        }
    }

    int participants() {
        return participants.length;
    }

    int participant(int index) {
        return participants[index];
    }

    /** How many events an actor had made. */
    int made(int actor) {
        int index = indexOf.get(actor);
        return index < 0 ? 0 : made[index];
    }

    int runs() {
        return runs;
    }

    int actor(int run) {
        return runActor[run];
    }

    int seq(int run) {
        return runSeq[run];
    }

    int count(int run) {
        return runCount[run];
    }

    long units() {
        return units;
    }

    /** How many events were the frontier. */
    int heads() {
        return headActors.length;
    }

    /** One of the actors whose last events were the frontier. */
    int headActor(int index) {
        return headActors[index];
    }

    /** Whether a version, as pairs of actor and number, names anything that was forgotten, or nothing at all. */
    boolean isBehind(long[] version) {
        for (int i = 0; i < version.length; i += 2) {
            if (version[i + 1] < made((int) version[i])) {
                return true;
            }
        }
        return version.length == 0;
    }

    /** Whether a version is this one. */
    boolean is(long[] version) {
        if (version.length != 2 * headActors.length) {
            return false;
        }
        for (int actor : headActors) {
            if (!Sequence.names(version, actor, made(actor) - 1)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes it as a column, for participants of whom some may have come later; units by the distance from where the
     * participant's units before them ended.
     */
    void write(ByteSink out, int[] all) {
        ByteSink column = new ByteSink();
        IntTable rankOf = new IntTable();
        for (int i = 0; i < all.length; i++) {
            int index = indexOf.get(all[i]);
            rankOf.put(all[i], i);
            column.varint(index < 0 ? 0 : 2L * made[index] + (heads[index] ? 1 : 0));
        }
        int[] expected = new int[all.length];
        for (int run = 0; run < runs; run++) {
            int participant = rankOf.get(runActor[run]);
            column.varint(participant);
            column.zigzag(runSeq[run] - expected[participant]);
            column.varint(runCount[run]);
            expected[participant] = runSeq[run] + runCount[run];
        }
        Columns.write(out, column.toByteArray());
    }

    /** Reads it, with no more units than the bytes around it can hold: to claim more is a lie. */
    static Checkpoint read(ByteSource from, int[] participants, long most) throws ChangeException {
        ByteSource in = new ByteSource(Columns.read(from));
        int[] made = new int[participants.length];
        boolean[] heads = new boolean[participants.length];
        for (int i = 0; i < participants.length; i++) {
            int code = in.varint();
            made[i] = code >>> 1;
            heads[i] = (code & 1) != 0;
            if (made[i] > Sequence.MAX_EVENTS || (heads[i] && made[i] == 0)) {
                throw malformed();
            }
        }
        Checkpoint checkpoint = new Checkpoint(participants, made, heads);
        int[] expected = new int[participants.length];
        while (in.remaining() > 0) {
            int participant = in.varint();
            if (participant >= participants.length) {
                throw malformed();
            }
            long seq = expected[participant] + in.zigzag();
            int count = in.varint();
            if (seq < 0 || count == 0 || seq + count > made[participant]) {
                throw malformed();
            }
            checkpoint.add(participants[participant], (int) seq, count);
            expected[participant] = (int) seq + count;
        }
        if (checkpoint.heads() == 0 || checkpoint.units > Math.min(most, Sequence.MAX_EVENTS)) {
            throw malformed();
        }
        return checkpoint;
    }

    static ChangeException malformed() {
        return new ChangeException("A checkpoint is malformed");
    }
}
