package dev.hearth.echo.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.SealedStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.TestSealer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree of pages, held against a sorted set. */
class IndexTreeTest {
    private static final int INDEX = 3;

    private final Keyspace space = new Keyspace(new SpaceId(Bytes.of(new byte[32])));

    /** A tree, and the batch that its changes go into. */
    private final class Subject {
        private final Store store;
        private IndexPages pages;
        private IndexTree tree;
        private StoreBatch batch = new StoreBatch();

        Subject(Store store) {
            this.store = store;
            pages = new IndexPages(store, space, 20_000);
            tree = new IndexTree(store, pages, space, INDEX);
        }

        void commit() {
            pages.write(batch);
            tree.write(batch);
            store.write(batch);
            batch = new StoreBatch();
            pages.trim();
        }

        void reopen() {
            pages = new IndexPages(store, space, 20_000);
            tree = new IndexTree(store, pages, space, INDEX);
        }

        List<byte[]> from(byte[] from) {
            List<byte[]> found = new ArrayList<>();
            IndexKeys keys = tree.from(from);
            for (byte[] key = keys.next(); key != null; key = keys.next()) {
                found.add(key);
            }
            return found;
        }
    }

    private static byte[] key(Random random, int spread) {
        String text = "key " + random.nextInt(spread) + "x".repeat(random.nextInt(40));
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void keysAreAsInASortedSet(long seed) {
        Random random = new Random(seed);
        Subject subject = new Subject(new MemoryStore());
        TreeSet<byte[]> expected = new TreeSet<>(Arrays::compareUnsigned);
        int spread = seed % 2 == 0 ? 300 : 5_000;
        for (int round = 0; round < 120; round++) {
            boolean shrinks = round / 20 % 3 == 2;
            for (int i = random.nextInt(120); i > 0; i--) {
                byte[] key = key(random, spread);
                if (random.nextInt(10) < (shrinks ? 9 : 3)) {
                    byte[] known = expected.ceiling(key);
                    byte[] gone = shrinks && known != null ? known : key;
                    subject.tree.remove(gone, subject.batch);
                    expected.remove(gone);
                } else {
                    subject.tree.insert(key);
                    expected.add(key);
                }
            }
            subject.commit();
            if (random.nextInt(4) == 0) {
                subject.reopen();
            }
            byte[] from = key(random, spread);
            assertThat(subject.from(from))
                    .as("seed %d round %d", seed, round)
                    .containsExactlyElementsOf(expected.tailSet(from));
            assertThat(subject.tree.below(from).map(Bytes::of))
                    .isEqualTo(Optional.ofNullable(expected.lower(from)).map(Bytes::of));
        }
        assertThat(subject.from(new byte[0])).containsExactlyElementsOf(expected);
        List.copyOf(expected).forEach(key -> subject.tree.remove(key, subject.batch));
        subject.commit();
        assertThat(subject.from(new byte[0])).isEmpty();
        assertThat(subject.tree.below(null)).isEmpty();
    }

    @Test
    void theNumberOfKeysIsEstimated() {
        Subject subject = new Subject(new MemoryStore());
        for (int i = 0; i < 20_000; i++) {
            subject.tree.insert(String.format("%06d", i).getBytes(StandardCharsets.US_ASCII));
            if (i % 500 == 0) {
                subject.commit();
            }
        }
        subject.commit();
        assertThat(subject.tree.estimate(new byte[0], null)).isBetween(15_000L, 25_000L);
        assertThat(estimate(subject, "005000", "015000")).isBetween(7_500L, 12_500L);
        assertThat(estimate(subject, "005000", "005010")).isBetween(5L, 15L);
        assertThat(estimate(subject, "005000", "005000")).isZero();
    }

    private static long estimate(Subject subject, String from, String to) {
        return subject.tree.estimate(from.getBytes(StandardCharsets.US_ASCII), to.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aChangedKeyCostsItsOwnBytesAndPagesAreAsSpecified() {
        MemoryStore store = new MemoryStore();
        Subject subject = new Subject(store);
        subject.tree.insert("aa".getBytes(StandardCharsets.US_ASCII));
        subject.tree.insert("ab".getBytes(StandardCharsets.US_ASCII));
        subject.commit();
        subject.tree.remove("aa".getBytes(StandardCharsets.US_ASCII), subject.batch);
        subject.commit();
        // generation, number of changes, then each: removed or inserted, length, key
        assertThat(stored(store)).containsEntry("000000030000000000", "0002" + "01026161" + "01026162");
        assertThat(stored(store)).containsEntry("000000030000000001", "0001" + "00026161");
        for (int i = 0; i < 31; i++) {
            subject.tree.insert(new byte[] {'b', (byte) i});
            subject.commit();
        }
        // generation, leaf, number of keys, then each: shared with the one before, length of the rest, rest
        assertThat(stored(store).get("0000000300000000"))
                .startsWith("01" + "00" + "20" + "00026162" + "00026200" + "010101");
        subject.reopen();
        assertThat(subject.from(new byte[0])).hasSize(32);
    }

    private Map<String, String> stored(Store store) {
        Map<String, String> found = new java.util.TreeMap<>();
        int prefix = space.all().length;
        store.scan(Family.INDEX, space.all(), (key, value) -> {
            found.put(
                    HexFormat.of().formatHex(key, prefix, key.length),
                    HexFormat.of().formatHex(value));
            return true;
        });
        return found;
    }

    @Test
    void theStoreLearnsNothingOfTheKeys() {
        MemoryStore inner = new MemoryStore();
        Subject subject = new Subject(new SealedStore(inner, new TestSealer()));
        for (int i = 0; i < 2_000; i++) {
            subject.tree.insert(("canary " + i).getBytes(StandardCharsets.US_ASCII));
            if (i % 7 == 0) {
                subject.commit();
            }
        }
        subject.commit();
        inner.scan(Family.INDEX, new byte[0], (key, value) -> {
            assertThat(new String(key, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
            assertThat(new String(value, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
            return true;
        });
        assertThat(subject.from(new byte[0])).hasSize(2_000);
    }

    @Test
    void aDamagedPageIsReported() {
        MemoryStore store = new MemoryStore();
        for (String damaged : List.of("0100020001620001", "01000100", "0100010001ff00", "00")) {
            store.write(new StoreBatch()
                    .put(Family.INDEX, space.page(INDEX, 0), HexFormat.of().parseHex(damaged)));
            assertThatThrownBy(() -> new Subject(store).from(new byte[0]))
                    .isInstanceOfSatisfying(
                            HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT));
        }
    }

    /** Long keys make a tree of several levels with few of them; its inner pages divide and empty too. */
    @ParameterizedTest
    @ValueSource(ints = {300, 900, 3_000})
    void longKeysMakeATallTree(int length) {
        Random random = new Random(length);
        Subject subject = new Subject(new MemoryStore());
        TreeSet<byte[]> expected = new TreeSet<>(Arrays::compareUnsigned);
        for (int i = 0; i < 700; i++) {
            byte[] key = Arrays.copyOf(
                    String.format("%06d", random.nextInt(1_000_000)).getBytes(StandardCharsets.US_ASCII), length);
            Arrays.fill(key, 6, length - 6, (byte) 'x');
            key[length - 1] = (byte) i;
            // alike at the beginning, so that what divides two pages is long, too
            byte[] alike = new byte[length];
            Arrays.fill(alike, (byte) 'y');
            System.arraycopy(key, 0, alike, length - 6, 6);
            for (byte[] each : List.of(key, alike)) {
                subject.tree.insert(each);
                expected.add(each);
            }
            if (i % 50 == 0) {
                subject.commit();
            }
        }
        subject.commit();
        assertThat(subject.from(new byte[0])).containsExactlyElementsOf(expected);
        assertThat(subject.tree.count(new byte[0], null)).isEqualTo(expected.size());
        assertThat(subject.tree.estimate(new byte[0], null)).isPositive();
        subject.reopen();
        List<byte[]> all = new ArrayList<>(expected);
        byte[] from = all.get(100);
        byte[] to = all.get(900);
        assertThat(subject.tree.count(from, to)).isEqualTo(800);
        assertThat(subject.tree.count(to, from)).isZero();
        for (byte[] key : all) { // from the least on, so that what comes first in inner pages goes
            subject.tree.remove(key, subject.batch);
            expected.remove(key);
            if (expected.size() % 100 == 0) {
                subject.commit();
                assertThat(subject.from(new byte[0])).containsExactlyElementsOf(expected);
            }
        }
        subject.commit();
        assertThat(subject.from(new byte[0])).isEmpty();
    }

    /** Pages of one index go, and those of another that share the memory stay, changed ones too. */
    @Test
    void anIndexThatIsDroppedTakesNothingOfAnotherWithIt() {
        MemoryStore store = new MemoryStore();
        IndexPages pages = new IndexPages(store, space, 20_000);
        IndexTree one = new IndexTree(store, pages, space, 1);
        IndexTree other = new IndexTree(store, pages, space, 2);
        one.insert(new byte[] {1});
        other.insert(new byte[] {2});
        StoreBatch batch = new StoreBatch();
        pages.drop(1, batch);
        pages.write(batch);
        other.write(batch);
        store.write(batch);
        pages.forget();
        assertThat(other.from(new byte[0]).next()).containsExactly(2);
        assertThat(new IndexTree(store, pages, space, 1).from(new byte[0]).next())
                .isNull();
    }

    /** What is not written yet is kept however much there is; when it is written it may go. */
    @Test
    void changedPagesStayUntilTheyAreWritten() {
        MemoryStore store = new MemoryStore();
        IndexPages pages = new IndexPages(store, space, 1);
        IndexTree tree = new IndexTree(store, pages, space, INDEX);
        for (int i = 0; i < 1_000; i++) {
            tree.insert(String.format("%06d", i).getBytes(StandardCharsets.US_ASCII));
            pages.trim();
        }
        assertThat(tree.count(new byte[0], null)).isEqualTo(1_000);
        StoreBatch batch = new StoreBatch();
        pages.write(batch);
        tree.write(batch);
        store.write(batch);
        pages.trim();
        assertThat(tree.count(new byte[0], null)).isEqualTo(1_000);
    }
}
