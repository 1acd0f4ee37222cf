package dev.hearth.client.internal;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.halo.Keychain;
import java.util.Map;
import java.util.Optional;

/**
 * The highest generation of the keychain that was seen, kept in the registry's store: a keychain file that was put back
 * is noticed, unless the registry was put back with it.
 */
final class KeychainMark {
    private static final byte[] KEY = {9};

    private final Store store;

    KeychainMark(Store store) {
        this.store = store;
    }

    /** Refuses a keychain that is older than one that was here, with KEYCHAIN_OLDER, unless it is accepted. */
    void check(Keychain keychain, boolean acceptOlder) {
        long seen = seen();
        if (keychain.generation() < seen && !acceptOlder) {
            throw new HearthException(
                    ErrorCode.KEYCHAIN_OLDER,
                    Map.of("generation", String.valueOf(keychain.generation()), "seen", String.valueOf(seen)));
        }
        keep(keychain);
    }

    /** Remembers that {@code keychain} is the present one. */
    void keep(Keychain keychain) {
        if (keychain.generation() != seen()) {
            byte[] generation = new ByteWriter().varint(keychain.generation()).toArray();
            store.write(new StoreBatch().put(Family.HOST, KEY, generation));
            store.flush();
        }
    }

    private long seen() {
        Optional<byte[]> seen = store.get(Family.HOST, KEY);
        try {
            return seen.isEmpty() ? 0 : new ByteReader(seen.get()).varint();
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
        }
    }
}
