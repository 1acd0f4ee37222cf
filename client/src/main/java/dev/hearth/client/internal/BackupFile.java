package dev.hearth.client.internal;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.DatabaseDump;
import dev.hearth.echo.DatabaseRestore;
import dev.hearth.halo.BackupLock;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One space in one file.
 *
 * <pre>
 * file    = "HEARTHBK" version:u8 size:u16 header(CBOR, see BackupLock) pieces
 * pieces  = (size:u32 sealed)*         see SealedOutput; all before the pieces is authenticated with each
 * content = space:32 device:32 seconds:u64 count:u32 (size:u32 credential)* count:u32 (size:u32 uri)*
 *           (family:u8 size:u16 key size:u32 value)* 255 count:u64
 * </pre>
 */
final class BackupFile {
    private static final byte[] MAGIC = "HEARTHBK".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int MOST_HEADER = 1 << 10;
    private static final int BUFFER = 1 << 16;

    private BackupFile() {}

    /**
     * What stands in front of the pairs.
     *
     * @param space the space
     * @param device the device that wrote the backup
     * @param seconds when, since 1970
     * @param credentials of the space, each after those that it builds on
     * @param signals where its members meet
     */
    record Preamble(SpaceId space, DeviceId device, long seconds, List<Bytes> credentials, List<URI> signals) {
        Preamble {
            credentials = List.copyOf(credentials);
            signals = List.copyOf(signals);
        }
    }

    static void write(OutputStream file, BackupLock lock, Preamble preamble, DatabaseDump dump) throws IOException {
        Bytes header = new ByteWriter(128)
                .raw(MAGIC)
                .u8(VERSION)
                .u16(lock.header().size())
                .raw(lock.header())
                .toBytes();
        OutputStream buffered = new BufferedOutputStream(file, BUFFER);
        buffered.write(header.toArray());
        SealedOutput sealed = new SealedOutput(buffered, lock, header);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(sealed, BUFFER));
        BackupBody.write(out, preamble);
        BackupBody.write(out, dump);
        out.flush();
        sealed.end();
    }

    /** Opens the lock at the beginning of a file. */
    interface Opener {
        BackupLock open(Bytes header) throws MalformedException;
    }

    /**
     * A file that is being read: first what is in front, then the pairs. Throws INPUT_MALFORMED for a file that is no
     * backup or not whole, FORMAT_UNKNOWN for one of a later version, WRONG_PASSPHRASE as the lock does.
     */
    static final class Reader implements AutoCloseable {
        private final DataInputStream in;
        private final Preamble preamble;

        Reader(InputStream file, Opener opener) throws IOException {
            BufferedInputStream buffered = new BufferedInputStream(file, BUFFER);
            DataInputStream clear = new DataInputStream(buffered);
            try {
                byte[] magic = clear.readNBytes(MAGIC.length);
                if (!Arrays.equals(magic, MAGIC)) {
                    throw malformed("it is no backup");
                }
                if (clear.readUnsignedByte() != VERSION) {
                    throw new HearthException(ErrorCode.FORMAT_UNKNOWN);
                }
                int size = clear.readUnsignedShort();
                Bytes lock = Bytes.of(clear.readNBytes(BackupBody.limited(size, MOST_HEADER)));
                Bytes header = new ByteWriter(128)
                        .raw(MAGIC)
                        .u8(VERSION)
                        .u16(size)
                        .raw(lock)
                        .toBytes();
                in = new DataInputStream(new SealedInput(buffered, opener.open(lock), header));
                preamble = BackupBody.preamble(in);
            } catch (MalformedException e) {
                throw malformed(String.valueOf(e.getMessage()), e);
            } catch (EOFException | SealedInput.DamagedException e) {
                throw malformed("it is not whole", e);
            }
        }

        Preamble preamble() {
            return preamble;
        }

        /** Hands all pairs on; when this returns, the whole file was authentic. */
        void pairs(DatabaseRestore into) throws IOException {
            try {
                BackupBody.pairs(in, into);
                if (in.read() >= 0) {
                    throw malformed("it is not whole");
                }
            } catch (MalformedException e) {
                throw malformed(String.valueOf(e.getMessage()), e);
            } catch (EOFException | SealedInput.DamagedException e) {
                throw malformed("it is not whole", e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    static HearthException malformed(String rule) {
        return new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "backup: " + rule));
    }

    static HearthException malformed(String rule, Exception cause) {
        return new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "backup: " + rule), cause);
    }
}
