package dev.hearth.kube.internal.node;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which release of each app this node serves, and the highest sequence number it has seen: a later arrival with a lower
 * number never becomes current by itself. Kept in a file that is replaced as a whole. Used under the lock of
 * {@link Apps}.
 */
public final class CurrentReleases {
    private static final String FILE = "current-releases";

    private final Optional<Path> file;
    private final Map<String, Current> apps = new HashMap<>();

    /** The release that is served, and the highest number seen. */
    record Current(Hash release, long highest) {}

    private CurrentReleases(Optional<Path> file) {
        this.file = file;
    }

    /** Reads what {@code folder} remembers; throws STORAGE_CORRUPT or STORAGE_FAILED. */
    public static CurrentReleases open(Optional<Path> folder) {
        CurrentReleases opened = new CurrentReleases(folder.map(path -> path.resolve(FILE)));
        opened.file.filter(Files::exists).ifPresent(opened::read);
        return opened;
    }

    private void read(Path path) {
        try {
            Cbor.decode(Bytes.of(Files.readAllBytes(path))).asStruct().forEach((app, value) -> {
                try {
                    List<Cbor> fields = value.asList(2);
                    Hash release = new Hash(fields.get(0).asBytes(Hash.SIZE));
                    apps.put(app, new Current(release, fields.get(1).asLong()));
                } catch (MalformedException e) {
                    throw corrupt(path, e);
                }
            });
        } catch (MalformedException e) {
            throw corrupt(path, e);
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("file", path.toString()), e);
        }
    }

    private static HearthException corrupt(Path path, MalformedException cause) {
        return new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("file", path.toString()), cause);
    }

    Optional<Current> of(String app) {
        return Optional.ofNullable(apps.get(app));
    }

    void set(String app, Current current) {
        if (!current.equals(apps.put(app, current))) {
            file.ifPresent(this::write);
        }
    }

    private void write(Path path) {
        Map<String, Cbor> encoded = new TreeMap<>();
        apps.forEach((app, current) ->
                encoded.put(app, Cbor.array(Cbor.of(current.release().value()), Cbor.of(current.highest()))));
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Path next = path.resolveSibling(FILE + ".next");
            try (FileChannel channel = FileChannel.open(next, CREATE, TRUNCATE_EXISTING, WRITE)) {
                ByteBuffer content =
                        ByteBuffer.wrap(Cbor.struct(encoded).encode().toArray());
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("file", path.toString()), e);
        }
    }
}
