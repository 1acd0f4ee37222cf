package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Commit;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.feed.Content;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.feed.Merge;
import dev.hearth.echo.internal.index.IndexRegistry;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes the changes of a branch into its space, and those of the space into the branch, the same way everywhere: a
 * merge names a version of the other, and what of that version and its past is not in yet comes in, in the order of the
 * Lamport times, under the author and the time that it has there. So it does not matter which merges come first, and
 * what two of them bring comes in once. Used under the database's lock.
 */
final class Merging {
    private final Core into;

    Merging(Core into) {
        this.into = into;
    }

    /**
     * Makes the other have what a merge names: a branch takes the blocks that this block and those right before it in
     * its feed carry, unless they are in already. Returns whether it has all.
     */
    boolean bring(Feed feed, Merge merge) {
        if (merge.heads().isEmpty()) {
            return true;
        }
        Optional<Core> found = into.branches().source(merge);
        if (found.isEmpty()) {
            return false;
        }
        Core other = found.get();
        long before = -1;
        long missing = missing(other, merge);
        boolean takes = other.line().isPresent(); // what the space has comes by itself
        while (takes && missing > 0 && missing != before) { // runs wait for one another, as many as may wait
            if (merge.carried() <= feed.seq()) {
                into.ledger()
                        .read(
                                feed,
                                feed.seq() - merge.carried() + 1,
                                feed.seq(),
                                block -> block.content()
                                        .merge()
                                        .filter(carrying -> carrying.branch().equals(merge.branch()))
                                        .ifPresent(carrying -> take(other, carrying)));
            }
            take(other, merge);
            before = missing;
            missing = missing(other, merge);
        }
        return missing == 0;
    }

    private static void take(Core branch, Merge carrying) {
        Arrivals carried = new Arrivals(); // the merge counts for what it brings into the space
        carrying.runs()
                .forEach(run -> branch.inbox()
                        .take(new Inbox.Run(run.feed(), run.from(), run.bodies(), run.signature()), carried));
        branch.intake().apply();
    }

    /** How many blocks of a merged version the other has not. */
    private static long missing(Core other, Merge merge) {
        long missing = 0;
        for (Map.Entry<DeviceId, Long> head : merge.heads().entrySet()) {
            long here = other.feeds().find(head.getKey()).map(Feed::seq).orElse(0L);
            missing += Math.max(0, head.getValue() - here);
        }
        return missing;
    }

    /** Returns the greatest Lamport time in a merged version, 0 for a block that carries only. */
    long lamport(Merge merge) {
        long latest = 0;
        if (!merge.heads().isEmpty()) {
            Feeds feeds = source(merge).feeds();
            for (Map.Entry<DeviceId, Long> head : merge.heads().entrySet()) {
                latest = Math.max(latest, feeds.lamport(feeds.known(head.getKey()), head.getValue()));
            }
        }
        return latest;
    }

    /** Returns which changes a version has, given by its heads. */
    Horizon within(Map<DeviceId, Long> heads) {
        return Reach.loose(into, new Version(new TreeMap<>(heads)));
    }

    private Core source(Merge merge) {
        return into.branches()
                .source(merge)
                .orElseThrow(() -> new IllegalStateException("A merge of what is not here"));
    }

    /** Returns what a merge brings. */
    Taking taking(Merge merge) {
        return Taking.of(into, merge.heads().isEmpty() ? into : source(merge), merge.heads());
    }

    /** Applies changes to copies of the objects: what passes here can't fail when it is done. */
    void check(Taking taking) throws ChangeException {
        Map<ObjectId, List<LoggedChange>> byObject = new LinkedHashMap<>();
        taking.adopted()
                .forEach(each -> byObject.computeIfAbsent(each.object(), object -> new ArrayList<>())
                        .add(each.change()));
        for (Map.Entry<ObjectId, List<LoggedChange>> changes : byObject.entrySet()) {
            if (into.objects().get(changes.getKey()).isBuried()) {
                continue;
            }
            byte[] saved = into.objects().get(changes.getKey()).state().save();
            ObjectState copy = ObjectState.load(saved, into.actors());
            for (LoggedChange change : changes.getValue()) {
                copy.apply(change.bytes(), change.actor(), change.lamport());
            }
            into.objects().trim();
        }
    }

    /** Applies changes that were checked, and notes how far the other is merged by the feed's newest block. */
    List<Commit.ObjectChange> adopt(Feed feed, Taking taking, StoreBatch batch) {
        List<Commit.ObjectChange> told = new ArrayList<>();
        Map<ObjectId, IndexRegistry.Entries> before = new HashMap<>();
        for (Adopted each : taking.adopted()) {
            LiveObject object = into.objects().get(each.object());
            if (object.isBuried()) {
                continue; // nothing can come of it
            }
            before.computeIfAbsent(object.id(), id -> into.objects().entries(object));
            try {
                object.state()
                        .apply(
                                each.change().bytes(),
                                each.change().actor(),
                                each.change().lamport());
            } catch (ChangeException e) {
                throw new IllegalStateException("A change that was checked does not fit", e);
            }
            told.add(Journal.told(object));
            into.objects().append(object, each.change(), batch);
        }
        before.forEach((object, entries) -> into.objects().index(into.objects().get(object), entries, batch));
        taking.upTo().forEach((author, upTo) -> into.adoptions().add(author, feed, upTo, batch));
        return told;
    }

    /** Returns the objects that a block is about. */
    static Set<ObjectId> touched(Core core, Content content) {
        Set<ObjectId> touched = new HashSet<>();
        content.changes().forEach(change -> touched.add(change.object()));
        content.merge()
                .ifPresent(merge -> core.branches()
                        .source(merge)
                        .ifPresent(other -> merge.runs()
                                .forEach(run -> other.feeds()
                                        .find(run.feed())
                                        .ifPresent(feed -> other.ledger()
                                                .read(
                                                        feed,
                                                        run.from(),
                                                        Math.min(run.to(), feed.seq()),
                                                        block -> block.content()
                                                                .changes()
                                                                .forEach(change -> touched.add(change.object())))))));
        return touched;
    }
}
