package dev.hearth.echo.internal.blob;

import dev.hearth.base.ByteReader;
import dev.hearth.base.MalformedException;

/**
 * Cuts content where the content itself says so, so that an insertion moves the cuts with it and leaves all chunks but
 * its own as they were.
 *
 * <p>A rolling hash over the last 64 bytes ("gear") is shifted by one bit for each byte and the byte's random number
 * added; a cut is where its top bits are zero. As FastCDC does (W. Xia and others, <em>FastCDC: a Fast and Efficient
 * Content-Defined Chunking Approach for Data Deduplication</em>, USENIX ATC 2016), the first bytes of a chunk are not
 * looked at, and before the average length two more bits have to be zero, behind it two fewer, so that most chunks are
 * near the average.
 *
 * <p>The random numbers come from the key of the space: with a public table the lengths of chunks, which a relay sees,
 * would tell a known file.
 */
final class Chunker {
    static final int LEAST = 64 << 10;
    static final int AVERAGE = 256 << 10;
    static final int MOST = 768 << 10;

    /** Bytes that {@link #Chunker} makes its table of. */
    static final int TABLE_BYTES = 256 * Long.BYTES;

    private static final int BITS = 18;
    private static final long STRICT = -1L << (Long.SIZE - BITS - 2);
    private static final long LOOSE = -1L << (Long.SIZE - BITS + 2);

    private final long[] gear = new long[256];

    /** Uses {@link #TABLE_BYTES} random bytes. */
    Chunker(byte[] random) {
        ByteReader in = new ByteReader(random);
        try {
            for (int i = 0; i < gear.length; i++) {
                gear[i] = in.u64();
            }
            in.end();
        } catch (MalformedException e) {
            throw new IllegalArgumentException("random: has " + random.length + " bytes", e);
        }
    }

    /**
     * Returns where the chunk ends that starts at {@code from}; {@code to} when the content ends there or {@link #MOST}
     * bytes are given.
     */
    int cut(byte[] content, int from, int to) {
        int end = Math.min(to, from + MOST);
        int middle = Math.min(end, from + AVERAGE);
        int at = Math.min(end, from + LEAST);
        long hash = 0;
        for (; at < middle; at++) {
            hash = (hash << 1) + gear[content[at] & 0xFF];
            if ((hash & STRICT) == 0) {
                return at + 1;
            }
        }
        for (; at < end; at++) {
            hash = (hash << 1) + gear[content[at] & 0xFF];
            if ((hash & LOOSE) == 0) {
                return at + 1;
            }
        }
        return end;
    }
}
