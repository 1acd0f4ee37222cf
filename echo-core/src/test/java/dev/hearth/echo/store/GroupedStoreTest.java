package dev.hearth.echo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GroupedStoreTest extends StoreContract {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final ProbeStore inner = new ProbeStore();
    private final GroupedStore grouped = new GroupedStore(inner, tasks::add);

    @Override
    Store open() {
        return new GroupedStore(new MemoryStore(), task -> {});
    }

    private static void assertDiskFull(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
    }

    private static List<String> first(StoreReader reader, byte[] prefix, byte[] from, int most) {
        List<String> found = new ArrayList<>();
        reader.scan(Family.TAIL, prefix, from, (key, value) -> {
            found.add(Bytes.of(key).hex() + "=" + Bytes.of(value).hex());
            return found.size() < most;
        });
        return found;
    }

    @Test
    void readsAreThoseOfAPlainStoreWhereverTheWritesAreBy() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            MemoryStore plain = new MemoryStore();
            GroupedStore store = new GroupedStore(new MemoryStore(), tasks::add);
            for (int round = 0; round < 200; round++) {
                StoreBatch batch = new StoreBatch();
                for (int i = random.nextInt(6); i > 0; i--) {
                    byte[] key = bytes(random.nextInt(3), random.nextInt(20));
                    if (random.nextInt(3) == 0) {
                        batch.delete(Family.TAIL, key);
                    } else {
                        batch.put(Family.TAIL, key, bytes(random.nextInt(256)));
                    }
                }
                plain.write(batch);
                store.write(batch);
                if (random.nextInt(8) == 0) {
                    store.settle();
                }
                byte[] prefix = bytes(random.nextInt(3));
                byte[] from = random.nextBoolean() ? prefix : bytes(prefix[0], random.nextInt(20));
                int most = 1 + random.nextInt(10);
                assertThat(first(store, prefix, from, most))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(first(plain, prefix, from, most));
                byte[] one = bytes(prefix[0], random.nextInt(20));
                assertThat(store.get(Family.TAIL, one).map(Bytes::of))
                        .isEqualTo(plain.get(Family.TAIL, one).map(Bytes::of));
            }
        }
    }

    @Test
    void aGroupIsOneBatchThatHoldsEachKeyOnce() {
        byte[] part = new byte[1000];
        int count = 0;
        while (tasks.isEmpty()) {
            grouped.write(new StoreBatch()
                    .put(Family.BLOCK, bytes(count >> 8, count), part)
                    .put(Family.FEED, bytes(0), bytes(count)));
            count++;
        }
        assertThat((long) count).isBetween(60L, 66L);
        assertThat(inner.written()).isEmpty();
        tasks.remove().run();
        assertThat(inner.written()).hasSize(1);
        assertThat(inner.written().get(0).writes()).hasSize(count + 1);
        assertThat(inner.get(Family.FEED, bytes(0))).contains(bytes(count - 1));
        grouped.settle();
        assertThat(inner.written()).hasSize(1);
    }

    @Test
    void whenTooMuchWaitsTheWriterWritesIt() {
        byte[] part = new byte[1 << 20];
        for (int i = 0; i < 5; i++) {
            grouped.write(new StoreBatch().put(Family.BLOCK, bytes(i), part));
        }
        assertThat(inner.written()).hasSize(1);
        assertThat(inner.get(Family.BLOCK, bytes(3))).isPresent();
        assertThat(inner.get(Family.BLOCK, bytes(4))).isEmpty();
        assertThat(grouped.get(Family.BLOCK, bytes(4))).isPresent();
    }

    @Test
    void aGroupUnderWayIsSeenAndWhatIsNewerCountsMore() {
        grouped.write(new StoreBatch().put(Family.TAIL, bytes(1), bytes(1)).put(Family.TAIL, bytes(2), bytes(2)));
        List<String> seen = new ArrayList<>();
        inner.before(batch -> {
            inner.before(each -> {});
            grouped.write(new StoreBatch().put(Family.TAIL, bytes(2), bytes(3)).delete(Family.TAIL, bytes(1)));
            assertThat(grouped.get(Family.TAIL, bytes(1))).isEmpty();
            seen.addAll(first(grouped, bytes(), bytes(), 10));
        });
        grouped.settle();
        assertThat(seen).containsExactly("02=03");
        assertThat(inner.get(Family.TAIL, bytes(2))).contains(bytes(2));
        grouped.flush();
        assertThat(first(inner, bytes(), bytes(), 10)).containsExactly("02=03");
    }

    @Test
    void aGroupThatCannotBeWrittenEndsTheWritingAndIsStillRead() {
        grouped.write(new StoreBatch().put(Family.TAIL, bytes(1), bytes(1)));
        inner.before(batch -> {
            throw new HearthException(ErrorCode.DISK_FULL, Map.of());
        });
        assertDiskFull(grouped::settle);
        inner.before(batch -> {});
        assertDiskFull(() -> grouped.write(new StoreBatch().put(Family.TAIL, bytes(2), bytes(2))));
        assertDiskFull(grouped::flush);
        assertThat(grouped.get(Family.TAIL, bytes(1))).contains(bytes(1));
        assertThat(inner.written()).isEmpty();
    }

    @Test
    void aFailureCanBeToldInABlockAndAtItsEnd() {
        inner.before(batch -> {
            throw new HearthException(ErrorCode.DISK_FULL, Map.of("folder", "full"));
        });
        assertThatThrownBy(() -> {
                    try (GroupedStore store = grouped) {
                        store.write(new StoreBatch().put(Family.TAIL, bytes(1), bytes(1)));
                        store.flush();
                    }
                })
                .isInstanceOfSatisfying(HearthException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL);
                    assertThat(e.details()).containsEntry("folder", "full");
                    assertThat(e.getSuppressed()).hasSize(1);
                });
    }

    @Test
    void theBackgroundLeavesAFailureToWhoeverWritesNext() {
        inner.before(batch -> {
            throw new HearthException(ErrorCode.DISK_FULL, Map.of());
        });
        grouped.write(new StoreBatch().put(Family.TAIL, bytes(1), new byte[GroupedStore.GROUP_BYTES]));
        tasks.remove().run();
        assertDiskFull(() -> grouped.write(new StoreBatch().put(Family.TAIL, bytes(2), bytes(2))));
        assertDiskFull(grouped::close);
        assertThatThrownBy(() -> inner.get(Family.TAIL, bytes(1)))
                .as("the store below is closed even so")
                .isInstanceOf(HearthException.class);
    }

    @Test
    void closingWritesWhatWaits() {
        List<StoreBatch> written = new ArrayList<>();
        inner.before(written::add);
        grouped.write(new StoreBatch().put(Family.TAIL, bytes(1), bytes(1)));
        grouped.close();
        assertThat(written).hasSize(1);
        tasks.forEach(Runnable::run);
    }
}
