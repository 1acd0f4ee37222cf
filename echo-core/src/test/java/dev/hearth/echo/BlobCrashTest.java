package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreSnapshot;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The process ends before each write that putting, putting again and deleting make: a blob is whole or not there. */
final class BlobCrashTest {
    private static final byte[] KEPT = BlobSpace.noise(1, 700_000);
    private static final byte[] CONTENT = edited(BlobSpace.noise(1, 9_000_000), 4_000_000);

    private static byte[] edited(byte[] content, int at) {
        content[at]++;
        return content;
    }

    /** A store whose process ends at a write. */
    private static final class MortalStore implements Store {
        private final Store inner;
        private int writesLeft = Integer.MAX_VALUE;

        MortalStore(Store inner) {
            this.inner = inner;
        }

        private void alive() {
            if (writesLeft <= 0) {
                throw new HearthException(ErrorCode.STORAGE_FAILED);
            }
        }

        @Override
        public void write(StoreBatch batch) {
            writesLeft--;
            alive();
            inner.write(batch);
        }

        @Override
        public Optional<byte[]> get(Family family, byte[] key) {
            alive();
            return inner.get(family, key);
        }

        @Override
        public void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
            alive();
            inner.scan(family, prefix, from, visitor);
        }

        @Override
        public void flush() {
            alive();
        }

        @Override
        public StoreSnapshot snapshot() {
            return inner.snapshot();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private interface Check {
        void check(BlobSpace after, boolean died);
    }

    /** Runs {@code work} with one write more allowed each time, until it survives; returns how often it died. */
    private static int dyingAtEachWrite(Consumer<BlobSpace> before, Consumer<BlobSpace> work, Check check) {
        for (int writes = 1; ; writes++) {
            Store disk = new MemoryStore();
            MortalStore mortal = new MortalStore(disk);
            BlobSpace first = new BlobSpace(5, mortal);
            before.accept(first);
            mortal.writesLeft = writes;
            boolean died = false;
            try {
                work.accept(first);
            } catch (HearthException e) {
                died = true;
            }
            check.check(new BlobSpace(5, disk), died);
            if (!died) {
                return writes;
            }
        }
    }

    private static void requireWhole(BlobSpace space, byte[] content) {
        BlobRef ref = space.put(content);
        assertThat(space.read(ref)).isEqualTo(content);
    }

    @Test
    void puttingIsAllOrNothing() {
        int deaths = dyingAtEachWrite(space -> space.put(KEPT), space -> space.put(CONTENT), (after, died) -> {
            assertThat(after.blobs().list()).hasSizeLessThanOrEqualTo(2);
            for (BlobRef each : after.blobs().list()) {
                assertThat(after.read(each)).isEqualTo(each.size() == KEPT.length ? KEPT : CONTENT);
            }
            after.blobs().list().forEach(after.blobs()::delete);
            assertThat(after.count(Family.CHUNK)).isZero();
            assertThat(after.count(Family.BLOB)).isEqualTo(1);
            requireWhole(after, CONTENT);
        });
        assertThat(deaths).isGreaterThan(8);
    }

    @Test
    void puttingAgainEndsInOneWholeBlob() {
        int deaths = dyingAtEachWrite(space -> space.put(CONTENT), space -> space.put(CONTENT), (after, died) -> {
            assertThat(after.blobs().list()).hasSize(1);
            assertThat(after.read(after.blobs().list().get(0))).isEqualTo(CONTENT);
            after.blobs().list().forEach(after.blobs()::delete);
            assertThat(after.count(Family.CHUNK)).isZero();
            assertThat(after.count(Family.BLOB)).isEqualTo(1);
        });
        assertThat(deaths).isGreaterThan(8);
    }

    @Test
    void deletingLeavesTheBlobOrNothingOfIt() {
        int deaths = dyingAtEachWrite(
                space -> {
                    space.put(KEPT);
                    space.put(CONTENT);
                },
                space -> space.blobs().list().stream()
                        .filter(each -> each.size() == CONTENT.length)
                        .forEach(space.blobs()::delete),
                (after, died) -> {
                    for (BlobRef each : after.blobs().list()) {
                        assertThat(after.read(each)).isEqualTo(each.size() == KEPT.length ? KEPT : CONTENT);
                    }
                    assertThat(after.blobs().list().stream().mapToLong(BlobRef::size))
                            .contains((long) KEPT.length);
                    after.blobs().list().forEach(after.blobs()::delete);
                    assertThat(after.count(Family.CHUNK)).isZero();
                    assertThat(after.count(Family.BLOB)).isEqualTo(1);
                });
        assertThat(deaths).isGreaterThan(1);
    }
}
