package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import java.util.Map;
import java.util.Optional;

/**
 * The version of all that a database keeps in its store. It is raised when something stored changes so that a former
 * program would misread it; a later program reads what former ones wrote.
 */
final class StoredFormat {
    private static final int FACT_FORMAT = 1;
    private static final int VERSION = 1;

    private StoredFormat() {}

    /** Throws FORMAT_UNKNOWN for what a later program wrote; notes the version in a database that has none. */
    static void require(StoreReader store, Keyspace keys, StoreBatch first) {
        byte[] key = keys.fact(FACT_FORMAT);
        Optional<byte[]> stored = store.get(Family.META, key);
        if (stored.isEmpty()) {
            first.put(Family.META, key, new byte[] {VERSION});
        } else if (stored.get().length != 1 || stored.get()[0] != VERSION) {
            throw new HearthException(ErrorCode.FORMAT_UNKNOWN, Map.of("store", "database"));
        }
    }
}
