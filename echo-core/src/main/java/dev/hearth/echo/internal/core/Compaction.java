package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.CompactionReport;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.feed.Base;
import dev.hearth.echo.internal.feed.Causality;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Drops what led to a stable version: the newest that all blocks follow, those here which are not in it and all that a
 * device may still write. First the version is noted, in one write; from then on nothing before it counts on being
 * found. Then objects are written anew, some at a time, each time in one write, and then the blocks go. So a compaction
 * that ends halfway has dropped less, and the next one does the rest. The lock is let go between the steps.
 *
 * <p>A branch may still bring changes that know nothing later than the version that it began with. So nothing is
 * dropped until all devices know of each branch that it has ended; and nothing once something was written in one, for
 * the state that others take over does not tell of the authors in branches.
 */
final class Compaction {
    private static final int BLOCKS_AT_ONCE = 4_096;
    private static final int OBJECTS_AT_ONCE = 256;
    private static final int PURGES_AT_ONCE = 1_024;

    private final Core core;
    private final Store store;
    private long objects;
    private long purged;
    private long blocks;

    Compaction(Core core, Store store) {
        this.core = core;
        this.store = store;
    }

    /** Compacts; one after the other, when several threads ask for it. */
    synchronized CompactionReport run() {
        Version start = core.locked(() -> {
            core.requireNoTransaction();
            return core.feeds().version();
        });
        objects = 0;
        purged = 0;
        blocks = 0;
        long before = store.diskBytes();
        if (core.guard().mayWrite()) {
            if (!core.locked(() -> core.branches().isAnyOpen(core.version()))) {
                purgeDeleted();
            }
            core.locked(() -> {
                core.acknowledging().now();
                return true;
            });
        }
        List<DeviceId> unacknowledged = drop(start);
        Version base = core.locked(() -> core.feeds().base().version());
        if (!unacknowledged.isEmpty()) {
            core.peers().wantAcknowledgement();
        }
        store.compact();
        return new CompactionReport(base, objects, purged, blocks, before, store.diskBytes(), unacknowledged);
    }

    /** As {@link #run}, for those who can't read what is dropped: nothing that was deleted is purged for it. */
    synchronized void runForNewcomers() {
        drop(core.locked(core.feeds()::version));
    }

    private List<DeviceId> drop(Version start) {
        Base former = core.locked(() -> core.feeds().base());
        List<DeviceId> unacknowledged = readBlocks(causality -> move(causality, start));
        everyChanged(this::rewrite);
        dropBlocks();
        core.flush();
        if (former != core.locked(() -> core.feeds().base())
                && core.guard().newcomers().allReadFrom() > 0) {
            core.peers().greetAnew(); // who can't read the blocks that came so far takes over the state instead
        }
        return unacknowledged;
    }

    /** Reads what blocks build on, with the lock let go from time to time, and then does some work under the lock. */
    private <R> R readBlocks(Function<Causality, R> work) {
        while (true) {
            Optional<R> result = core.locked(() -> {
                Causality causality = core.feeds().causality();
                return causality.read(BLOCKS_AT_ONCE) ? Optional.of(work.apply(causality)) : Optional.empty();
            });
            if (result.isPresent()) {
                core.locked(() -> {
                    core.feeds().trim();
                    return true;
                });
                return result.get();
            }
        }
    }

    /** Returns the devices of which more blocks may come. */
    Set<DeviceId> writers() {
        Map<DeviceId, Long> all = core.guard().writers();
        Set<DeviceId> writers = new HashSet<>();
        all.forEach((device, last) -> {
            if (last == Long.MAX_VALUE && !isFrozen(device)) {
                writers.add(device);
            }
        });
        Set<DeviceId> removed = new HashSet<>();
        all.forEach((device, last) -> {
            boolean reached = last <= core.feeds().find(device).map(Feed::seq).orElse(0L);
            if (last < Long.MAX_VALUE
                    && !isFrozen(device)
                    && !(reached && core.intake().isKnownByAll(device, writers))) {
                removed.add(device);
            }
        });
        writers.addAll(removed);
        return writers;
    }

    private boolean isFrozen(DeviceId device) {
        return core.feeds().find(device).filter(Feed::frozen).isPresent();
    }

    /** Lets the space begin with the stable version; returns which devices hold it up. */
    private List<DeviceId> move(Causality causality, Version start) {
        Feeds feeds = core.feeds();
        Set<DeviceId> writers = writers();
        Map<DeviceId, Long> stable = causality.stable(writers);
        writers.remove(core.guard().self()); // which has just acknowledged
        List<DeviceId> behind = causality.behind(writers, start);
        boolean open = core.branches().isAnyOpen(new Version(new TreeMap<>(stable)));
        if (!open
                && stable.entrySet().stream()
                        .anyMatch(head -> head.getValue() > feeds.base().seq(head.getKey()))) {
            List<Feed> places = causality.places(stable, core.ledger()::lastObject);
            StoreBatch batch = new StoreBatch();
            for (Feed place : places) {
                blocks += place.seq() - feeds.base().seq(place.device());
            }
            feeds.rebase(places, batch);
            core.write(batch);
            core.branches().closeDropped();
        }
        return behind;
    }

    /** Looks at all objects that were changed since the last time, some at a time. */
    private void everyChanged(Visitor visitor) {
        Optional<ObjectId> after = Optional.empty();
        do {
            Optional<ObjectId> from = after;
            after = core.locked(() -> {
                List<ObjectId> ids = core.objects().changed(from, OBJECTS_AT_ONCE);
                StoreBatch batch = new StoreBatch();
                for (ObjectId id : ids) {
                    visitor.visit(core.objects().get(id), batch);
                }
                if (!batch.isEmpty()) {
                    core.write(batch);
                }
                core.trim();
                return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(ids.size() - 1));
            });
        } while (after.isPresent());
    }

    /** Does something to an object. */
    private interface Visitor {
        void visit(LiveObject object, StoreBatch batch);
    }

    /** Deleted objects are purged as a member purges them, so that all peers agree on it. */
    private void purgeDeleted() {
        Map<DeviceId, Long> stable = readBlocks(causality -> causality.stable(writers()));
        Horizon within = Reach.loose(core, new Version(new TreeMap<>(stable)));
        boolean all = core.locked(() ->
                core.feeds().all().stream().allMatch(feed -> feed.seq() <= stable.getOrDefault(feed.device(), 0L)));
        List<ObjectId> deleted = new ArrayList<>();
        everyChanged((object, batch) -> {
            if (object.shownOnceRestored()
                    && !core.edges().isNamedByEnds(object)
                    && (all
                            || core.objects().history(object.id()).changes().stream()
                                    .allMatch(within::includes))) {
                deleted.add(object.id());
            }
        });
        for (int from = 0; from < deleted.size(); from += PURGES_AT_ONCE) {
            List<ObjectId> some = deleted.subList(from, Math.min(deleted.size(), from + PURGES_AT_ONCE));
            core.transact(() -> some.stream()
                    .filter(id -> core.objects().get(id).shownOnceRestored())
                    .forEach(id -> core.edit(id, true, Edit::purge)));
        }
    }

    private void rewrite(LiveObject object, StoreBatch batch) {
        Base base = core.feeds().base();
        boolean all = core.feeds().all().stream().allMatch(feed -> base.includes(feed.device(), feed.seq()));
        try {
            if (all) {
                rewrite(object, object.state(), List.of(), batch);
                return;
            }
            ChangeLog log = core.objects().history(object.id());
            Horizon within = Reach.loose(core, base.version());
            List<LoggedChange> later = log.changes().stream()
                    .filter(change -> !within.includes(change))
                    .toList();
            if (later.size() < log.changes().size()) { // otherwise it began since, or has been written anew
                rewrite(object, later.isEmpty() ? object.state() : log.state(within), later, batch);
            }
        } catch (ChangeException e) {
            throw Histories.corrupt(e);
        }
    }

    private void rewrite(LiveObject object, ObjectState state, List<LoggedChange> later, StoreBatch batch)
            throws ChangeException {
        if (state.purged()) {
            core.objects().bury(object, batch);
            purged++;
        } else {
            state.forgetHistory();
            core.objects().rebase(object, state, later, batch);
            objects++;
        }
    }

    private void dropBlocks() {
        for (Feed place : core.locked(() -> core.feeds().base().feeds())) {
            core.locked(() -> {
                StoreBatch batch = new StoreBatch();
                core.feeds().dropBlocks(place, batch);
                if (!batch.isEmpty()) {
                    core.write(batch);
                }
                return true;
            });
        }
    }
}
