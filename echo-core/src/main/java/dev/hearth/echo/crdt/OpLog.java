package dev.hearth.echo.crdt;

import java.util.Arrays;

/**
 * What the events of one text or list did, as runs: typing on, deleting on and deleting backwards are one run each. An
 * event inserts or deletes one unit, or assigns one item; positions are those that its author saw.
 */
final class OpLog {
    /** Inserts one unit after the other. */
    static final int INSERT = 0;
    /** Deletes at one place again and again. */
    static final int DELETE = 1;
    /** Deletes backwards; the position of the run is its lowest. */
    static final int BACKSPACE = 2;
    /** Assigns one item. */
    static final int SET = 3;

    private int next;
    private int runs;
    /** The run found last: the next is likely to be near it. */
    private int near;

    private int[] start = new int[2];
    private int[] position = new int[2];
    private int[] contentKind = new int[2];
    private int content;

    int runs() {
        return runs;
    }

    int start(int run) {
        return start[run];
    }

    int end(int run) {
        return run + 1 < runs ? start[run + 1] : next;
    }

    int kind(int run) {
        return contentKind[run] & 3;
    }

    int position(int run) {
        return position[run];
    }

    /** Where the content of an event that inserts or assigns lies. */
    int contentOf(int event) {
        int run = runOf(event);
        return contentStart(run) + event - start[run];
    }

    /** The how manieth deletion an event is, in a log from the beginning of a history without assignments. */
    int deletionOf(int event) {
        return event - contentStart(runOf(event));
    }

    /** Turns what was deleted backwards around, from the order of the events into that of the row or back. */
    void turnBackspaces(char[] deletions) {
        for (int run = 0; run < runs; run++) {
            if (kind(run) == BACKSPACE) {
                int low = deletionOf(start[run]);
                for (int high = low + end(run) - start[run] - 1; low < high; low++, high--) {
                    char kept = deletions[low];
                    deletions[low] = deletions[high];
                    deletions[high] = kept;
                }
            }
        }
    }

    int contentStart(int run) {
        return contentKind[run] >>> 2;
    }

    int contentSize() {
        return content;
    }

    int runOf(int event) {
        near = Ascending.floor(start, runs, event, near);
        return near;
    }

    void beginAt(int event) {
        next = event;
    }

    /** Appends events; {@code fresh} says that they are not simply the next of the same author. */
    void append(int kind, int at, int count, boolean fresh) {
        if (fresh) {
            add(kind, at, count);
            return;
        }
        int last = runs - 1;
        int lastKind = contentKind[last] & 3;
        if (kind == INSERT) {
            if (lastKind == INSERT && at == position[last] + next - start[last]) {
                next += count;
                content += count;
            } else {
                add(kind, at, count);
            }
        } else if (kind == SET || lastKind == INSERT || lastKind == SET) {
            add(kind, at, count);
        } else {
            appendDelete(kind, at, count);
        }
    }

    /** Appends the events of an entry of another log, or the rest of them from one on. */
    void append(OpLog other, int from, int to, boolean fresh) {
        int at = from;
        for (int run = other.runOf(from); at < to; run++) {
            int end = other.end(run);
            append(other.kind(run), other.position(run), end - at, fresh && at == from);
            at = end;
        }
    }

    /**
     * Appends a deletion to a deletion so that the runs depend on the single events only, not on how they were handed
     * over: the first event decides whether it continues the run, then the rest is looked at anew.
     */
    private void appendDelete(int kind, int at, int count) {
        int last = runs - 1;
        int lastKind = contentKind[last] & 3;
        boolean single = next - start[last] == 1;
        int firstAt = kind == BACKSPACE ? at + count - 1 : at;
        int joined;
        if (firstAt == position[last] && (single || lastKind == DELETE)) {
            joined = DELETE;
        } else if (firstAt == position[last] - 1 && (single || lastKind == BACKSPACE)) {
            joined = BACKSPACE;
        } else {
            add(kind, at, count);
            return;
        }
        contentKind[last] = (contentKind[last] & ~3) | joined;
        int here = kind == joined ? count : 1;
        next += here;
        if (joined == BACKSPACE) {
            position[last] -= here;
        }
        if (here < count) {
            append(kind, at, count - 1, false);
        }
    }

    private void add(int kind, int at, int count) {
        if (runs == start.length) {
            int capacity = runs * 3 / 2 + 2;
            start = Arrays.copyOf(start, capacity);
            position = Arrays.copyOf(position, capacity);
            contentKind = Arrays.copyOf(contentKind, capacity);
        }
        start[runs] = next;
        position[runs] = at;
        contentKind[runs++] = (content << 2) | (kind == BACKSPACE && count == 1 ? DELETE : kind);
        next += count;
        if (kind == INSERT || kind == SET) {
            content += count;
        }
    }

    /** By how much a plain sequence of events lengthens the row. */
    int growth(int from, int to) {
        int sum = 0;
        int end = to;
        int run = from >= to ? -1 : runOf(to - 1);
        while (run >= 0 && end > from) {
            int begin = Math.max(from, start[run]);
            int kind = contentKind[run] & 3;
            if (kind == INSERT) {
                sum += end - begin;
            } else if (kind != SET) {
                sum -= end - begin;
            }
            end = begin;
            run--;
        }
        return sum;
    }
}
