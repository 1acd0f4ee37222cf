package dev.hearth.halo.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A small file that is replaced as a whole, durable before it counts, with its two former generations kept beside it.
 */
public final class GenerationFile {
    private static final int GENERATIONS = 2;

    /** Bytes of a file that is read. */
    private static final long LARGEST = 1 << 16;

    private final Path path;

    /** Keeps the file at {@code path}. */
    public GenerationFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** Returns whether it exists. */
    public boolean exists() {
        return Files.exists(path);
    }

    /** Returns its content; throws STORAGE_CORRUPT when that is more than 64 KiB. */
    public Bytes read() {
        try {
            if (Files.size(path) > LARGEST) {
                throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("file", path.toString()));
            }
            return Bytes.of(Files.readAllBytes(path));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Replaces its content; when this returns, the new content survives a loss of power. */
    public void write(Bytes content) {
        try {
            Path folder = Objects.requireNonNull(path.getParent());
            Files.createDirectories(folder);
            Path next = sibling(".next");
            Files.deleteIfExists(next);
            createPrivate(next);
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.toArray());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            keepGenerations();
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(folder);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * As {@link #write}, and leaves none of the former generations: one has the new content, another goes. What the
     * disk itself keeps of deleted files is beyond reach.
     */
    public void writeAll(Bytes content) {
        write(content);
        try {
            Files.copy(path, sibling(".1"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            for (int age = 2; age <= GENERATIONS; age++) {
                Files.deleteIfExists(sibling("." + age));
            }
            syncFolder(Objects.requireNonNull(path.getParent()));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Deletes it with its former generations. */
    public void delete() {
        try {
            Files.deleteIfExists(path);
            for (int age = 1; age <= GENERATIONS; age++) {
                Files.deleteIfExists(sibling("." + age));
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static void createPrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private void keepGenerations() throws IOException {
        for (int age = GENERATIONS; age >= 1; age--) {
            Path younger = age == 1 ? path : sibling("." + (age - 1));
            if (Files.exists(younger)) {
                Files.copy(
                        younger,
                        sibling("." + age),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private Path sibling(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** A rename is durable once its folder is; where folders can't be opened, as on Windows, the rename itself is. */
    private static void syncFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private HearthException failure(IOException cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        ErrorCode code = message.contains("no space left") ? ErrorCode.DISK_FULL : ErrorCode.STORAGE_FAILED;
        return new HearthException(code, Map.of("file", path.toString()), cause);
    }
}
