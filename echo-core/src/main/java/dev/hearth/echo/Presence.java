package dev.hearth.echo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.Subscription;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What the devices that are connected say of themselves at the moment, as records of one type: where a caret is, who is
 * typing, what is looked at. Nothing of it is stored, and nothing reaches a device that is not connected now. One value
 * per type and device: a new one takes the place of the one before, and only the newest is sent where the network is
 * slower than the caller. Thread-safe.
 *
 * <p>A value takes at most {@link #MAX_BYTES} as sent, and a device says values of at most {@link #MAX_TYPES} types.
 */
public interface Presence<T extends Record> {
    /** The longest value, in bytes as it is sent. */
    int MAX_BYTES = 16 << 10;

    /** The most types of which one device says a value. */
    int MAX_TYPES = 64;

    /** The longest time to live. */
    Duration MAX_TIME = Duration.ofHours(1);

    /**
     * Says {@code value} until it is cleared, another takes its place or the database is closed. Others forget it
     * fifteen seconds after they last heard of this device, and at once when the connection to it ends. Throws
     * SCHEMA_MISMATCH where a rule of the record's type is broken, IllegalArgumentException for a value that is too
     * long.
     */
    void set(T value);

    /**
     * Says {@code value} for {@code time}, from 1 ms to {@link #MAX_TIME}, after which all forget it unless it is said
     * again. Throws as {@link #set(Record)}.
     */
    void set(T value, Duration time);

    /** Takes back what this device said. */
    void clear();

    /** Returns what the other devices say now; without values that don't fit the record. */
    Map<DeviceId, T> others();

    /** Tells {@code listener}, through {@code executor} and in order, of each change at another device from now on. */
    Subscription onChange(Executor executor, Consumer<PresenceChange<T>> listener);
}
