package dev.hearth.echo.crdt;

import java.util.Arrays;

/**
 * Which inserted units of a history are no longer visible, and where the visible ones stand: the fruit of one whole
 * walk.
 */
final class GoneUnits {
    private final int[] place;

    GoneUnits(EventGraph graph, OpLog log, Actors actors) {
        this(walked(graph, log, actors), graph.next());
    }

    GoneUnits(MergeWalk walk, int events) {
        place = new int[events];
        Arrays.fill(place, -1);
        ItemTree tree = walk.tree();
        tree.seekFirst();
        int visible = 0;
        for (ItemTree.Leaf leaf = tree.leaf; leaf != null; leaf = ItemTree.after(leaf)) {
            for (int i = 0; i < leaf.count; i++) {
                for (int unit = 0; unit < leaf.length[i] && !leaf.gone[i]; unit++) {
                    place[leaf.id[i] + unit] = visible++;
                }
            }
        }
    }

    private static MergeWalk walked(EventGraph graph, OpLog log, Actors actors) {
        MergeWalk walk = new MergeWalk(graph, log, actors, -1, 0);
        walk.walk(graph.next(), null);
        return walk;
    }

    boolean isGone(int event) {
        return place[event] < 0;
    }

    /** The place of a visible unit. */
    int place(int event) {
        return place[event];
    }
}
