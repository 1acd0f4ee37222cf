package dev.hearth.echo;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Files of a space: pictures, sound, archives, of any length. A blob never changes; its {@link BlobRef} goes into a
 * field of an object, travels with the object, and the content follows when somebody reads it. Equal pieces are kept
 * once. Thread-safe. Content is encrypted before it is stored or sent.
 *
 * <p>All methods throw CLOSED after the database was closed, STORAGE_FAILED or DISK_FULL for what the disk does.
 */
public interface Blobs {
    /** How long reading waits for a piece that others hold, unless told otherwise. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /** How long a blob that no object refers to is kept, unless told otherwise. */
    Duration GRACE = Duration.ofDays(7);

    /**
     * Keeps what {@code content} gives until its end, and returns the pointer to it, durable. Memory does not follow
     * the length. When the stream or the disk fails, nothing is kept. The stream stays the caller's to close. Throws
     * NOT_PERMITTED when this device has no key of the space; an exception of the stream comes as an
     * {@link java.io.UncheckedIOException}.
     *
     * <p>What no object refers to is collected after {@link #GRACE}: write the pointer into an object, or {@link #pin}
     * it.
     */
    BlobRef put(InputStream content, String mediaType);

    /** Opens a blob at its beginning, here or not. */
    default BlobReader open(BlobRef blob) {
        return open(blob, PATIENCE);
    }

    /** Opens a blob; a read waits at most {@code patience} for a piece that is not here. */
    BlobReader open(BlobRef blob, Duration patience);

    /**
     * Brings all of a blob here, from whoever has it, and goes on until it is there or the future is cancelled. It
     * completes exceptionally with INPUT_MALFORMED when the blob is not what its pointer says.
     */
    CompletableFuture<Void> fetch(BlobRef blob);

    /** Returns whether all of a blob is here. */
    boolean has(BlobRef blob);

    /** Keeps a blob whether objects refer to it or not, and fetches what is missing of it, also after a restart. */
    void pin(BlobRef blob);

    /** Takes back {@link #pin}: from now on it is kept as long as one that was put now. */
    void unpin(BlobRef blob);

    /**
     * Takes a blob off this device, pinned or not; others keep it, and reading fetches it again. Pieces that other
     * blobs share stay. Returns whether there was any of it.
     */
    boolean delete(BlobRef blob);

    /** Returns how much of a blob is here, and what keeps the rest from coming. Reads the blob's tree. */
    BlobStatus status(BlobRef blob);

    /** Returns the blobs of which something is here, in the order of their ids. */
    List<BlobRef> list();

    /** Returns what is exchanged with the connected devices. */
    List<BlobPeer> peers();

    /**
     * Takes blobs off this device that are not pinned and that no object here has referred to for {@link #GRACE}; it
     * happens by itself once a day.
     */
    default Collection collect() {
        return collect(GRACE);
    }

    /**
     * Takes blobs off this device that are not pinned and that, at two collections at least {@code grace} apart and all
     * between them, no object here referred to. A blob that was put counts from then on. Deleted objects still refer
     * (they can be restored), purged ones do not. Reads all objects.
     */
    Collection collect(Duration grace);

    /**
     * What a collection did.
     *
     * @param kept blobs that stay
     * @param waiting those among them that go when their time has passed
     * @param removed blobs that went
     * @param removedChunks chunks that went with them, which no other blob shares
     */
    record Collection(long kept, long waiting, long removed, long removedChunks) {}
}
