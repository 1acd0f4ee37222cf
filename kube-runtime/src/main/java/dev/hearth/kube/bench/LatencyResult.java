package dev.hearth.kube.bench;

/**
 * How long a change takes from the call that writes it to the callback of a live query.
 *
 * @param changes how many were timed, one object each
 * @param local in the process that writes
 * @param remote in another process, over TCP on the same machine
 */
public record LatencyResult(int changes, Delays local, Delays remote) {}
