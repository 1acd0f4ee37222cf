package dev.hearth.echo.crdt;

import java.util.Arrays;

/** A growing row of numbers. */
final class Longs {
    private long[] values = new long[8];
    private int size;

    int size() {
        return size;
    }

    long get(int index) {
        return values[index];
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }
}
