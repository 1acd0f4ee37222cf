package dev.hearth.echo;

import dev.hearth.base.DeviceId;

/**
 * What was exchanged with one device since it connected.
 *
 * @param device the device
 * @param sentChunks chunks sent to it
 * @param sentBytes bytes of them
 * @param receivedChunks chunks that it sent and that were asked for and whole
 * @param receivedBytes bytes of them
 * @param damagedChunks chunks that it sent and that were not what their address says
 * @param waiting chunks that it was asked for and has not answered
 */
public record BlobPeer(
        DeviceId device,
        long sentChunks,
        long sentBytes,
        long receivedChunks,
        long receivedBytes,
        long damagedChunks,
        int waiting) {}
