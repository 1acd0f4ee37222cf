package dev.hearth.echo.internal.core;

import dev.hearth.echo.DatabaseStats;
import dev.hearth.echo.IndexStatus;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreSnapshot;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts what a database holds without reading what is in it: the entries of the catalogue, one after the other, as
 * they were at one moment, and not under the database's lock.
 */
final class Statistics {
    private final Map<String, Catalogue.Counting> types = new HashMap<>();
    private final int feeds;
    private final DatabaseStats.Cache cache;
    private final List<IndexStatus> indexes;

    private Statistics(Core core) {
        Catalogue catalogue = core.objects().catalogue();
        catalogue.types().forEach(type -> types.put(type, catalogue.counting(type)));
        feeds = core.feeds().version().heads().size();
        cache = core.objects().cache();
        indexes = core.indexing().list();
    }

    static DatabaseStats of(Core core) {
        try (StoreSnapshot now = core.snapshot()) {
            Statistics known = core.locked(() -> new Statistics(core));
            SortedMap<String, DatabaseStats.Listed> counted = new TreeMap<>();
            known.types.forEach((type, counting) -> {
                long deleted = Catalogue.Counting.count(now, counting.deleted());
                long all = Catalogue.Counting.count(now, counting.all());
                counted.put(type, new DatabaseStats.Listed(all - deleted, deleted));
            });
            return new DatabaseStats(
                    counted,
                    known.feeds,
                    core.version().blocks(),
                    bytes(core.store()),
                    core.blobs().held(),
                    known.cache,
                    known.indexes);
        }
    }

    private static Map<Family, Long> bytes(Store store) {
        Map<Family, Long> bytes = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            bytes.put(family, store.bytes(family));
        }
        return bytes;
    }
}
