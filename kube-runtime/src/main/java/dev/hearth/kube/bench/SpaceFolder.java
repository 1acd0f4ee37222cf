package dev.hearth.kube.bench;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A data folder as an application's client keeps it, without a network. */
final class SpaceFolder {
    private SpaceFolder() {}

    /** Opens or creates it; its keychain has a key file, so that no passphrase is stretched. */
    static Client open(Path folder) {
        Client client = Client.open(folder, ClientOptions.defaults().transports(List.of()));
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity("Bench");
        }
        return client;
    }

    /** Returns the bytes of all files in a folder. */
    static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(SpaceFolder::size).sum();
        } catch (IOException | UncheckedIOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("folder", folder.toString()), e);
        }
    }

    /** Files of a store that is open come and go. */
    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
