package dev.hearth.echo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The content of a blob from a position on. What is not here is asked of the connected devices as it is read, some
 * pieces ahead; every piece is checked before a byte of it is handed out. Reading throws BLOB_UNAVAILABLE when nobody
 * brought a piece in time, after which reading may be tried again; STORAGE_FAILED; CLOSED. Used by one thread at a
 * time; holds a piece in memory, never the whole.
 */
public abstract class BlobReader extends InputStream {
    /** For those who implement it. */
    protected BlobReader() {}

    /** Returns the bytes of the whole. */
    public abstract long size();

    /** Returns where the next byte is read, from 0. */
    public abstract long position();

    /** Goes on at {@code position}, from 0 to {@link #size()}. Nothing between is fetched. */
    public abstract void seek(long position);

    @Override
    public abstract int read();

    @Override
    public abstract int read(byte[] target, int offset, int length);

    /** Goes on behind at most so many bytes, and returns how many; nothing between is fetched. */
    @Override
    public abstract long skip(long most);

    /** Returns how many bytes are read without waiting. */
    @Override
    public abstract int available();

    /** Reads to the end; for content that is known to be short. */
    @Override
    public byte[] readAllBytes() {
        return readNBytes(Integer.MAX_VALUE);
    }

    /** Reads so many bytes, or what is left. Memory grows with what has been read. */
    @Override
    public byte[] readNBytes(int length) {
        try {
            return super.readNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // what is read here throws none
        }
    }

    @Override
    public abstract void close();
}
