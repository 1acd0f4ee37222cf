package dev.hearth.echo.store;

import dev.hearth.base.AtTheEdge;
import dev.hearth.echo.internal.Keyspace;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Writes numbered batches until it is killed, and says which are flushed. */
@AtTheEdge("prints to the test that started it")
final class StoreWriterMain {
    private static final int PARTS = 3;

    private StoreWriterMain() {}

    public static void main(String[] arguments) {
        Store store = RocksStores.open(Path.of(arguments[0]));
        for (long number = verify(store) + 1; ; number++) {
            StoreBatch batch = new StoreBatch();
            for (int part = 0; part < PARTS; part++) {
                batch.put(Family.BLOCK, key(part, number), new byte[200]);
            }
            store.write(batch);
            if (number % 20 == 0) {
                store.flush();
                System.out.println("ack " + number);
            }
        }
    }

    /** Returns how many batches there are, without a gap and each whole; throws when that is not so. */
    static long verify(Store store) {
        long[] ends = new long[PARTS];
        for (int part = 0; part < PARTS; part++) {
            AtomicLong last = new AtomicLong();
            store.scan(Family.BLOCK, new byte[] {(byte) part}, (key, value) -> {
                if (Keyspace.number(key) != last.incrementAndGet()) {
                    throw new AssertionError("a gap at " + last);
                }
                return true;
            });
            ends[part] = last.get();
            if (ends[part] != ends[0]) {
                throw new AssertionError("half a batch after " + Math.min(ends[part], ends[0]));
            }
        }
        return ends[0];
    }

    private static byte[] key(int part, long number) {
        return ByteBuffer.allocate(9).put((byte) part).putLong(number).array();
    }
}
