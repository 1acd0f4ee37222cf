package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Finding;
import dev.hearth.echo.RepairReport;
import dev.hearth.echo.VerifyProgress;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.feed.Changes;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.FeedWalk;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.index.StoredIndex;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import dev.hearth.echo.store.StoreSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes anew what a verification found wrong, from the blocks. Every step is one atomic write that leaves the database
 * as good as before or better, so a repair that was ended is simply done again. Most of the work is reading blocks as
 * of one moment, without the lock; under the lock come the blocks since, and the writing of some objects at a time.
 */
final class Repair {
    private static final int OBJECTS_AT_ONCE = 64;
    private static final int ENTRIES_AT_ONCE = 1_000;

    private final Core core;
    private final SpaceGuard guard;
    private final Consumer<VerifyProgress> progress;
    private final long mostBytes;
    private final Map<Integer, FeedWalk> walks = new HashMap<>();
    private final Set<ObjectId> failed = new HashSet<>();
    private final Set<Integer> rebuilding = new HashSet<>();
    private long rebuilt;

    Repair(Core core, long mostBytes, Consumer<VerifyProgress> progress) {
        this.core = core;
        this.guard = core.guard();
        this.mostBytes = mostBytes;
        this.progress = progress;
    }

    RepairReport run(Damage damage) {
        core.locked(() -> quarantine(damage));
        if (core.locked(core.branches()::isAnyMerged)) {
            failed.addAll(damage.objects()); // what was merged from branches is not in the blocks of the space alone
        } else if (damage.gaps().isEmpty()) {
            Set<ObjectId> left = new TreeSet<>(damage.objects());
            while (!left.isEmpty()) {
                remake(left);
            }
        }
        relist(damage);
        rebuilding.addAll(damage.indexes());
        core.locked(this::rebuildIndexes);
        for (Hash chunk : damage.chunks()) {
            core.blobs().recheck(chunk);
        }
        core.peers().wake();
        return report(damage);
    }

    private RepairReport report(Damage damage) {
        List<Finding> repaired = new ArrayList<>();
        List<Finding> left = new ArrayList<>();
        Set<String> unmade = new HashSet<>();
        failed.forEach(id -> unmade.add(id.toString()));
        for (Finding finding : damage.findings()) {
            boolean mended = finding.repairable() && !unmade.contains(finding.where());
            (mended ? repaired : left).add(finding);
        }
        return new RepairReport(repaired, left, rebuilt, rebuilding.size());
    }

    /** Notes what can't be passed on, in one write, and takes away signatures that are wrong. */
    private boolean quarantine(Damage damage) {
        core.requireNoTransaction();
        core.requireWhole();
        StoreBatch batch = new StoreBatch();
        Feeds feeds = core.feeds();
        damage.signatures().forEach((device, seqs) -> {
            Feed feed = feeds.known(device);
            for (long seq : seqs) {
                batch.delete(Family.SIGNATURE, keys().block(feed.number(), seq));
                if (!device.equals(guard.self())) {
                    long before = feeds.keptHeads(feed).stream()
                            .filter(other -> other < seq && !seqs.contains(other))
                            .reduce(0L, Math::max);
                    core.gaps().add(feed, new Gaps.Gap(before + 1, seq), batch);
                }
            }
        });
        damage.gaps().forEach((device, gap) -> core.gaps().add(feeds.known(device), gap, batch));
        if (!batch.isEmpty()) {
            core.write(batch);
        }
        return true;
    }

    private Keyspace keys() {
        return new Keyspace(guard.space());
    }

    /** Makes as many objects anew as there is room for their changes, the first of {@code left}, and takes them out. */
    private void remake(Set<ObjectId> left) {
        Gathering gathering = new Gathering(left);
        try (StoreSnapshot now = core.snapshot()) {
            gathering.read(now);
        }
        List<ObjectId> ready = List.copyOf(gathering.logs.keySet());
        for (int from = 0; from < ready.size(); from += OBJECTS_AT_ONCE) {
            List<ObjectId> some = ready.subList(from, Math.min(ready.size(), from + OBJECTS_AT_ONCE));
            core.locked(() -> {
                core.requireNoTransaction();
                gathering.readOn(core.feeds());
                return write(some, gathering.logs);
            });
            progress.accept(new VerifyProgress(VerifyProgress.Stage.REPAIR, rebuilt));
        }
        left.removeAll(ready);
    }

    private boolean write(List<ObjectId> some, Map<ObjectId, ChangeLog> logs) {
        StoreBatch batch = new StoreBatch();
        for (ObjectId id : some) {
            if (!write(id, logs.getOrDefault(id, new ChangeLog(core.actors())), batch)) {
                failed.add(id);
            }
        }
        core.write(batch);
        core.tree().forget();
        return true;
    }

    private boolean write(ObjectId id, ChangeLog log, StoreBatch batch) {
        try {
            byte[] base = base(id);
            ChangeLog whole = new ChangeLog(core.actors(), base);
            log.changes().forEach(whole::add);
            if (isCut(whole)) {
                return false;
            }
            indexesOf(core.objects().rebuild(id, whole, base, batch).type());
            rebuilt++;
            return true;
        } catch (ChangeException | IllegalStateException e) {
            return false;
        }
    }

    /** What it was at the base may be what is damaged; then it can be made anew only if it began since. */
    private byte @Nullable [] base(ObjectId id) {
        try {
            return core.objects().base(id);
        } catch (HearthException e) {
            return null;
        }
    }

    /** Every object begins with its type, so one without it began before the base, of which nothing is here. */
    private boolean isCut(ChangeLog log) throws ChangeException {
        ObjectState state = log.state(Horizon.ALL);
        return !core.feeds().base().isEmpty()
                && !log.hasBase()
                && !state.purged()
                && LiveObject.type(state).isEmpty();
    }

    private void indexesOf(String type) {
        core.objects().indexes().of(type).forEach(index -> rebuilding.add(index.number()));
    }

    /** The changes of some objects, out of all blocks. */
    private final class Gathering {
        private final TreeMap<ObjectId, ChangeLog> logs = new TreeMap<>();
        private final Map<ObjectId, Long> sizes = new HashMap<>();
        private long bytes;

        Gathering(Set<ObjectId> wanted) {
            wanted.forEach(id -> logs.put(id, new ChangeLog(core.actors())));
        }

        void read(StoreReader store) {
            walks.clear();
            Actors numbers = new Actors();
            readOn(new Feeds(
                    store,
                    keys(),
                    guard.space(),
                    device -> numbers.intern(device.value().toArray()),
                    0));
        }

        /** Goes on to where the feeds are by now. */
        void readOn(Feeds feeds) {
            for (Feed feed : feeds.all()) {
                FeedWalk walk = walks.computeIfAbsent(feed.number(), number -> new FeedWalk(guard, feed, feeds));
                while (walk.seq() < feed.seq()) {
                    take(feeds, feed, walk);
                }
            }
        }

        private void take(Feeds feeds, Feed feed, FeedWalk walk) {
            try {
                List<Changes.Change> changes = walk.open(feeds.stored(feed, walk.seq() + 1), feeds)
                        .orElseThrow(() -> new MalformedException("Its key is not here"));
                for (Changes.Change change : changes) {
                    ChangeLog log = logs.get(change.object());
                    if (log != null) {
                        log.add(FeedAudit.logged(walk, feed.number(), change));
                        grown(change.object(), change.bytes().length + 64L);
                    }
                }
            } catch (MalformedException e) {
                throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "block"), e);
            }
        }

        /** When there is no room for all, those with the greatest ids wait for another round. */
        private void grown(ObjectId object, long by) {
            sizes.merge(object, by, Long::sum);
            bytes += by;
            while (bytes > mostBytes && logs.size() > 1) {
                ObjectId last = logs.lastKey();
                logs.remove(last);
                Long freed = sizes.remove(last);
                bytes -= freed == null ? 0 : freed;
            }
        }
    }

    private void relist(Damage damage) {
        List<ObjectId> objects = List.copyOf(damage.unlisted());
        for (int from = 0; from < objects.size(); from += OBJECTS_AT_ONCE) {
            List<ObjectId> some = objects.subList(from, Math.min(objects.size(), from + OBJECTS_AT_ONCE));
            core.locked(() -> {
                StoreBatch batch = new StoreBatch();
                some.forEach(id -> relist(id, batch));
                core.write(batch);
                core.trim();
                return true;
            });
        }
        List<byte[]> stray = damage.strayEntries();
        for (int from = 0; from < stray.size(); from += ENTRIES_AT_ONCE) {
            List<byte[]> some = stray.subList(from, Math.min(stray.size(), from + ENTRIES_AT_ONCE));
            core.locked(() -> {
                StoreBatch batch = new StoreBatch();
                some.stream()
                        .filter(key -> !core.objects().has(Catalogue.object(key)))
                        .forEach(key -> batch.delete(Family.CATALOGUE, key));
                core.write(batch);
                return true;
            });
        }
    }

    private void relist(ObjectId id, StoreBatch batch) {
        try {
            core.objects().catalogue().relist(core.objects().get(id), batch);
        } catch (HearthException e) {
            failed.add(id); // it is damaged itself, and told as such
        }
    }

    private boolean rebuildIndexes() {
        if (rebuilding.isEmpty()) {
            return true;
        }
        StoreBatch batch = new StoreBatch();
        List<Integer> known =
                core.objects().indexes().all().stream().map(StoredIndex::number).toList();
        rebuilding.stream()
                .filter(known::contains)
                .forEach(number -> core.objects().indexes().rebuild(number, batch));
        core.write(batch);
        core.indexing().start();
        return true;
    }
}
