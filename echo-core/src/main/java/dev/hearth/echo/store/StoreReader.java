package dev.hearth.echo.store;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Reads pairs of key and value. Keys are ordered as unsigned bytes. Arrays handed over are not changed by either side.
 */
public interface StoreReader {
    /** Returns the value under {@code key}. */
    Optional<byte[]> get(Family family, byte[] key);

    /**
     * Visits, in order of keys, the pairs whose key starts with {@code prefix}, until {@code visitor} returns false.
     * The visitor sees the state at the start of the scan and may write to the store.
     */
    default void scan(Family family, byte[] prefix, BiPredicate<byte[], byte[]> visitor) {
        scan(family, prefix, prefix, visitor);
    }

    /** As {@link #scan(Family, byte[], BiPredicate)}, starting at {@code from}, which itself starts with the prefix. */
    void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor);

    /**
     * As {@link #scan(Family, byte[], byte[], BiPredicate)}, but for the keys alone: a value that can't be read is in
     * nobody's way.
     */
    default void keys(Family family, byte[] prefix, byte[] from, Predicate<byte[]> visitor) {
        scan(family, prefix, from, (key, value) -> visitor.test(key));
    }
}
