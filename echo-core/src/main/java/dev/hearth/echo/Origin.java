package dev.hearth.echo;

import dev.hearth.base.DeviceId;

/**
 * Where an operation of a {@link Model} comes from.
 *
 * @param device the device that made it
 * @param lamport its Lamport time, which orders it among concurrent ones
 */
public record Origin(DeviceId device, long lamport) {}
