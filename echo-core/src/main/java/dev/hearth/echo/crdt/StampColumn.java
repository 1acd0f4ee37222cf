package dev.hearth.echo.crdt;

import java.util.function.IntUnaryOperator;

/** Stamps: the actors, then the lamports. */
final class StampColumn {
    private final Longs actors = new Longs();
    private final Longs lamports = new Longs();

    void add(Stamp stamp, IntUnaryOperator numberOf) {
        add(stamp.actor(), stamp.lamport(), numberOf);
    }

    void add(int actor, long lamport, IntUnaryOperator numberOf) {
        actors.add(numberOf.applyAsInt(actor));
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
