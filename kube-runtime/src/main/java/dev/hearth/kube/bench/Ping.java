package dev.hearth.kube.bench;

import java.time.Instant;

/**
 * An object whose way is timed.
 *
 * @param number which change
 * @param written when
 */
record Ping(int number, Instant written) {}
