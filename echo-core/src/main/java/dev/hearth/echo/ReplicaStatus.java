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
 * @param objects what came over this connection, in objects
 * @param hindrance what keeps the two from going on although nothing is broken
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
        Objects objects,
        Optional<Hindrance> hindrance,
        Optional<String> fault) {
    /**
     * What came over one connection and is in, in objects. How many are still to come nobody knows before their blocks
     * are opened, which are sealed; how many blocks are, {@link ReplicaStatus#missingHere} tells.
     *
     * <p>Where a peer sends its state instead of blocks that are gone, its objects are counted as they come, and are
     * shown once all of them are here; those of a state that is given up for a later one count again. A block that is
     * withheld when it comes counts nowhere, even if it is applied later.
     *
     * @param added objects that were not here before
     * @param changed changes of objects that were here, by others too: an object that several transactions changed
     *     counts for each of them, and once for a state that it is part of
     */
    public record Objects(long added, long changed) {}

    /** Why two databases that work can't be brought together. */
    public enum Hindrance {
        /**
         * This device has blocks that don't follow the version that the peer's space begins with, and lacks others of
         * that version, which the peer has not any more. What is here stays readable; what only this device has can be
         * put into the space again once it has joined it anew.
         */
        BLOCKS_HERE_FROM_BEFORE_THE_BASE,

        /**
         * The same the other way round: the peer has blocks that don't follow the version that this space begins with.
         */
        BLOCKS_THERE_FROM_BEFORE_THE_BASE,

        /**
         * The peer lacks what is not here any more, and this device may not write, so that it can't vouch for a state.
         */
        NO_RIGHT_TO_VOUCH
    }
}
