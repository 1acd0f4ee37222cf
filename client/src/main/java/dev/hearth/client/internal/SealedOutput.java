package dev.hearth.client.internal;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.halo.BackupLock;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Seals a stream piece by piece, so that neither writing nor reading it needs memory for the whole, and nobody can
 * change, drop, repeat or reorder a piece, or cut the end: the STREAM construction (V. Hoang, R. Reyhanitabar, P.
 * Rogaway, D. Vizár, <em>Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance</em>, CRYPTO 2015). The
 * nonce of a piece is its number and whether it is the last; the key is used for one stream.
 */
final class SealedOutput extends OutputStream {
    /** The bytes of a piece before it is sealed; the last one has fewer, and may have none. */
    static final int PIECE = 64 << 10;

    /** How much longer a piece is when it is sealed. */
    static final int TAG = 16;

    private static final int NONCE = 12;

    private final OutputStream out;
    private final BackupLock lock;
    private final byte[] aad;
    private final byte[] piece = new byte[PIECE];
    private int filled;
    private long number;
    private boolean ended;

    /** Writes pieces to {@code out}, each bound to {@code header}. */
    SealedOutput(OutputStream out, BackupLock lock, Bytes header) {
        this.out = out;
        this.lock = lock;
        this.aad = header.toArray();
    }

    static byte[] nonce(long number, boolean last) {
        return new ByteWriter(NONCE).u64(number).u16(0).u16(last ? 1 : 0).toArray();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        while (at < from + count) {
            if (filled == PIECE) {
                seal(false);
            }
            int taken = Math.min(PIECE - filled, from + count - at);
            System.arraycopy(bytes, at, piece, filled, taken);
            filled += taken;
            at += taken;
        }
    }

    private void seal(boolean last) throws IOException {
        byte[] sealed = lock.seal(nonce(number++, last), aad, java.util.Arrays.copyOf(piece, filled));
        out.write(new ByteWriter(4).u32(sealed.length).toArray());
        out.write(sealed);
        filled = 0;
    }

    /** Ends the stream; without this, whoever reads it finds it cut. */
    void end() throws IOException {
        if (!ended) {
            ended = true;
            if (filled == PIECE) {
                seal(false);
            }
            seal(true);
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
