package dev.hearth.echo.crdt;

import java.util.Arrays;

/**
 * Which inserted units of a history are no longer visible, and where the visible ones stand: the fruit of one whole
 * walk, kept as stretches of visible units in the order of their events.
 */
final class GoneUnits {
    private final int runs;
    private final int[] start;
    private final int[] end;
    private final int[] place;
    /** The stretch found last: the next is likely to be near it. */
    private int near;

    GoneUnits(EventGraph graph, OpLog log, Actors actors) {
        MergeWalk walk = new MergeWalk(graph, log, actors, -1, 0);
        walk.walk(graph.next(), null);
        Longs id = new Longs();
        Longs length = new Longs();
        walk.tree().forEachVisible((event, count) -> {
            id.add(event);
            length.add(count);
        });
        runs = id.size();
        start = new int[runs];
        end = new int[runs];
        place = new int[runs];
        sort(id, length);
    }

    /** Brings the stretches from the order of the row into the order of their events. */
    private void sort(Longs id, Longs length) {
        long[] ordered = new long[runs];
        int[] standing = new int[runs];
        int visible = 0;
        for (int run = 0; run < runs; run++) {
            ordered[run] = id.get(run) << Integer.SIZE | run;
            standing[run] = visible;
            visible += (int) length.get(run);
        }
        Arrays.sort(ordered);
        for (int i = 0; i < runs; i++) {
            int run = (int) ordered[i];
            start[i] = (int) id.get(run);
            end[i] = start[i] + (int) length.get(run);
            place[i] = standing[run];
        }
    }

    /** The last stretch that begins at or before an event, or -1. */
    private int before(int event) {
        if (runs == 0 || event < start[0]) {
            return -1;
        }
        near = Ascending.floor(start, runs, event, near);
        return near;
    }

    boolean isGone(int event) {
        int run = before(event);
        return run < 0 || event >= end[run];
    }

    /** The place of a visible unit. */
    int place(int event) {
        int run = before(event);
        return place[run] + event - start[run];
    }
}
