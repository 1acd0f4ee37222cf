package dev.hearth.echo.crdt;

/**
 * Tells which event a visible unit is and where the unit of an event stands: a walk of the whole history that goes on
 * as the history grows. It exists only where somebody asks, such as for cursors and marks.
 */
final class UnitIndex {
    private final EventGraph graph;
    private final MergeWalk walk;

    UnitIndex(EventGraph graph, OpLog log, Actors actors) {
        this.graph = graph;
        this.walk = new MergeWalk(graph, log, actors, -1, 0);
    }

    private ItemTree tree() {
        walk.walk(graph.next(), null);
        walk.prepare(graph.frontier());
        return walk.tree();
    }

    /** The event that inserted the unit at a place. */
    int eventAt(int place) {
        ItemTree tree = tree();
        tree.seekNow(place);
        return tree.leaf.id[tree.at] + tree.offset;
    }

    /** How many visible units stand before the unit of an event, visible or not. */
    int placeOf(int event) {
        ItemTree tree = tree();
        tree.seek(event);
        int before = tree.mergedBefore(tree.leaf, tree.at);
        return tree.leaf.gone[tree.at] ? before : before + tree.offset;
    }

    /** The event that inserted the unit that an event deleted. */
    int targetOf(int event) {
        tree();
        return walk.target(event);
    }

    /** How many events deleted a unit. */
    int deletions(int event) {
        ItemTree tree = tree();
        tree.seek(event);
        return tree.leaf.state[tree.at] - ItemTree.PRESENT;
    }

    /** Compares where two units stand, visible or not. */
    int compare(int one, int other) {
        tree();
        return walk.compare(one, other);
    }

    boolean isGone(int event) {
        ItemTree tree = tree();
        tree.seek(event);
        return tree.leaf.gone[tree.at];
    }
}
