package dev.hearth.kube.bench;

import java.util.List;

/**
 * What opening a data folder costs by how many objects its space holds.
 *
 * @param objects of the largest space
 * @param equal whether every process read the object that had been written
 * @param openMs to open the largest
 * @param heapBytes with the largest open
 * @param bareOpenMs to open the bare store of the largest space, in a process of its own too
 * @param unlockMs to get the key of a keychain with a passphrase (Argon2id at its default cost), which comes on top
 *     where there is one; the folders measured have a key file
 * @param sizes what was measured, the smallest space first
 */
public record OpenResult(
        int objects,
        boolean equal,
        double openMs,
        long heapBytes,
        double bareOpenMs,
        double unlockMs,
        List<Size> sizes) {
    /** Copies. */
    public OpenResult {
        sizes = List.copyOf(sizes);
    }

    /**
     * One space, opened by processes that do nothing else; medians.
     *
     * @param objects how many objects it holds
     * @param openMs from the call that opens the client until its space is there, in a process that has just begun, so
     *     with the loading of classes and of the native library
     * @param openCpuMs what all threads spent on processors until then, compilers included
     * @param readMs to read one object then
     * @param heapBytes that something refers to afterwards; the process has 100 MB at most
     * @param diskBytes of the folder
     */
    public record Size(int objects, double openMs, double openCpuMs, double readMs, long heapBytes, long diskBytes) {}
}
