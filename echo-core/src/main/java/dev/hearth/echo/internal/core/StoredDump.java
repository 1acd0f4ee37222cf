package dev.hearth.echo.internal.core;

import dev.hearth.echo.DatabaseDump;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreSnapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Reads what a snapshot has of a space, and of its branches, from end to end. */
record StoredDump(StoreSnapshot store, Keyspace keys, List<Keyspace> branches) implements DatabaseDump {
    @Override
    public void forEach(Taker taker) throws IOException {
        forEach(keys.all(), keys.all().length, 0, taker);
        for (Keyspace branch : branches) {
            forEach(branch.all(), 0, OF_BRANCH, taker);
        }
    }

    private void forEach(byte[] prefix, int from, int flag, Taker taker) throws IOException {
        for (Family family : Family.values()) {
            if (family == Family.HOST) {
                continue;
            }
            IOException[] failure = {null};
            store.scan(family, prefix, (key, value) -> {
                try {
                    taker.take(family.number() | flag, Arrays.copyOfRange(key, from, key.length), value);
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
