package dev.hearth.kube.bench;

import java.util.List;

/**
 * What small scripted workloads cost.
 *
 * @param n how large they were
 * @param equal whether in all of them all replicas ended with the same
 * @param rows one for each workload
 */
public record MicroResult(int n, boolean equal, List<Row> rows) {
    /** Copies the rows in. */
    public MicroResult {
        rows = List.copyOf(rows);
    }

    /**
     * One workload.
     *
     * @param id its number
     * @param what it does
     * @param equal whether all replicas, and what was saved and loaded, ended with the same
     * @param fingerprint of what stands there afterwards, the same for every engine that plays the workload
     * @param textLength units of the text afterwards
     * @param items of the list afterwards
     * @param values of the map afterwards, concurrent ones counted each
     * @param timeMs milliseconds of the working thread on a processor
     * @param updates how many changes
     * @param updateBytes of all changes
     * @param fileBytes the state saved afterwards
     * @param saveMs to save it
     * @param loadMs to load what was saved and read it
     * @param heapPeakBytes by how much the heap grew while it was played once, at most: an upper bound, garbage counts
     * @param heapLiveBytes what of that was in use at most, measured after a collection at the end of each turn of a
     *     client that works alone; zero where others take part
     * @param flipsRefused of 200 copies of the file with one byte changed, how many were refused
     */
    public record Row(
            String id,
            String what,
            boolean equal,
            String fingerprint,
            int textLength,
            int items,
            int values,
            double timeMs,
            int updates,
            long updateBytes,
            long fileBytes,
            double saveMs,
            double loadMs,
            long heapPeakBytes,
            long heapLiveBytes,
            int flipsRefused) {}
}
