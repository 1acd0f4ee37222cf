package dev.hearth.echo.port;

import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import java.util.List;
import java.util.Map;

/**
 * What a database must know of those who were admitted to a space without its history. They can't read blocks under
 * keys from before; what those left is given to them as a state. By default there are none. Thread-safe; does not call
 * back.
 */
public interface Newcomers {
    /** A space in which everybody reads all. */
    Newcomers NONE = new Newcomers() {};

    /** Returns the number of the first key from which on all who may read have every key; 0 when nobody lacks any. */
    default int allReadFrom() {
        return 0;
    }

    /** Returns the number of the first key from which on a member's device has every key; 0 when it lacks none. */
    default int readsFrom(DeviceId device) {
        return 0;
    }

    /** Returns whether who names {@code authority} as what it knew writes under {@link #allReadFrom} or a later key. */
    default boolean knows(List<CredentialId> authority) {
        return true;
    }

    /** Returns whether this device is to see to it that any of them is given the state. */
    default boolean areOurs() {
        return false;
    }

    /** Returns whether any of those who are ours waits to be told from which version on it may write. */
    default boolean waitForStart() {
        return false;
    }

    /** Tells ours that wait that they may write what follows a version, by feeds. */
    default void start(Map<DeviceId, Long> version) {}

    /** Returns whether this device's blocks will count once it was told from which version on. */
    default boolean awaitsStart() {
        return false;
    }

    /**
     * Returns versions, by feeds, of which the next blocks of a device follow one; none where they may follow anything.
     */
    default List<Map<DeviceId, Long>> starts(DeviceId device) {
        return List.of();
    }

    /** Returns what {@link #starts(DeviceId)} did for who knew {@code authority}; none when that is not here. */
    default List<Map<DeviceId, Long>> starts(DeviceId device, List<CredentialId> authority) {
        return List.of();
    }
}
