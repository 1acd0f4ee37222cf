package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.BackupLock;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads what {@link SealedOutput} wrote; a piece is handed on once it was authenticated. */
final class SealedInput extends InputStream {
    private final DataInputStream in;
    private final BackupLock lock;
    private final byte[] aad;
    private byte[] piece = {};
    private int at;
    private long number;
    private boolean last;

    SealedInput(InputStream in, BackupLock lock, Bytes header) {
        this.in = new DataInputStream(in);
        this.lock = lock;
        this.aad = header.toArray();
    }

    /** Thrown where the stream is not what was written. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;

        DamagedException(String message) {
            super(message);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (at == piece.length) {
            if (last) {
                return -1;
            }
            next();
        }
        int taken = Math.min(count, piece.length - at);
        System.arraycopy(piece, at, into, from, taken);
        at += taken;
        return taken;
    }

    private void next() throws IOException {
        byte[] sealed;
        try {
            int length = in.readInt();
            if (length < SealedOutput.TAG || length > SealedOutput.PIECE + SealedOutput.TAG) {
                throw new DamagedException("A piece of a length that none has");
            }
            sealed = new byte[length];
            in.readFully(sealed);
        } catch (EOFException e) {
            throw new DamagedException("The end is missing");
        }
        boolean shorter = sealed.length < SealedOutput.PIECE + SealedOutput.TAG;
        try {
            piece = lock.open(SealedOutput.nonce(number++, shorter), aad, sealed);
        } catch (MalformedException e) {
            throw new DamagedException("A piece that is not authentic");
        }
        at = 0;
        last = shorter;
        if (last && in.read() >= 0) {
            throw new DamagedException("Bytes after the end");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
