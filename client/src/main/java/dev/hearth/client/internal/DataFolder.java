package dev.hearth.client.internal;

import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.ClientOptions;
import dev.hearth.echo.DatabaseRestore;
import dev.hearth.echo.port.Sealer;
import dev.hearth.echo.store.RocksStores;
import dev.hearth.echo.store.SealedStore;
import dev.hearth.echo.store.Store;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.StoreSealer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where a client keeps things: {@code keychain} (and {@code keychain.key} where there is no passphrase),
 * {@code registry/} and one store per space under {@code spaces/}. Whoever has the registry open has the folder.
 */
final class DataFolder implements AutoCloseable {
    private static final int NAME_BYTES = 8;

    private final Path folder;
    private final Keychain keychain;
    private final Sealer sealer;
    private final Store registry;
    private final KeychainMark mark;

    private DataFolder(Path folder, Keychain keychain, Store registry) {
        this.folder = folder;
        this.keychain = keychain;
        this.sealer = new KeychainSealer(keychain.storeSealer());
        this.registry = new SealedStore(registry, sealer);
        this.mark = new KeychainMark(this.registry);
    }

    /** The registry's store is opened while the keychain is, which takes as long or, with a passphrase, longer. */
    static DataFolder open(Path folder, ClientOptions options, Seams seams) {
        FutureTask<Store> registry = new FutureTask<>(() -> RocksStores.open(folder.resolve("registry")));
        seams.blocking().execute(registry);
        Keychain keychain;
        try {
            keychain = new FolderKeychain(folder).open(options.key(), seams);
        } catch (RuntimeException e) {
            closeIfOpened(registry, e);
            throw e;
        }
        try {
            DataFolder opened = new DataFolder(folder, keychain, opened(registry));
            opened.mark.check(keychain, options.olderKeychain());
            return opened;
        } catch (RuntimeException e) {
            closeIfOpened(registry, e);
            keychain.close();
            throw e;
        }
    }

    private static void closeIfOpened(FutureTask<Store> registry, RuntimeException first) {
        try {
            opened(registry).close();
        } catch (RuntimeException e) {
            if (e != first) {
                first.addSuppressed(e);
            }
        }
    }

    /** Opens it here when no other thread has begun to, and waits for that thread otherwise. */
    private static Store opened(FutureTask<Store> registry) {
        registry.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return registry.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof HearthException refusal) {
                        throw refusal;
                    }
                    throw new IllegalStateException("Opening the registry failed", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Keychain keychain() {
        return keychain;
    }

    /** Remembers that the keychain, which was changed, is the present one. */
    void keepKeychain() {
        mark.keep(keychain);
    }

    /** Changes the keychain, and remembers that it is the present one. */
    <T> T changeKeychain(Function<Keychain, T> change) {
        T result = change.apply(keychain);
        mark.keep(keychain);
        new FolderKeychain(folder).tidy(keychain);
        return result;
    }

    KeychainKey keyFile() {
        return new FolderKeychain(folder).keyFile();
    }

    /** Returns the open store of the registry. */
    Store registry() {
        return registry;
    }

    Store space(SpaceId id) {
        Path place = path(id);
        SpaceFolders.settle(place);
        return store(place);
    }

    /** Returns where the store of a space is. */
    Path path(SpaceId id) {
        return folder.resolve("spaces").resolve(id.value().slice(0, NAME_BYTES).hex());
    }

    /** Opens the store in a folder. */
    Store store(Path place) {
        return new SealedStore(RocksStores.open(place), sealer);
    }

    /**
     * Opens the store of a space that was here before. If it is lost, the space begins empty, and is not written to
     * before a member has told what this device wrote in it.
     */
    Store known(SpaceId id) {
        SpaceFolders.settle(path(id));
        if (!Files.exists(path(id))) {
            begin(id, store -> DatabaseRestore.into(store, id).finish());
        }
        return space(id);
    }

    /** Puts an empty store with a mark into a place, in one step: no process that ends leaves one without. */
    private void begin(SpaceId id, Consumer<Store> mark) {
        try (Store store = store(SpaceFolders.aside(path(id)))) {
            mark.accept(store);
        }
        SpaceFolders.replace(path(id));
    }

    /**
     * Opens the store of a space that was here before and was wiped, so that it begins empty: what this device wrote in
     * its branches is asked of members before it writes there again.
     */
    Store again(SpaceId id) {
        begin(id, store -> DatabaseRestore.markBranches(store, id));
        return space(id);
    }

    /** Deletes all that is kept of a space whose store is not open; throws STORAGE_FAILED. */
    void wipe(SpaceId id) {
        SpaceFolders.wipe(path(id));
    }

    /** Releases the folder, whose other stores are their users' to close before, and wipes the secrets. */
    @Override
    public void close() {
        new Closing().then(registry::close).then(keychain::close).run();
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
