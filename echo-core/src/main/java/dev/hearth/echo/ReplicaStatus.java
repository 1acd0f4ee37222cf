package dev.hearth.echo;

import java.util.Optional;

/**
 * How far replication with one peer is.
 *
 * @param greeted whether the peer has said what it holds
 * @param missingThere blocks that are here and, as far as known, not there
 * @param missingHere blocks that are there and not yet applied here
 * @param sentBlocks blocks sent over this connection
 * @param receivedBlocks blocks received over this connection, those already here included
 * @param sentBytes bytes of frames sent
 * @param receivedBytes bytes of frames received
 * @param fault why the connection was given up: the peer broke the protocol
 */
public record ReplicaStatus(
        boolean greeted,
        long missingThere,
        long missingHere,
        long sentBlocks,
        long receivedBlocks,
        long sentBytes,
        long receivedBytes,
        Optional<String> fault) {}
