package dev.hearth.kube.bench;

/**
 * What a blob costs; rates are millions of bytes a second by the wall clock.
 *
 * @param bytes of the blob
 * @param equal whether what was read here was what had been put
 * @param putRate to put it, durable
 * @param fileRate to write the same bytes into a file and flush it
 * @param readRate to read it, without the time that hashing what was read takes
 * @param insertedChunks chunks that are stored more when the same is put again with 10 bytes more near its start
 * @param transfer the way to another process
 */
public record BlobResult(
        long bytes,
        boolean equal,
        double putRate,
        double fileRate,
        double readRate,
        long insertedChunks,
        Transfer transfer) {
    /**
     * The way to another process, over TCP, that was ended at half and went on as a new one.
     *
     * @param equal whether what was read there was what had been put
     * @param sessionRate to send as many bytes over a session that does nothing else, between the same processes
     * @param fetchRate to fetch it, the two times together
     * @param chunks of the blob, nodes of its tree included
     * @param sentTwice chunks that were given to the session a second time
     */
    public record Transfer(boolean equal, double sessionRate, double fetchRate, long chunks, long sentTwice) {}
}
