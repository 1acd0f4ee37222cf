package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks an event graph to find where concurrent edits belong in the merged row: the event graph walker of J. Gentle and
 * M. Kleppmann, "Collaborative Text Editing with Eg-walker: Better, Faster, Smaller" (EuroSys 2025).
 *
 * <p>The walk starts at a critical version, whose row it knows only as so many old units, and takes the events after it
 * in the order of arrival. Before an event is applied, the <em>version being prepared</em> is moved to the event's
 * parents by retreating what only that version has and advancing what only the parents have: a change of state of runs,
 * nothing is moved. In that version the position that the author wrote names a unit; in the merged version the same
 * unit has the position that the visible row needs. Runs of events are applied at once.
 *
 * <p>Concurrent insertions at one place are ordered as YjsMod and Fugue-max do (M. Weidner and M. Kleppmann, "The Art
 * of the Fugue", 2023), which interleaves neither forward nor backward typing: first by left origin, then by right
 * origin, then the smaller actor's text first.
 */
final class MergeWalk {
    private final EventGraph graph;
    private final OpLog log;
    private final Actors actors;
    private final ItemTree tree;
    private final VersionDiff diff;
    private final int base;
    private int next;
    private int[] version;
    private final Targets targets = new Targets();
    /**
     * Which events were the first to delete old units: by the first unit of a stretch its first event, or the
     * complement of it where the events go backwards.
     */
    private final TreeMap<Integer, Integer> oldDeleters = new TreeMap<>();

    private @Nullable Splices splices;

    /** Begins after a critical event (-1 for the empty beginning), at which the row had this length. */
    MergeWalk(EventGraph graph, OpLog log, Actors actors, int critical, int length) {
        this.graph = graph;
        this.log = log;
        this.actors = actors;
        this.base = critical + 1;
        this.next = critical + 1;
        this.tree = new ItemTree(base, length);
        this.diff = new VersionDiff(graph);
        this.version = critical < 0 ? new int[0] : new int[] {critical};
    }

    int base() {
        return base;
    }

    int next() {
        return next;
    }

    int preparedLength() {
        return tree.now();
    }

    int mergedLength() {
        return tree.merged();
    }

    ItemTree tree() {
        return tree;
    }

    /** Applies the events up to a number; tells what becomes visible, unless it is visible already (null). */
    void walk(int to, @Nullable Splices tell) {
        splices = tell;
        if (next >= to) {
            return;
        }
        tree.reach(to);
        int entry = graph.entryOf(next);
        while (next < to) {
            int begin = graph.start(entry);
            if (next == begin && !(graph.parentCount(entry) == 1 && isAt(graph.parent(entry, 0)))) {
                prepare(graph.parentsOf(entry));
            } else if (next > begin && !isAt(next - 1)) {
                prepare(new int[] {next - 1});
            }
            int end = Math.min(to, graph.end(entry));
            applyRuns(next, end, graph.actor(entry));
            next = end;
            version = new int[] {end - 1};
            entry++;
        }
    }

    /** Whether the version being prepared is that of one event. */
    private boolean isAt(int event) {
        return version.length == 1 && version[0] == event;
    }

    private void applyRuns(int from, int to, int actor) {
        int at = from;
        int run = log.runOf(from);
        while (at < to) {
            int end = Math.min(to, log.end(run));
            int begin = log.start(run);
            int position = log.position(run);
            switch (log.kind(run)) {
                case OpLog.INSERT -> insert(at, position + at - begin, end - at, actor);
                case OpLog.DELETE -> delete(at, position, end - at, false);
                case OpLog.BACKSPACE -> delete(at, position + log.end(run) - end, end - at, true);
                default -> assign(at, position);
            }
            at = end;
            run++;
        }
    }

    /** Moves the version being prepared. */
    void prepare(int[] to) {
        if (Arrays.equals(version, to)) {
            return;
        }
        diff.between(version, to);
        for (int i = 0; i < diff.onlyFirstSize; i += 2) {
            move(diff.onlyFirst[i], diff.onlyFirst[i + 1], -1);
        }
        for (int i = diff.onlySecondSize - 2; i >= 0; i -= 2) {
            move(diff.onlySecond[i], diff.onlySecond[i + 1], 1);
        }
        version = to;
    }

    private void move(int from, int to, int step) {
        int run = log.runOf(from);
        int at = from;
        while (at < to) {
            int end = Math.min(to, log.end(run));
            int kind = log.kind(run);
            if (kind == OpLog.INSERT) {
                shift(at, end - at, step);
            } else if (kind != OpLog.SET) {
                shiftTargets(at, end, step);
            }
            at = end;
            run++;
        }
    }

    private void shiftTargets(int from, int to, int step) {
        int at = from;
        for (int stretch = targets.find(from); at < to; stretch++) {
            int end = targets.end(stretch, to);
            shift(Math.min(targets.of(stretch, at), targets.of(stretch, end - 1)), end - at, step);
            at = end;
        }
    }

    private void shift(int id, int count, int step) {
        int left = count;
        int unit = id;
        while (left > 0) {
            tree.seek(unit);
            int here = isolate(left);
            ItemTree.Leaf leaf = tree.leaf;
            int was = leaf.state[tree.at];
            int is = was + step;
            leaf.state[tree.at] = is;
            if (was == ItemTree.PRESENT) {
                ItemTree.add(leaf, -here, 0);
            } else if (is == ItemTree.PRESENT) {
                ItemTree.add(leaf, here, 0);
            }
            unit += here;
            left -= here;
        }
    }

    /**
     * Cuts the run found so that it begins at the unit found and has at most so many units; returns how many it has.
     */
    private int isolate(int most) {
        int length = tree.leaf.length[tree.at];
        if (tree.offset == 0 && length <= most) {
            return length;
        }
        tree.room();
        if (tree.offset > 0) {
            tree.cut(tree.offset);
            tree.at++;
            tree.offset = 0;
        }
        length = tree.leaf.length[tree.at];
        if (length > most) {
            tree.cut(most);
            length = most;
        }
        return length;
    }

    private void delete(int event, int position, int count, boolean backwards) {
        int before = targets.size();
        int done = 0;
        while (done < count) {
            tree.seekNow(position);
            int here = isolate(count - done);
            ItemTree.Leaf leaf = tree.leaf;
            int at = tree.at;
            int id = leaf.id[at];
            if (backwards) {
                targets.add(event + count - done - here, here, id + here - 1, -1);
            } else {
                targets.add(event + done, here, id, 1);
            }
            leaf.state[at] = ItemTree.PRESENT + 1;
            Splices tell = splices;
            if (tell != null) {
                tell.deleted(leaf.gone[at] ? -1 : tree.mergedBefore(leaf, at), id, here);
            }
            if (leaf.gone[at]) {
                ItemTree.add(leaf, -here, 0);
            } else {
                leaf.gone[at] = true;
                if (id >= ItemTree.OLD) {
                    oldDeleters.put(id, backwards ? ~(event + count - done - 1) : event + done);
                }
                ItemTree.add(leaf, -here, -here);
            }
            done += here;
        }
        if (backwards) {
            targets.reverse(before, event + count);
        }
    }

    private void assign(int event, int position) {
        tree.seekNow(position);
        Splices tell = splices;
        if (tell != null) {
            boolean gone = tree.leaf.gone[tree.at];
            int at = gone ? -1 : tree.mergedBefore(tree.leaf, tree.at) + tree.offset;
            tell.assigned(at, tree.leaf.id[tree.at] + tree.offset, event);
        }
    }

    private void insert(int event, int position, int count, int actor) {
        int left = ItemTree.NONE;
        if (position == 0) {
            tree.seekFirst();
            tree.room();
        } else {
            tree.seekNow(position - 1);
            tree.room();
            left = tree.leaf.id[tree.at] + tree.offset;
            if (tree.offset + 1 < tree.leaf.length[tree.at]) {
                tree.cut(tree.offset + 1);
            }
            tree.at++;
        }
        int right = ItemTree.NONE;
        boolean contested = false;
        ItemTree.@Nullable Leaf leaf = tree.leaf;
        int at = tree.at;
        while (leaf != null) {
            if (at == leaf.count) {
                leaf = ItemTree.after(leaf);
                at = 0;
            } else if (leaf.state[at] == ItemTree.ABSENT) {
                contested = true;
                at++;
            } else {
                right = leaf.id[at];
                break;
            }
        }
        if (contested) {
            settle(left, right, actor);
            tree.room();
        }
        put(event, count, left, right);
    }

    /**
     * Puts new units at the place found, into the run of the unit to the left where they continue it. When that unit is
     * the event before, the run ends with it and is alive: nothing has happened since that could cut, delete or follow
     * it.
     */
    private void put(int event, int count, int left, int right) {
        ItemTree.Leaf leaf = tree.leaf;
        int at = tree.at;
        Splices tell = splices;
        if (tell != null) {
            tell.inserted(tree.mergedBefore(leaf, at), event, count);
        }
        int before = at - 1;
        if (before >= 0 && left == event - 1 && leaf.right[before] == right) {
            leaf.length[before] += count;
        } else {
            tree.insert(leaf, at, event, count, left, right);
        }
        ItemTree.add(leaf, count, count);
    }

    /**
     * Finds the place among concurrent insertions, from the place found on. An actor that is concurrent with itself
     * stands in the order of its events, of which this is the last.
     */
    private void settle(int left, int right, int actor) {
        ItemTree.Leaf startLeaf = tree.leaf;
        int startAt = tree.at;
        ItemTree.Leaf leaf = startLeaf;
        int at = startAt;
        ItemTree.Leaf bestLeaf = leaf;
        int bestAt = at;
        boolean scanning = false;
        while (true) {
            if (at == leaf.count) {
                ItemTree.Leaf after = ItemTree.after(leaf);
                if (after == null) {
                    break;
                }
                leaf = after;
                at = 0;
                if (isBehindAll(leaf, left, right, actor)) {
                    at = leaf.count;
                    scanning = false;
                    bestLeaf = leaf;
                    bestAt = at;
                }
                continue;
            }
            if (leaf.state[at] != ItemTree.ABSENT) {
                break;
            }
            int byLeft = compare(leaf.left[at], left, Integer.MIN_VALUE);
            if (byLeft < 0) {
                break;
            }
            if (byLeft == 0) {
                int byRight = compare(leaf.right[at], right, Integer.MAX_VALUE);
                if (byRight == 0 && precedes(actor, leaf.id[at])) {
                    break;
                }
                scanning = byRight < 0;
            }
            at++;
            if (!scanning) {
                bestLeaf = leaf;
                bestAt = at;
            }
        }
        tree.leaf = bestLeaf;
        tree.at = bestAt;
    }

    /** The event that deleted an old unit, which is gone, before all others. */
    int deleterOf(int unit) {
        Map.Entry<Integer, Integer> stretch = Objects.requireNonNull(oldDeleters.floorEntry(unit));
        int first = stretch.getValue();
        int offset = unit - stretch.getKey();
        return first >= 0 ? first + offset : ~first - offset;
    }

    Targets targets() {
        return targets;
    }

    /** Whether a leaf has only what was inserted at the very same place at the same time, by smaller actors. */
    private boolean isBehindAll(ItemTree.Leaf leaf, int left, int right, int actor) {
        for (int i = 0; i < leaf.count; i++) {
            if (leaf.state[i] != ItemTree.ABSENT || leaf.left[i] != left || leaf.right[i] != right) {
                return false;
            }
        }
        return !precedes(actor, leaf.id[leaf.count - 1]);
    }

    /** What a deletion that was walked deleted. */
    int target(int event) {
        return targets.of(event);
    }

    /** Compares the places of two units in the row. */
    int compare(int a, int b) {
        return compare(a, b, 0);
    }

    /** Compares the places of two units in the row; {@code none} is the place of no unit. */
    private int compare(int a, int b, int none) {
        if (a == b) {
            return 0;
        }
        if (a == ItemTree.NONE) {
            return none;
        }
        if (b == ItemTree.NONE) {
            return -Integer.signum(none);
        }
        tree.seek(a);
        ItemTree.Leaf leaf = tree.leaf;
        int at = tree.at;
        int offset = tree.offset;
        tree.seek(b);
        if (leaf != tree.leaf) {
            return Long.compare(ItemTree.path(leaf), ItemTree.path(tree.leaf));
        }
        return at != tree.at ? Integer.compare(at, tree.at) : Integer.compare(offset, tree.offset);
    }

    private boolean precedes(int actor, int other) {
        return actors.compare(actor, graph.actor(graph.entryOf(other))) < 0;
    }
}
