package dev.hearth.echo;

import dev.hearth.base.DeviceId;
import java.util.Optional;

/**
 * A device says something new, or nothing any more.
 *
 * @param <T> the record's type
 * @param device whose value it is
 * @param value what it says; empty once it was taken back, has outlived its time, or the device is not connected
 */
public record PresenceChange<T extends Record>(DeviceId device, Optional<T> value) {}
