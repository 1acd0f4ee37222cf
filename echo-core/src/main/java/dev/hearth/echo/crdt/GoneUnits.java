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
        this(walked(graph, log, actors));
    }

    GoneUnits(MergeWalk walk) {
        int count = 0;
        int[] id = new int[16];
        int[] length = new int[16];
        ItemTree tree = walk.tree();
        tree.seekFirst();
        for (ItemTree.Leaf leaf = tree.leaf; leaf != null; leaf = ItemTree.after(leaf)) {
            if (count + leaf.count > id.length) {
                int capacity = id.length * 2 + leaf.count;
                id = Arrays.copyOf(id, capacity);
                length = Arrays.copyOf(length, capacity);
            }
            for (int i = 0; i < leaf.count; i++) {
                if (!leaf.gone[i]) {
                    id[count] = leaf.id[i];
                    length[count++] = leaf.length[i];
                }
            }
        }
        runs = count;
        start = new int[runs];
        end = new int[runs];
        place = new int[runs];
        sort(id, length);
    }

    /** Brings the stretches from the order of the row into the order of their events. */
    private void sort(int[] id, int[] length) {
        long[] ordered = new long[runs];
        int[] standing = new int[runs];
        int visible = 0;
        for (int run = 0; run < runs; run++) {
            ordered[run] = (long) id[run] << Integer.SIZE | run;
            standing[run] = visible;
            visible += length[run];
        }
        Arrays.sort(ordered);
        for (int i = 0; i < runs; i++) {
            int run = (int) ordered[i];
            start[i] = id[run];
            end[i] = id[run] + length[run];
            place[i] = standing[run];
        }
    }

    private static MergeWalk walked(EventGraph graph, OpLog log, Actors actors) {
        MergeWalk walk = new MergeWalk(graph, log, actors, -1, 0);
        walk.walk(graph.next(), null);
        return walk;
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
