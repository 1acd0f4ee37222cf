package dev.hearth.client.internal.wallet;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.wallet.AppScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What applications asked a wallet for and got, one JSON object for each line, appended to a file that its user alone
 * reads. A file that is full is kept under another name; of those there are three. Thread-safe.
 */
final class WalletLog implements AutoCloseable {
    /** Bytes after which a file is full. */
    static final long FULL = 1 << 20;

    /** Full files that are kept. */
    static final int KEPT = 3;

    private final Path file;
    private final long full;
    private @Nullable FileChannel channel; // guarded by this

    /** What happened. */
    enum Event {
        REQUEST,
        GRANTED,
        REFUSED,
        REVOKED,
        EXPIRED,
        SIGNED
    }

    WalletLog(Path file) {
        this(file, FULL);
    }

    WalletLog(Path file, long full) {
        this.file = file;
        this.full = full;
    }

    /** Notes what happened; throws STORAGE_FAILED, so that nothing is granted or signed that is not noted. */
    synchronized void note(Instant at, Event event, DeviceId app, String name, AppScope scope) {
        String line = "{\"at\":\"" + at + "\",\"event\":\""
                + event.name().toLowerCase(Locale.ROOT) + "\",\"app\":\"" + app + "\",\"name\":\"" + escaped(name)
                + "\",\"rights\":\"" + scope.rights().name().toLowerCase(Locale.ROOT) + "\",\"spaces\":"
                + (scope.allSpaces() ? "\"all\"" : String.valueOf(scope.spaces().size())) + ",\"until\":"
                + scope.until().map(end -> "\"" + end + "\"").orElse("null") + "}\n";
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            FileChannel open = opened();
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
            if (open.position() >= full) {
                rotate();
            }
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("path", file.toString()), e);
        }
    }

    private FileChannel opened() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            open.position(open.size());
            channel = open;
        }
        return open;
    }

    private void rotate() throws IOException {
        close();
        for (int i = KEPT; i > 1; i--) {
            Path former = kept(i - 1);
            if (Files.exists(former)) {
                Files.move(former, kept(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, kept(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path kept(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    /** The names were made safe to show; what JSON gives a meaning to is escaped. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @Override
    public synchronized void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("path", file.toString()), e);
            }
        }
    }
}
