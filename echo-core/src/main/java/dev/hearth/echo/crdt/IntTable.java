package dev.hearth.echo.crdt;

import java.util.Arrays;

/** Maps small non-negative numbers to numbers without boxing: open addressing, nothing is ever removed. */
final class IntTable {
    private static final int FREE = -1;

    private static final int[] NONE = {FREE};

    private int[] keys = NONE;
    private int[] values = NONE;
    private int size;

    /** Returns the value of a key, or -1. */
    int get(int key) {
        int mask = keys.length - 1;
        int at = spread(key) & mask;
        while (keys[at] != FREE) {
            if (keys[at] == key) {
                return values[at];
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    void put(int key, int value) {
        if ((size + 1) * 2 > keys.length) {
            grow();
        }
        int mask = keys.length - 1;
        int at = spread(key) & mask;
        while (keys[at] != FREE && keys[at] != key) {
            at = (at + 1) & mask;
        }
        if (keys[at] == FREE) {
            keys[at] = key;
            size++;
        }
        values[at] = value;
    }

    private void grow() {
        int[] oldKeys = keys;
        int[] oldValues = values;
        keys = new int[oldKeys.length * 2];
        values = new int[keys.length];
        Arrays.fill(keys, FREE);
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                put(oldKeys[i], oldValues[i]);
            }
        }
    }

    private static int spread(int key) {
        return (key * 0x9E3779B9) >>> 7;
    }
}
