package dev.hearth.kube.replay;

import java.util.List;

/**
 * How a history is replayed.
 *
 * @param peers processes, from 2 to 16; all type in turn
 * @param transport {@code webrtc}, {@code tcp} or {@code relay} between processes, or {@code memory}: clients of this
 *     process
 * @param turn edits that a peer types before the next takes over
 * @param limit edits that are replayed at most; the text is compared with the trace's own only when all are
 */
public record ReplayOptions(int peers, String transport, int turn, int limit) {
    /** The transports that can be asked for. */
    public static final List<String> TRANSPORTS = List.of("webrtc", "tcp", "relay", "memory");

    /** Checks the ranges. */
    public ReplayOptions {
        if (peers < 2 || peers > 16) {
            throw new IllegalArgumentException("peers: from 2 to 16, got " + peers);
        }
        if (!TRANSPORTS.contains(transport)) {
            throw new IllegalArgumentException("transport: one of " + TRANSPORTS + ", got " + transport);
        }
        if (turn < 1 || limit < 1) {
            throw new IllegalArgumentException("turn and limit: at least 1");
        }
    }

    /** Returns two peers on {@code transport}, 300 edits a turn. */
    public static ReplayOptions on(String transport) {
        return new ReplayOptions(2, transport, 300, Integer.MAX_VALUE);
    }
}
