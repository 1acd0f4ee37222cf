package dev.hearth.echo;

import dev.hearth.echo.store.Family;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a database holds and what it takes.
 *
 * @param types the objects that are listed under each type; one whose type was changed is listed under both
 * @param feeds how many devices have written
 * @param blocks how many transactions are in
 * @param bytes what each family of the store takes, of all databases in that store: about, in RocksDB, where deleted
 *     values count until they are compacted away; exactly, in memory. What was committed a moment ago may be missing
 * @param blobs the blobs of which something is here
 * @param cache what is kept in memory
 * @param indexes the indexes that queries use
 */
public record DatabaseStats(
        SortedMap<String, Listed> types,
        int feeds,
        long blocks,
        Map<Family, Long> bytes,
        Held blobs,
        Cache cache,
        List<IndexStatus> indexes) {
    /** Copies its input. */
    public DatabaseStats {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
        bytes = Collections.unmodifiableMap(bytes.isEmpty() ? Map.of() : new EnumMap<>(bytes));
        indexes = List.copyOf(indexes);
    }

    /** Returns how many objects are shown, of all types. */
    public long objects() {
        return types.values().stream().mapToLong(Listed::shown).sum();
    }

    /** Returns what all families take together. */
    public long allBytes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The objects of one type.
     *
     * @param shown how many queries see
     * @param deleted how many were deleted or purged, beside them
     */
    public record Listed(long shown, long deleted) {}

    /**
     * The blobs.
     *
     * @param count of how many something is here
     * @param complete of how many all is here
     * @param bytes how long they are together, whether here or not
     */
    public record Held(long count, long complete, long bytes) {}

    /**
     * What is kept in memory so that it need not be read again.
     *
     * @param objects how many objects
     * @param bytes about how many bytes they take
     * @param most how many bytes they may take
     */
    public record Cache(long objects, long bytes, long most) {}
}
