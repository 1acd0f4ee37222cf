package dev.hearth.kube.bench;

/**
 * What many small objects cost; times are microseconds, and of the archive milliseconds, of the working thread on a
 * processor.
 *
 * @param objects how many
 * @param equal whether every object, loaded or built from its change, held what was written
 * @param createMicros to create one in a transaction, with its change, and to pack it
 * @param updateBytesAvg bytes of the change that creates one
 * @param saveMicros to save one
 * @param fileBytesAvg bytes of one saved
 * @param loadMicros to load one and read a field
 * @param readMicros to read a field of one of them at random
 * @param changeMicros to change a field of one of them at random, in a transaction, which unpacks it, and to pack it
 *     again
 * @param changeBytesAvg bytes of such a change
 * @param archiveBytesEach bytes of an object in one archive of all, its id, made one after the other, included
 * @param archiveWriteMillis to write the archive of all
 * @param archiveReadMillis to read it, which makes the states of all
 * @param heapBytesEach of one at rest, ready to be read and changed
 */
public record ObjectsResult(
        int objects,
        boolean equal,
        double createMicros,
        double updateBytesAvg,
        double saveMicros,
        double fileBytesAvg,
        double loadMicros,
        double readMicros,
        double changeMicros,
        double changeBytesAvg,
        double archiveBytesEach,
        double archiveWriteMillis,
        double archiveReadMillis,
        long heapBytesEach) {}
