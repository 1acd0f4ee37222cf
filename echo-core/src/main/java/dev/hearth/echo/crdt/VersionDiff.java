package dev.hearth.echo.crdt;

import java.util.Arrays;

/**
 * Finds what lies between two versions of an event graph: the ranges of events that only the first has and those that
 * only the second has, walking back from both through whole entries until what is left is common.
 */
final class VersionDiff {
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int BOTH = 3;

    private final EventGraph graph;
    private long[] heap = new long[16];
    private int size;
    private int common;

    /** Ranges (from, to exclusive) that only the first version has, latest first. */
    int[] onlyFirst = new int[16];

    int onlyFirstSize;
    /** Ranges (from, to exclusive) that only the second version has, latest first. */
    int[] onlySecond = new int[16];

    int onlySecondSize;

    VersionDiff(EventGraph graph) {
        this.graph = graph;
    }

    void between(int[] first, int[] second) {
        size = 0;
        common = 0;
        onlyFirstSize = 0;
        onlySecondSize = 0;
        for (int event : first) {
            push(event, FIRST);
        }
        for (int event : second) {
            push(event, SECOND);
        }
        while (size > common) {
            step();
        }
    }

    private void step() {
        long top = pop();
        int event = (int) (top >>> 2);
        int sides = (int) (top & 3);
        int entry = graph.entryOf(event);
        int begin = graph.start(entry);
        while (size > 0 && (int) (heap[0] >>> 2) >= begin) {
            long other = pop();
            int at = (int) (other >>> 2);
            int otherSides = (int) (other & 3);
            if (otherSides != sides) {
                emit(at + 1, event + 1, sides);
                event = at;
                sides |= otherSides;
            }
        }
        emit(begin, event + 1, sides);
        for (int i = 0; i < graph.parentCount(entry); i++) {
            push(graph.parent(entry, i), sides);
        }
    }

    private void emit(int from, int to, int sides) {
        if (from >= to || sides == BOTH) {
            return;
        }
        if (sides == FIRST) {
            if (onlyFirstSize + 2 > onlyFirst.length) {
                onlyFirst = Arrays.copyOf(onlyFirst, onlyFirst.length * 2);
            }
            onlyFirst[onlyFirstSize++] = from;
            onlyFirst[onlyFirstSize++] = to;
        } else {
            if (onlySecondSize + 2 > onlySecond.length) {
                onlySecond = Arrays.copyOf(onlySecond, onlySecond.length * 2);
            }
            onlySecond[onlySecondSize++] = from;
            onlySecond[onlySecondSize++] = to;
        }
    }

    private void push(int event, int sides) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        common += sides == BOTH ? 1 : 0;
        long value = ((long) event << 2) | sides;
        int at = size++;
        while (at > 0 && heap[(at - 1) >> 1] < value) {
            heap[at] = heap[(at - 1) >> 1];
            at = (at - 1) >> 1;
        }
        heap[at] = value;
    }

    private long pop() {
        long top = heap[0];
        long last = heap[--size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[child] <= last) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        common -= (top & 3) == BOTH ? 1 : 0;
        return top;
    }
}
