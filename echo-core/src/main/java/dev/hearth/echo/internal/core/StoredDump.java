package dev.hearth.echo.internal.core;

import dev.hearth.echo.DatabaseDump;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreSnapshot;
import java.io.IOException;
import java.util.Arrays;

/** Reads a snapshot from end to end. */
record StoredDump(StoreSnapshot store, Keyspace keys) implements DatabaseDump {
    @Override
    public void forEach(Taker taker) throws IOException {
        byte[] prefix = keys.all();
        for (Family family : Family.values()) {
            if (family == Family.HOST) {
                continue;
            }
            IOException[] failure = {null};
            store.scan(family, prefix, (key, value) -> {
                try {
                    taker.take(family.number(), Arrays.copyOfRange(key, prefix.length, key.length), value);
                    return true;
                } catch (IOException e) {
                    failure[0] = e;
                    return false;
                }
            });
            if (failure[0] != null) {
                throw failure[0];
            }
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
