package dev.hearth.kube.bench;

/**
 * What many small objects cost; times are microseconds, and of the archive milliseconds, of the working thread on a
 * processor.
 *
 * @param objects how many
 * @param equal whether every object, loaded or built from its change, held what was written
 * @param createMicros to create one in a transaction, with its change
 * @param updateBytesAvg bytes of the change that creates one
 * @param saveMicros to save one
 * @param fileBytesAvg bytes of one saved
 * @param loadMicros to load one and read a field
 * @param readMicros to read a field of one of them at random
 * @param changeMicros to change a field of one of them at random, in a transaction
 * @param changeBytesAvg bytes of such a change
 * @param archiveBytesEach bytes of an object in one archive of all, its random 16-byte id included
 * @param archiveBytesWithoutId the same without the bytes of the id
 * @param archiveWriteMillis to write the archive of all
 * @param archiveReadMillis to read it, which makes the states of all
 * @param heapBytesEach of one loaded
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
        double archiveBytesWithoutId,
        double archiveWriteMillis,
        double archiveReadMillis,
        long heapBytesEach) {}
