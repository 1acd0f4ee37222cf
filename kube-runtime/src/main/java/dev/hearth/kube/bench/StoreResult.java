package dev.hearth.kube.bench;

/**
 * What writing through the whole stack costs (identity, encryption of blocks and of the store, hash chain, RocksDB),
 * beside the bare store.
 *
 * @param objects how many objects were written, and then updated, each in a transaction of its own
 * @param equal whether a client that opened the folder anew read what was written last
 * @param write to write one, the flush at the end included
 * @param bytesEach bytes on the disk for one, after the writing
 * @param update to change one at random, the flush at the end included
 * @param updateBytesEach bytes that the folder grew by for one update
 * @param bare a put of as many bytes into the bare RocksDB store, a batch each, the flush at the end included
 * @param bareBytesEach bytes that this left on the disk
 * @param ratio of the write to the bare put, by the time that passed
 */
public record StoreResult(
        int objects,
        boolean equal,
        Pace write,
        double bytesEach,
        Pace update,
        double updateBytesEach,
        Pace bare,
        double bareBytesEach,
        double ratio) {}
