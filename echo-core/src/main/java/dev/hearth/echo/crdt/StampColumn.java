package dev.hearth.echo.crdt;

/** Stamps: the actors, then the lamports. */
final class StampColumn {
    private final Longs actors = new Longs();
    private final Longs lamports = new Longs();

    void add(Stamp stamp, ArchiveRanks ranks) {
        add(stamp.actor(), stamp.lamport(), ranks);
    }

    void add(int actor, long lamport, ArchiveRanks ranks) {
        actors.add(ranks.of(actor));
        lamports.add(lamport);
    }

    int size() {
        return actors.size();
    }

    void write(ColumnSink out) {
        out.numbers(actors);
        out.numbers(lamports);
    }

    /** What was read: parallel arrays. */
    @SuppressWarnings("ArrayRecordComponent")
    record Stamps(int[] actors, long[] lamports) {
        void raise(int index, Stamp stamp, Actors all) {
            stamp.raise(lamports[index], actors[index], all);
        }
    }

    static Stamps read(ColumnSource in, int count, int[] ranked) throws ChangeException {
        int[] actors = in.actors(count, ranked);
        return new Stamps(actors, in.lamports(count));
    }
}
