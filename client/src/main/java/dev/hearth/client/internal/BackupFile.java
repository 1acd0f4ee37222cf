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
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    private static final int END = 255;
    private static final int MOST_HEADER = 1 << 10;
    private static final int MOST_CREDENTIALS = 1 << 20;
    private static final int MOST_CREDENTIAL = 1 << 18;
    private static final int MOST_SIGNALS = 1 << 10;
    private static final int MOST_VALUE = 1 << 28;
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
        write(out, preamble);
        long[] count = {0};
        dump.forEach((family, key, value) -> {
            out.writeByte(family);
            out.writeShort(key.length);
            out.write(key);
            out.writeInt(value.length);
            out.write(value);
            count[0]++;
        });
        out.writeByte(END);
        out.writeLong(count[0]);
        out.flush();
        sealed.end();
    }

    private static void write(DataOutputStream out, Preamble preamble) throws IOException {
        out.write(preamble.space().value().toArray());
        out.write(preamble.device().value().toArray());
        out.writeLong(preamble.seconds());
        out.writeInt(preamble.credentials().size());
        for (Bytes credential : preamble.credentials()) {
            out.writeInt(credential.size());
            out.write(credential.toArray());
        }
        out.writeInt(preamble.signals().size());
        for (URI signal : preamble.signals()) {
            byte[] text = signal.toString().getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
        }
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
                Bytes lock = Bytes.of(clear.readNBytes(limited(size, MOST_HEADER)));
                Bytes header = new ByteWriter(128)
                        .raw(MAGIC)
                        .u8(VERSION)
                        .u16(size)
                        .raw(lock)
                        .toBytes();
                in = new DataInputStream(new SealedInput(buffered, opener.open(lock), header));
                preamble = readPreamble();
            } catch (MalformedException e) {
                throw malformed(String.valueOf(e.getMessage()), e);
            } catch (EOFException | SealedInput.DamagedException e) {
                throw malformed("it is not whole", e);
            }
        }

        Preamble preamble() {
            return preamble;
        }

        private Preamble readPreamble() throws IOException, MalformedException {
            SpaceId space = new SpaceId(Bytes.of(exactly(SpaceId.SIZE)));
            DeviceId device = new DeviceId(Bytes.of(exactly(DeviceId.SIZE)));
            long seconds = in.readLong();
            List<Bytes> credentials = new ArrayList<>();
            for (int count = limited(in.readInt(), MOST_CREDENTIALS); count > 0; count--) {
                credentials.add(Bytes.of(exactly(limited(in.readInt(), MOST_CREDENTIAL))));
            }
            List<URI> signals = new ArrayList<>();
            for (int count = limited(in.readInt(), MOST_SIGNALS); count > 0; count--) {
                String text = new String(exactly(limited(in.readInt(), MOST_HEADER)), StandardCharsets.UTF_8);
                signals.add(uri(text));
            }
            return new Preamble(space, device, seconds, credentials, signals);
        }

        /** Hands all pairs on; when this returns, the whole file was authentic. */
        void pairs(DatabaseRestore into) throws IOException {
            try {
                long count = 0;
                for (int family = in.readUnsignedByte(); family != END; family = in.readUnsignedByte()) {
                    byte[] key = exactly(in.readUnsignedShort());
                    into.take(family, key, exactly(limited(in.readInt(), MOST_VALUE)));
                    count++;
                }
                if (in.readLong() != count || in.read() >= 0) {
                    throw malformed("it is not whole");
                }
            } catch (MalformedException e) {
                throw malformed(String.valueOf(e.getMessage()), e);
            } catch (EOFException | SealedInput.DamagedException e) {
                throw malformed("it is not whole", e);
            }
        }

        private byte[] exactly(int count) throws IOException {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length != count) {
                throw new EOFException("cut");
            }
            return bytes;
        }

        private static URI uri(String text) throws MalformedException {
            try {
                return new URI(text);
            } catch (URISyntaxException e) {
                throw new MalformedException("Address is no URI", e);
            }
        }

        private static int limited(int value, int most) throws MalformedException {
            if (value < 0 || value > most) {
                throw new MalformedException("A length beyond its limit");
            }
            return value;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static HearthException malformed(String rule) {
        return new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "backup: " + rule));
    }

    static HearthException malformed(String rule, Exception cause) {
        return new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "backup: " + rule), cause);
    }
}
