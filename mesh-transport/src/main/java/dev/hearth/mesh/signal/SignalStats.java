package dev.hearth.mesh.signal;

/**
 * What a signal server has done.
 *
 * @param connections logged in now
 * @param topics with a member now
 * @param signals passed on
 * @param relayedBytes passed on for peers that cannot connect
 * @param dropped connections that were ended for what they did
 */
public record SignalStats(int connections, int topics, long signals, long relayedBytes, long dropped) {}
