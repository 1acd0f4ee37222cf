package dev.hearth.kube.replay;

/**
 * What a replay measured.
 *
 * @param trace the file's name
 * @param edits edits replayed, each a transaction
 * @param peers processes
 * @param transport what carried the edits at the end
 * @param equal whether every peer ended with the trace's own final text, byte for byte
 * @param editsPerSecond edits over the wall time from the first commit to the last arrival
 * @param bytesPerEdit bytes that all peers handed to their transports, over the edits
 * @param latencyP50Ms median time from an edit's commit to its being visible at another peer
 * @param latencyP99Ms the 99th percentile of the same
 * @param convergeMs time from the last commit until every peer had every edit
 * @param peakHeapBytes the largest peak of a peer's heap
 */
public record ReplayResult(
        String trace,
        int edits,
        int peers,
        String transport,
        boolean equal,
        double editsPerSecond,
        double bytesPerEdit,
        double latencyP50Ms,
        double latencyP99Ms,
        double convergeMs,
        long peakHeapBytes) {}
