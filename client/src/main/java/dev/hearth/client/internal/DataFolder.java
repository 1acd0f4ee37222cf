package dev.hearth.client.internal;

import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.ClientOptions;
import dev.hearth.echo.port.Sealer;
import dev.hearth.echo.store.RocksStores;
import dev.hearth.echo.store.SealedStore;
import dev.hearth.echo.store.Store;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainCost;
import dev.hearth.halo.StoreSealer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a client keeps things: {@code keychain} (and {@code keychain.key} where there is no passphrase),
 * {@code registry/} and one store per space under {@code spaces/}. Whoever has the registry open has the folder.
 */
final class DataFolder {
    private static final int NAME_BYTES = 8;

    private final Path folder;
    private final Keychain keychain;
    private final Sealer sealer;

    private DataFolder(Path folder, Keychain keychain) {
        this.folder = folder;
        this.keychain = keychain;
        this.sealer = new KeychainSealer(keychain.storeSealer());
    }

    static DataFolder open(Path folder, ClientOptions options, Seams seams) {
        return new DataFolder(folder, keychain(folder, options.passphrase(), seams));
    }

    private static Keychain keychain(Path folder, Optional<char[]> passphrase, Seams seams) {
        Path file = folder.resolve("keychain");
        Path keyFile = folder.resolve("keychain.key");
        boolean exists = Keychain.exists(file);
        if (passphrase.isEmpty()) {
            return exists
                    ? Keychain.openWithKeyFile(file, keyFile, seams)
                    : Keychain.createWithKeyFile(file, keyFile, seams);
        }
        char[] words = passphrase.get();
        try {
            return exists
                    ? Keychain.open(file, words, seams)
                    : Keychain.create(file, words, KeychainCost.DEFAULT, seams);
        } finally {
            Arrays.fill(words, '\0');
        }
    }

    Keychain keychain() {
        return keychain;
    }

    Store registry() {
        return new SealedStore(RocksStores.open(folder.resolve("registry")), sealer);
    }

    Store space(SpaceId id) {
        String name = id.value().slice(0, NAME_BYTES).hex();
        return new SealedStore(RocksStores.open(folder.resolve("spaces").resolve(name)), sealer);
    }

    /** HALO's sealer in the shape that ECHO asks for. */
    private record KeychainSealer(StoreSealer keys) implements Sealer {
        @Override
        public byte[] seal(byte[] key, byte[] value) {
            return keys.seal(key, value);
        }

        @Override
        public byte[] open(byte[] key, byte[] value) throws MalformedException {
            return keys.open(key, value);
        }
    }
}
