package dev.hearth.echo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class StoreContract {
    private Store store = new MemoryStore();

    /** Opens an empty store. */
    abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private List<String> keys(StoreReader reader, byte[] prefix, byte[] from) {
        List<String> keys = new ArrayList<>();
        reader.scan(
                Family.TAIL,
                prefix,
                from,
                (key, value) -> keys.add(Bytes.of(key).hex()));
        return keys;
    }

    @Test
    void aBatchIsVisibleAsAWhole() {
        store.write(new StoreBatch()
                .put(Family.TAIL, bytes(1), bytes(10))
                .put(Family.OBJECT, bytes(1), bytes(20))
                .put(Family.TAIL, bytes(2), bytes())
                .delete(Family.TAIL, bytes(1)));
        assertThat(store.get(Family.TAIL, bytes(1))).isEmpty();
        assertThat(store.get(Family.OBJECT, bytes(1))).contains(bytes(20));
        assertThat(store.get(Family.TAIL, bytes(2))).contains(bytes());
        assertThat(store.get(Family.BLOCK, bytes(1))).isEmpty();
        store.write(new StoreBatch().delete(Family.BLOCK, bytes(7)));
    }

    @Test
    void keysAreOrderedAsUnsignedBytes() {
        for (byte[] key :
                List.of(bytes(5, 255), bytes(5), bytes(5, 0), bytes(5, 127), bytes(5, 128), bytes(6), bytes(4, 9))) {
            store.write(new StoreBatch().put(Family.TAIL, key, key));
        }
        assertThat(keys(store, bytes(5), bytes(5))).containsExactly("05", "0500", "057f", "0580", "05ff");
        assertThat(keys(store, bytes(5), bytes(5, 127))).containsExactly("057f", "0580", "05ff");
        assertThat(keys(store, bytes(), bytes())).hasSize(7).startsWith("0409").endsWith("06");
        assertThat(keys(store, bytes(7), bytes(7))).isEmpty();
    }

    @Test
    void aScanEndsWhenItsVisitorSaysSo() {
        for (int i = 0; i < 10; i++) {
            store.write(new StoreBatch().put(Family.TAIL, bytes(i), bytes(i)));
        }
        List<Integer> seen = new ArrayList<>();
        store.scan(Family.TAIL, bytes(), (key, value) -> {
            seen.add((int) value[0]);
            store.write(new StoreBatch().put(Family.TAIL, bytes(100 + key[0]), bytes(1)));
            return seen.size() < 3;
        });
        assertThat(seen).containsExactly(0, 1, 2);
        assertThat(store.get(Family.TAIL, bytes(102))).isPresent();
    }

    @Test
    void aRangeIsDeletedWithoutItsEnd() {
        for (int i = 0; i < 10; i++) {
            store.write(new StoreBatch().put(Family.TAIL, bytes(i), bytes(i)));
        }
        store.write(
                new StoreBatch().deleteRange(Family.TAIL, bytes(2), bytes(8)).put(Family.TAIL, bytes(5), bytes(55)));
        assertThat(keys(store, bytes(), bytes())).containsExactly("00", "01", "05", "08", "09");
        assertThatThrownBy(() -> new StoreBatch().deleteRange(Family.TAIL, bytes(2), bytes(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSnapshotDoesNotSeeLaterWrites() {
        store.write(new StoreBatch().put(Family.TAIL, bytes(1), bytes(1)));
        try (StoreSnapshot snapshot = store.snapshot()) {
            store.write(new StoreBatch().put(Family.TAIL, bytes(1), bytes(2)).put(Family.TAIL, bytes(2), bytes(2)));
            assertThat(snapshot.get(Family.TAIL, bytes(1))).contains(bytes(1));
            assertThat(keys(snapshot, bytes(), bytes())).containsExactly("01");
        }
        assertThat(store.get(Family.TAIL, bytes(1))).contains(bytes(2));
    }

    @Test
    void randomWritesEndAsInAMap() {
        long seed = 42;
        Random random = new Random(seed);
        NavigableMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
        for (int round = 0; round < 300; round++) {
            StoreBatch batch = new StoreBatch();
            for (int i = random.nextInt(10); i > 0; i--) {
                byte[] key = bytes(random.nextInt(8), random.nextInt(256));
                if (random.nextInt(4) == 0) {
                    batch.delete(Family.TAIL, key);
                    expected.remove(key);
                } else if (random.nextInt(20) == 0) {
                    byte[] end = bytes(8);
                    batch.deleteRange(Family.TAIL, key, end);
                    expected.subMap(key, end).clear();
                } else {
                    byte[] value = new byte[random.nextInt(100)];
                    random.nextBytes(value);
                    batch.put(Family.TAIL, key, value);
                    expected.put(key, value);
                }
            }
            store.write(batch);
        }
        store.flush();
        List<Map.Entry<String, String>> found = new ArrayList<>();
        store.scan(
                Family.TAIL,
                bytes(),
                (key, value) ->
                        found.add(Map.entry(Bytes.of(key).hex(), Bytes.of(value).hex())));
        assertThat(found)
                .as("seed %d", seed)
                .isEqualTo(expected.entrySet().stream()
                        .map(entry -> Map.entry(
                                Bytes.of(entry.getKey()).hex(),
                                Bytes.of(entry.getValue()).hex()))
                        .toList());
    }

    @Test
    void afterClosingItSaysSo() {
        store.close();
        store.close();
        assertThatThrownBy(() -> store.get(Family.TAIL, bytes(1)))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        assertThatThrownBy(() -> store.write(new StoreBatch().put(Family.TAIL, bytes(1), bytes(1))))
                .isInstanceOf(HearthException.class);
        assertThatThrownBy(() -> store.flush()).isInstanceOf(HearthException.class);
    }
}
