package dev.hearth.kube.bench;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;

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

    /** Opens or creates it as one that meets others over TCP, with an identity of that name. */
    static Client open(Path folder, URI signal, String name) {
        Client client =
                Client.open(folder, ClientOptions.defaults().signal(signal).transports(List.of("tcp")));
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    /** Returns the bytes of all files in a folder; those of a store that is open come and go meanwhile. */
    static long bytes(Path folder) {
        long[] bytes = {0};
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
            return bytes[0];
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("folder", folder.toString()), e);
        }
    }
}
