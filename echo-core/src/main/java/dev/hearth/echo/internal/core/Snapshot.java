package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteWriter;
import dev.hearth.echo.internal.Keyspace;
import java.util.Arrays;

/**
 * An object's state as it lies in the store.
 *
 * @param base whether it is what the object was at the base, so that no changes before it are known
 * @param place in the tail, before which it has all changes
 * @param state as the engine saved it
 */
@SuppressWarnings("ArrayRecordComponent")
record Snapshot(boolean base, long place, byte[] state) {
    /** Places in a tail don't reach this far. */
    private static final long BASE = Long.MIN_VALUE;

    /** Returns the bytes to store. */
    byte[] encode() {
        return new ByteWriter(state.length + Long.BYTES)
                .u64(base ? place | BASE : place)
                .raw(state)
                .toArray();
    }

    /** Reads what {@link #encode} gives. */
    static Snapshot decode(byte[] stored) {
        long number = Keyspace.number(Arrays.copyOf(stored, Long.BYTES));
        return new Snapshot(number < 0, number & ~BASE, Arrays.copyOfRange(stored, Long.BYTES, stored.length));
    }
}
