package dev.hearth.kube.bench;

/**
 * What a history cost; times are milliseconds of the working thread on a processor, the median of the measured rounds
 * after warming up.
 *
 * @param trace the history's name
 * @param edits how many transactions it has
 * @param equal whether every replica ended with the text that the history states
 * @param localMs all edits at their authors, with a change for each
 * @param updateBytesAvg bytes of a change
 * @param fileBytes the saved state with its whole history
 * @param loadMs to load the saved state and read the text
 * @param forgottenBytes the saved state when its history is forgotten
 * @param historyBytes the history by itself, without what is visible
 * @param mergeFileMs to read the history by itself, merge it from the beginning and read the text
 * @param mergeMs to bring all changes to an empty replica
 * @param streamMs to bring the changes to a replica whose view asks after each one what it did
 * @param heapBytes of the loaded state
 */
public record TraceResult(
        String trace,
        int edits,
        boolean equal,
        double localMs,
        double updateBytesAvg,
        long fileBytes,
        double loadMs,
        long forgottenBytes,
        long historyBytes,
        double mergeFileMs,
        double mergeMs,
        double streamMs,
        long heapBytes) {}
