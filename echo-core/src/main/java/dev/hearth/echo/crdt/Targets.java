package dev.hearth.echo.crdt;

import java.util.Arrays;

/**
 * Which unit each deleting event deleted: stretches of events in ascending order, whose units go up or down one by one.
 */
final class Targets {
    private int size;
    private int[] start = new int[16];
    private int[] unit = new int[16];
    private byte[] step = new byte[16];
    /** Where the stretch added last ends. */
    private int end;
    /** The stretch found last: the next is likely to be near it. */
    private int near;

    int size() {
        return size;
    }

    /** Adds a stretch by its first event and the unit which that one deleted. */
    void add(int event, int count, int first, int direction) {
        int last = size - 1;
        if (last < 0
                || event != end
                || step[last] != direction
                || unit[last] + direction * (event - start[last]) != first) {
            if (size == start.length) {
                start = Arrays.copyOf(start, size * 2);
                unit = Arrays.copyOf(unit, size * 2);
                step = Arrays.copyOf(step, size * 2);
            }
            start[size] = event;
            unit[size] = first;
            step[size++] = (byte) direction;
        }
        end = event + count;
    }

    /** Turns the stretches from one on around, which were added from the last event to the first. */
    void reverse(int from, int endOfAll) {
        end = endOfAll;
        for (int low = from, high = size - 1; low < high; low++, high--) {
            swap(start, low, high);
            swap(unit, low, high);
            byte kept = step[low];
            step[low] = step[high];
            step[high] = kept;
        }
    }

    private static void swap(int[] in, int one, int other) {
        int kept = in[one];
        in[one] = in[other];
        in[other] = kept;
    }

    /** The stretch that holds a deleting event. */
    int find(int event) {
        near = Ascending.floor(start, size, event, near);
        return near;
    }

    int of(int event) {
        return of(find(event), event);
    }

    int of(int stretch, int event) {
        return unit[stretch] + step[stretch] * (event - start[stretch]);
    }

    /** Where a stretch of deleting events, all of which lie before a limit, ends. */
    int end(int stretch, int limit) {
        return stretch + 1 < size ? Math.min(limit, start[stretch + 1]) : limit;
    }
}
