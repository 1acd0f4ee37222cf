package dev.hearth.kube.bench;

/**
 * What compaction leaves of a space of which nine tenths were deleted.
 *
 * @param objects how many objects were written
 * @param kept how many of them were not deleted
 * @param equal whether those read as they were written, from the folder that is opened anew, and no others are there
 * @param fullBytes bytes of the data folder before anything was deleted
 * @param compactedBytes bytes of the data folder after the compaction, closed
 * @param neverHadBytes bytes of a data folder that only ever held the objects that were kept, compacted and closed
 * @param ratio of the two
 * @param compactSeconds how long the compaction took
 */
public record CompactResult(
        int objects,
        int kept,
        boolean equal,
        long fullBytes,
        long compactedBytes,
        long neverHadBytes,
        double ratio,
        double compactSeconds) {}
