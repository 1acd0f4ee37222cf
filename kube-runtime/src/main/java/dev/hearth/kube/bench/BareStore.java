package dev.hearth.kube.bench;

import dev.hearth.base.Seams;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.RocksStores;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

/** The store without a database: RocksDB with the options that a space has, and no encryption. */
final class BareStore {
    static final int KEY_BYTES = 20;

    private BareStore() {}

    /**
     * Puts so many random values of so many bytes into a new store, one write for each, and makes them durable. Random
     * keys would be unlike those of a space, where what is written one after the other are neighbours.
     */
    static Pace fill(Path folder, int count, int valueBytes, Random random, Seams seams) {
        byte[][] values = new byte[Math.min(count, 1024)][valueBytes];
        for (byte[] value : values) {
            random.nextBytes(value);
        }
        try (Store store = RocksStores.open(folder)) {
            return Pace.of(seams, count, () -> {
                for (int i = 0; i < count; i++) {
                    byte[] key = ByteBuffer.allocate(KEY_BYTES)
                            .putInt(KEY_BYTES - Integer.BYTES, i)
                            .array();
                    store.write(new StoreBatch().put(Family.BLOCK, key, values[i % values.length]));
                }
                store.flush();
            });
        }
    }
}
