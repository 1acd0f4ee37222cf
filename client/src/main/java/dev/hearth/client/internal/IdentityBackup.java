package dev.hearth.client.internal;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.DatabaseDump;
import dev.hearth.echo.DatabaseRestore;
import dev.hearth.halo.BackupLock;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.KeyBundle;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An identity with all its spaces in one file, sealed piece by piece as {@link BackupFile} is.
 *
 * <pre>
 * file    = "HEARTHIB" version:u8 size:u16 header(CBOR, see BackupLock) pieces
 * content = seconds:u64 size:u32 chain (1:u8 space)* 0:u8
 * space   = space:32 device:32 seconds:u64 credentials signals personal:u8 size:u32 name size:u32 keys(CBOR) pairs
 * </pre>
 *
 * <p>Credentials, signals and pairs are those of {@link BackupFile}; keys are a {@link KeyBundle}.
 */
final class IdentityBackup {
    private static final byte[] MAGIC = "HEARTHIB".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int MOST_HEADER = 1 << 13;
    private static final int MOST_NAME = 1 << 12;
    private static final int MOST_KEYS = 1 << 26;
    private static final int BUFFER = 1 << 16;

    private IdentityBackup() {}

    /**
     * What stands in front of a space's pairs.
     *
     * @param preamble as in a backup of the space alone
     * @param personal whether it is the personal space
     * @param name what it was called
     * @param keys the secrets of its epochs
     */
    record Part(BackupFile.Preamble preamble, boolean personal, String name, KeyBundle keys) {}

    /** A file that is being written: the identity first, then its spaces. */
    static final class Writer {
        private final SealedOutput sealed;
        private final DataOutputStream out;

        Writer(OutputStream file, BackupLock lock, long seconds, IdentityChain chain) throws IOException {
            Bytes header = new ByteWriter(2_048)
                    .raw(MAGIC)
                    .u8(VERSION)
                    .u16(lock.header().size())
                    .raw(lock.header())
                    .toBytes();
            OutputStream buffered = new BufferedOutputStream(file, BUFFER);
            buffered.write(header.toArray());
            sealed = new SealedOutput(buffered, lock, header);
            out = new DataOutputStream(new BufferedOutputStream(sealed, BUFFER));
            out.writeLong(seconds);
            BackupBody.sized(out, chain.encoded().toArray());
        }

        void space(Part part, DatabaseDump dump) throws IOException {
            out.writeByte(1);
            BackupBody.write(out, part.preamble());
            out.writeByte(part.personal() ? 1 : 0);
            BackupBody.sized(out, part.name().getBytes(StandardCharsets.UTF_8));
            byte[] keys = part.keys().encode().encode().toArray();
            BackupBody.sized(out, keys);
            Arrays.fill(keys, (byte) 0);
            BackupBody.write(out, dump);
        }

        void end() throws IOException {
            out.writeByte(0);
            out.flush();
            sealed.end();
        }
    }

    /** Takes the spaces of a file, before the file is known to be authentic to its end. */
    interface Taker {
        /** Takes a space, whose pairs {@code pairs} has. */
        void take(Part part, Pairs pairs) throws IOException, MalformedException;
    }

    /** The pairs of the space that is being read. */
    interface Pairs {
        /** Hands all of them on. */
        void into(DatabaseRestore restore) throws IOException, MalformedException;
    }

    /**
     * Reads a file to its end; when this returns, all of it was authentic. Throws INPUT_MALFORMED for a file that is no
     * such backup or not whole, FORMAT_UNKNOWN for one of a later version, WRONG_PASSPHRASE as the lock does.
     */
    static IdentityChain read(InputStream file, BackupFile.Opener opener, Taker taker) throws IOException {
        try {
            BufferedInputStream buffered = new BufferedInputStream(file, BUFFER);
            DataInputStream clear = new DataInputStream(buffered);
            if (!Arrays.equals(clear.readNBytes(MAGIC.length), MAGIC)) {
                throw BackupFile.malformed("it is no backup of an identity");
            }
            if (clear.readUnsignedByte() != VERSION) {
                throw new HearthException(ErrorCode.FORMAT_UNKNOWN);
            }
            int size = BackupBody.limited(clear.readUnsignedShort(), MOST_HEADER);
            Bytes lock = Bytes.of(clear.readNBytes(size));
            Bytes header = new ByteWriter(2_048)
                    .raw(MAGIC)
                    .u8(VERSION)
                    .u16(size)
                    .raw(lock)
                    .toBytes();
            DataInputStream in = new DataInputStream(new SealedInput(buffered, opener.open(lock), header));
            in.readLong();
            IdentityChain chain =
                    IdentityChain.verify(Bytes.of(BackupBody.sized(in, (int) IdentityChain.MAX_SIZE.max())));
            while (in.readUnsignedByte() == 1) {
                taker.take(part(in), restore -> BackupBody.pairs(in, restore));
            }
            if (in.read() >= 0) {
                throw BackupFile.malformed("it is not whole");
            }
            return chain;
        } catch (MalformedException e) {
            throw BackupFile.malformed(String.valueOf(e.getMessage()), e);
        } catch (EOFException | SealedInput.DamagedException e) {
            throw BackupFile.malformed("it is not whole", e);
        }
    }

    private static Part part(DataInputStream in) throws IOException, MalformedException {
        BackupFile.Preamble preamble = BackupBody.preamble(in);
        boolean personal = in.readUnsignedByte() == 1;
        String name = new String(BackupBody.sized(in, MOST_NAME), StandardCharsets.UTF_8);
        byte[] keys = BackupBody.sized(in, MOST_KEYS);
        try {
            return new Part(preamble, personal, name, KeyBundle.decode(Cbor.decode(Bytes.of(keys))));
        } finally {
            Arrays.fill(keys, (byte) 0);
        }
    }
}
