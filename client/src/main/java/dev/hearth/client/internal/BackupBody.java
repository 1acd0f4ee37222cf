package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.DatabaseDump;
import dev.hearth.echo.DatabaseRestore;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One space inside a backup, as {@link BackupFile} describes it: what stands in front, and the pairs. */
final class BackupBody {
    private static final int END = 255;
    private static final int MOST_CREDENTIALS = 1 << 20;
    private static final int MOST_CREDENTIAL = 1 << 18;
    private static final int MOST_SIGNALS = 1 << 10;
    private static final int MOST_SIGNAL = 1 << 10;
    private static final int MOST_VALUE = 1 << 28;

    private BackupBody() {}

    static void write(DataOutputStream out, BackupFile.Preamble preamble) throws IOException {
        out.write(preamble.space().value().toArray());
        out.write(preamble.device().value().toArray());
        out.writeLong(preamble.seconds());
        out.writeInt(preamble.credentials().size());
        for (Bytes credential : preamble.credentials()) {
            sized(out, credential.toArray());
        }
        out.writeInt(preamble.signals().size());
        for (URI signal : preamble.signals()) {
            sized(out, signal.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    static void sized(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static void write(DataOutputStream out, DatabaseDump dump) throws IOException {
        long[] count = {0};
        dump.forEach((family, key, value) -> {
            out.writeByte(family);
            out.writeShort(key.length);
            out.write(key);
            sized(out, value);
            count[0]++;
        });
        out.writeByte(END);
        out.writeLong(count[0]);
    }

    static BackupFile.Preamble preamble(DataInputStream in) throws IOException, MalformedException {
        SpaceId space = new SpaceId(Bytes.of(exactly(in, SpaceId.SIZE)));
        DeviceId device = new DeviceId(Bytes.of(exactly(in, DeviceId.SIZE)));
        long seconds = in.readLong();
        List<Bytes> credentials = new ArrayList<>();
        for (int count = limited(in.readInt(), MOST_CREDENTIALS); count > 0; count--) {
            credentials.add(Bytes.of(sized(in, MOST_CREDENTIAL)));
        }
        List<URI> signals = new ArrayList<>();
        for (int count = limited(in.readInt(), MOST_SIGNALS); count > 0; count--) {
            signals.add(uri(new String(sized(in, MOST_SIGNAL), StandardCharsets.UTF_8)));
        }
        return new BackupFile.Preamble(space, device, seconds, credentials, signals);
    }

    /** Hands all pairs on. */
    static void pairs(DataInputStream in, DatabaseRestore into) throws IOException, MalformedException {
        long count = 0;
        for (int family = in.readUnsignedByte(); family != END; family = in.readUnsignedByte()) {
            byte[] key = exactly(in, in.readUnsignedShort());
            into.take(family, key, sized(in, MOST_VALUE));
            count++;
        }
        if (in.readLong() != count) {
            throw new EOFException("pairs are missing");
        }
    }

    static byte[] sized(DataInputStream in, int most) throws IOException, MalformedException {
        return exactly(in, limited(in.readInt(), most));
    }

    private static byte[] exactly(DataInputStream in, int count) throws IOException {
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

    static int limited(int value, int most) throws MalformedException {
        if (value < 0 || value > most) {
            throw new MalformedException("A length beyond its limit");
        }
        return value;
    }
}
