package dev.hearth.echo.crdt;

import java.util.Arrays;

/** The actors of an archive, numbered as they first come. */
final class ArchiveRanks {
    private final Actors actors;
    private final IntTable rankOf = new IntTable();
    private int[] ranked = new int[4];
    private int size;
    private int lastActor = -1;
    private int lastRank;

    ArchiveRanks(Actors actors) {
        this.actors = actors;
    }

    int of(int actor) {
        if (actor == lastActor) {
            return lastRank;
        }
        int rank = rankOf.get(actor);
        if (rank < 0) {
            rank = size;
            if (size == ranked.length) {
                ranked = Arrays.copyOf(ranked, size * 2);
            }
            ranked[size++] = actor;
            rankOf.put(actor, rank);
        }
        lastActor = actor;
        lastRank = rank;
        return rank;
    }

    void write(ColumnSink out) {
        out.number(size);
        for (int rank = 0; rank < size; rank++) {
            out.plain(actors.keyOf(ranked[rank]));
        }
    }
}
