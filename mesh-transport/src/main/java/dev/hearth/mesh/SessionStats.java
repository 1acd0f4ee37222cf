package dev.hearth.mesh;

import java.time.Duration;

/**
 * What a session has carried.
 *
 * @param sentBytes bytes given to links, with encryption and repeats
 * @param receivedBytes bytes taken from links
 * @param roundTrip the last round trip measured, zero before the first
 * @param links how many links it has had
 * @param unacknowledgedBytes bytes sent that the peer has not confirmed
 */
public record SessionStats(
        long sentBytes, long receivedBytes, Duration roundTrip, int links, long unacknowledgedBytes) {}
