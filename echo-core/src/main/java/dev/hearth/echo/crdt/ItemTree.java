package dev.hearth.echo.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The row of all units that a merge knows, dead or alive, as runs in a B-tree with three sums a child: units present in
 * the version being prepared, units present in the merged version, and units older than the merge, which are known only
 * by their place. Leaves hold the runs in parallel arrays. A run of events is found by its first event through a bitmap
 * and pages of leaves, which exist where runs begin; an old run by its place among the old ones.
 */
final class ItemTree {
    /** Numbers from here on name units that are older than the merge. */
    static final int OLD = 1 << 30;

    static final int NONE = -1;
    static final int WIDTH = 32;
    /** An item's state in the version being prepared: not yet inserted, inserted, then one more for every deletion. */
    static final int ABSENT = 0;

    static final int PRESENT = 1;

    /** What leaves and inner nodes share. */
    static class Node {
        @Nullable Inner parent;

        int count;
    }

    /** A node of nodes. */
    static final class Inner extends Node {
        final Node[] child = new Node[WIDTH];
        final int[] now = new int[WIDTH];
        final int[] merged = new int[WIDTH];
        final int[] old = new int[WIDTH];
    }

    /** A node of runs. */
    static final class Leaf extends Node {
        final int[] id = new int[WIDTH];
        final int[] length = new int[WIDTH];
        final int[] left = new int[WIDTH];
        final int[] right = new int[WIDTH];
        final int[] state = new int[WIDTH];
        final boolean[] gone = new boolean[WIDTH];
    }

    private final int base;
    private Inner root = new Inner();
    private long[] begins = new long[4];
    private Leaf[][] leafOfBegin = new Leaf[4][];

    /** The place found last: a run in a leaf and an offset in it. */
    Leaf leaf;

    int at;
    int offset;

    /** Starts with a row of old units; events are numbered from {@code base}. */
    ItemTree(int base, int oldUnits) {
        this.base = base;
        leaf = new Leaf();
        leaf.parent = root;
        root.child[0] = leaf;
        root.count = 1;
        if (oldUnits > 0) {
            leaf.count = 1;
            leaf.id[0] = OLD;
            leaf.length[0] = oldUnits;
            leaf.left[0] = NONE;
            leaf.right[0] = NONE;
            leaf.state[0] = PRESENT;
            root.now[0] = oldUnits;
            root.merged[0] = oldUnits;
            root.old[0] = oldUnits;
        }
    }

    int now() {
        return sum(root.now, root.count);
    }

    int merged() {
        return sum(root.merged, root.count);
    }

    private static int sum(int[] of, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += of[i];
        }
        return sum;
    }

    void seekFirst() {
        Node node = root;
        while (node instanceof Inner inner) {
            node = inner.child[0];
        }
        leaf = (Leaf) node;
        at = 0;
        offset = 0;
    }

    /** Takes runs of units by their first events. */
    interface Runs {
        void run(int event, int count);
    }

    /** Tells the units that the merged version shows, in order; none of them may be old. */
    void forEachVisible(Runs tell) {
        seekFirst();
        for (Leaf visited = leaf; visited != null; visited = after(visited)) {
            for (int i = 0; i < visited.count; i++) {
                if (!visited.gone[i]) {
                    tell.run(visited.id[i], visited.length[i]);
                }
            }
        }
    }

    /** Finds the unit at a position of the version being prepared. */
    void seekNow(int position) {
        int rest = position;
        Node node = root;
        while (node instanceof Inner inner) {
            int i = 0;
            while (rest >= inner.now[i]) {
                rest -= inner.now[i++];
            }
            node = inner.child[i];
        }
        Leaf found = (Leaf) node;
        int i = 0;
        while (found.state[i] != PRESENT || rest >= found.length[i]) {
            if (found.state[i] == PRESENT) {
                rest -= found.length[i];
            }
            i++;
        }
        leaf = found;
        at = i;
        offset = rest;
    }

    /** Finds a unit by its name. */
    void seek(int id) {
        if (id >= OLD) {
            seekOld(id - OLD);
            return;
        }
        int index = id - base;
        int word = index >>> 6;
        long bits = begins[word] << (63 - (index & 63));
        int begin;
        if (bits != 0) {
            begin = index - Long.numberOfLeadingZeros(bits);
        } else {
            do {
                word--;
            } while (begins[word] == 0);
            begin = (word << 6) + 63 - Long.numberOfLeadingZeros(begins[word]);
        }
        leaf = leafOfBegin[begin >>> 6][begin & 63];
        int wanted = begin + base;
        int i = 0;
        while (leaf.id[i] != wanted) {
            i++;
        }
        at = i;
        offset = index - begin;
    }

    private void seekOld(int place) {
        int rest = place;
        Node node = root;
        while (node instanceof Inner inner) {
            int i = 0;
            while (rest >= inner.old[i]) {
                rest -= inner.old[i++];
            }
            node = inner.child[i];
        }
        leaf = (Leaf) node;
        int i = 0;
        while (leaf.id[i] < OLD || place + OLD - leaf.id[i] >= leaf.length[i]) {
            i++;
        }
        at = i;
        offset = place + OLD - leaf.id[i];
    }

    /** How many units of the merged version stand before a run. */
    int mergedBefore(Leaf of, int index) {
        int sum = 0;
        for (int i = 0; i < index; i++) {
            if (!of.gone[i]) {
                sum += of.length[i];
            }
        }
        Node node = of;
        for (Inner inner = node.parent; inner != null; inner = node.parent) {
            for (int i = 0; inner.child[i] != node; i++) {
                sum += inner.merged[i];
            }
            node = inner;
        }
        return sum;
    }

    /** The path to a leaf as a number, greater for what stands further right. */
    static long path(Leaf of) {
        long path = 0;
        int shift = 0;
        Node node = of;
        for (Inner inner = node.parent; inner != null; inner = node.parent) {
            path |= (long) indexIn(inner, node) << shift;
            shift += 5;
            node = inner;
        }
        return path;
    }

    private static int indexIn(Inner inner, Node node) {
        int i = 0;
        while (inner.child[i] != node) {
            i++;
        }
        return i;
    }

    /** The leaf to the right, or null. */
    static @Nullable Leaf after(Leaf of) {
        Node node = of;
        for (Inner inner = node.parent; inner != null; inner = node.parent) {
            int i = indexIn(inner, node) + 1;
            if (i < inner.count) {
                Node down = inner.child[i];
                while (down instanceof Inner deeper) {
                    down = deeper.child[0];
                }
                return (Leaf) down;
            }
            node = inner;
        }
        return null;
    }

    /** Adds to the sums above a leaf. */
    static void add(Leaf of, int now, int merged) {
        Node node = of;
        for (Inner inner = node.parent; inner != null; inner = node.parent) {
            int i = indexIn(inner, node);
            inner.now[i] += now;
            inner.merged[i] += merged;
            node = inner;
        }
    }

    /** Makes room for two more runs in the leaf found; the place found stays the same run. */
    void room() {
        if (leaf.count <= WIDTH - 2) {
            return;
        }
        Leaf right = split(leaf);
        if (at >= leaf.count) {
            at -= leaf.count;
            leaf = right;
        }
    }

    private Leaf split(Leaf left) {
        Leaf right = new Leaf();
        int from = left.count / 2;
        int moved = left.count - from;
        System.arraycopy(left.id, from, right.id, 0, moved);
        System.arraycopy(left.length, from, right.length, 0, moved);
        System.arraycopy(left.left, from, right.left, 0, moved);
        System.arraycopy(left.right, from, right.right, 0, moved);
        System.arraycopy(left.state, from, right.state, 0, moved);
        System.arraycopy(left.gone, from, right.gone, 0, moved);
        left.count = from;
        right.count = moved;
        int now = 0;
        int merged = 0;
        int old = 0;
        for (int i = 0; i < moved; i++) {
            int length = right.length[i];
            now += right.state[i] == PRESENT ? length : 0;
            merged += right.gone[i] ? 0 : length;
            if (right.id[i] >= OLD) {
                old += length;
            } else {
                begin(right.id[i], right);
            }
        }
        insertAfter(left, right, now, merged, old);
        return right;
    }

    private void insertAfter(Node left, Node right, int now, int merged, int old) {
        @Nullable Inner inner = left.parent;
        if (inner == null) {
            inner = newRoot((Inner) left);
            inner.now[0] += now;
            inner.merged[0] += merged;
            inner.old[0] += old;
        } else if (inner.count == WIDTH) {
            inner = splitInner(inner, left);
        }
        int i = indexIn(inner, left) + 1;
        int tail = inner.count - i;
        System.arraycopy(inner.child, i, inner.child, i + 1, tail);
        System.arraycopy(inner.now, i, inner.now, i + 1, tail);
        System.arraycopy(inner.merged, i, inner.merged, i + 1, tail);
        System.arraycopy(inner.old, i, inner.old, i + 1, tail);
        inner.child[i] = right;
        inner.now[i] = now;
        inner.merged[i] = merged;
        inner.old[i] = old;
        inner.now[i - 1] -= now;
        inner.merged[i - 1] -= merged;
        inner.old[i - 1] -= old;
        inner.count++;
        right.parent = inner;
    }

    private Inner newRoot(Inner only) {
        Inner top = new Inner();
        top.child[0] = only;
        top.now[0] = sum(only.now, only.count);
        top.merged[0] = sum(only.merged, only.count);
        top.old[0] = sum(only.old, only.count);
        top.count = 1;
        only.parent = top;
        root = top;
        return top;
    }

    /** Halves a node; returns the half that holds a child. */
    private Inner splitInner(Inner left, Node child) {
        Inner right = new Inner();
        int from = left.count / 2;
        int moved = left.count - from;
        System.arraycopy(left.child, from, right.child, 0, moved);
        System.arraycopy(left.now, from, right.now, 0, moved);
        System.arraycopy(left.merged, from, right.merged, 0, moved);
        System.arraycopy(left.old, from, right.old, 0, moved);
        for (int i = 0; i < moved; i++) {
            right.child[i].parent = right;
            left.child[from + i] = right;
            left.now[from + i] = 0;
            left.merged[from + i] = 0;
            left.old[from + i] = 0;
        }
        left.count = from;
        right.count = moved;
        insertAfter(left, right, sum(right.now, moved), sum(right.merged, moved), sum(right.old, moved));
        return child.parent == right ? right : left;
    }

    /** Cuts the run found, which must have room, before one of its units; the place found stays its first part. */
    void cut(int units) {
        Leaf in = leaf;
        int i = at;
        shift(in, i + 1);
        int id = in.id[i] + units;
        in.id[i + 1] = id;
        in.length[i + 1] = in.length[i] - units;
        in.left[i + 1] = id - 1;
        in.right[i + 1] = in.right[i];
        in.state[i + 1] = in.state[i];
        in.gone[i + 1] = in.gone[i];
        in.length[i] = units;
        if (id < OLD) {
            begin(id, in);
        }
    }

    /** Puts a new run, present in both versions, before a place that has room. */
    void insert(Leaf in, int index, int id, int length, int left, int right) {
        shift(in, index);
        in.id[index] = id;
        in.length[index] = length;
        in.left[index] = left;
        in.right[index] = right;
        in.state[index] = PRESENT;
        in.gone[index] = false;
        begin(id, in);
    }

    private void begin(int id, Leaf in) {
        int index = id - base;
        int page = index >>> 6;
        Leaf[] leaves = leafOfBegin[page];
        if (leaves == null) {
            leaves = new Leaf[Long.SIZE];
            leafOfBegin[page] = leaves;
        }
        begins[page] |= 1L << (index & 63);
        leaves[index & 63] = in;
    }

    /** Makes the tables large enough for events below a number. */
    void reach(int event) {
        int pages = ((event - base) >>> 6) + 1;
        if (pages > begins.length) {
            int capacity = Math.max(pages, begins.length * 3 / 2);
            leafOfBegin = Arrays.copyOf(leafOfBegin, capacity);
            begins = Arrays.copyOf(begins, capacity);
        }
    }

    private static void shift(Leaf in, int index) {
        int tail = in.count - index;
        if (tail > 0) {
            System.arraycopy(in.id, index, in.id, index + 1, tail);
            System.arraycopy(in.length, index, in.length, index + 1, tail);
            System.arraycopy(in.left, index, in.left, index + 1, tail);
            System.arraycopy(in.right, index, in.right, index + 1, tail);
            System.arraycopy(in.state, index, in.state, index + 1, tail);
            System.arraycopy(in.gone, index, in.gone, index + 1, tail);
        }
        in.count++;
    }
}
