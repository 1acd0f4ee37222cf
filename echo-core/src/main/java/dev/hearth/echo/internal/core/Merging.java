package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Commit;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Stratum;
import dev.hearth.echo.internal.feed.Changes;
import dev.hearth.echo.internal.feed.Content;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Merge;
import dev.hearth.echo.internal.feed.StoredBlock;
import dev.hearth.echo.internal.index.IndexRegistry;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the changes of a branch into its space, the same way everywhere: a merge names a version of the branch, and
 * what of that version and its past is not in the space yet comes in, in the order of the Lamport times, under the
 * author and the time that it has in the branch. So it does not matter which merges come first, and what two of them
 * bring comes in once. Used under the database's lock.
 */
final class Merging {
    private final Core main;

    Merging(Core main) {
        this.main = main;
    }

    /**
     * Makes the branch have what a merge names: it takes the blocks that this block and those right before it in its
     * feed carry, unless they are in already. Returns whether it has all.
     */
    boolean bring(Feed feed, Merge merge) {
        if (merge.heads().isEmpty()) {
            return true;
        }
        Optional<Core> found = main.branches().find(merge.branch());
        if (found.isEmpty()) {
            return false;
        }
        Core branch = found.get();
        int before = -1;
        int missing = missing(branch, merge);
        while (missing > 0 && missing != before) { // runs wait for one another within the limits of what may wait
            if (merge.carried() <= feed.seq()) {
                main.ledger()
                        .read(
                                feed,
                                feed.seq() - merge.carried() + 1,
                                feed.seq(),
                                block -> block.content()
                                        .merge()
                                        .filter(carrying -> carrying.branch().equals(merge.branch()))
                                        .ifPresent(carrying -> take(branch, carrying)));
            }
            take(branch, merge);
            before = missing;
            missing = missing(branch, merge);
        }
        return missing == 0;
    }

    private static void take(Core branch, Merge carrying) {
        carrying.runs()
                .forEach(run ->
                        branch.inbox().take(new Inbox.Run(run.feed(), run.from(), run.bodies(), run.signature())));
        branch.applyInbox();
    }

    /** How many blocks of a merged version the branch has not. */
    private static int missing(Core branch, Merge merge) {
        long missing = 0;
        for (Map.Entry<DeviceId, Long> head : merge.heads().entrySet()) {
            long here = branch.feeds().find(head.getKey()).map(Feed::seq).orElse(0L);
            missing += Math.max(0, head.getValue() - here);
        }
        return (int) Math.min(Integer.MAX_VALUE, missing);
    }

    /** Returns the greatest Lamport time in a merged version, 0 for a block that carries only. */
    long lamport(Merge merge) {
        long latest = 0;
        if (!merge.heads().isEmpty()) {
            Core branch = main.branches().require(merge.branch());
            for (Map.Entry<DeviceId, Long> head : merge.heads().entrySet()) {
                Feed feed = branch.feeds().known(head.getKey());
                latest = Math.max(
                        latest, branch.feeds().stored(feed, head.getValue()).lamport());
            }
        }
        return latest;
    }

    /** Returns what a merge brings that is not in yet, in an order that respects causality. */
    List<Adopted> adopted(Merge merge) {
        List<Adopted> adopted = new ArrayList<>();
        if (!merge.heads().isEmpty()) {
            Core branch = main.branches().require(merge.branch());
            past(branch, merge).forEach((device, upTo) -> {
                Feed feed = branch.feeds().known(device);
                branch.ledger().read(feed, merged(merge.branch(), feed) + 1, upTo, block -> {
                    for (Changes.Change change : block.content().changes()) {
                        LoggedChange logged = new LoggedChange(
                                feed.actor(),
                                block.seq(),
                                block.lamport(),
                                Stratum.level(block.id().value().toArray()),
                                change.bytes());
                        adopted.add(new Adopted(change.object(), logged));
                    }
                });
            });
        }
        adopted.sort((one, other) -> {
            int byTime = Long.compare(one.change().lamport(), other.change().lamport());
            return byTime != 0
                    ? byTime
                    : main.actors().compare(one.change().actor(), other.change().actor());
        });
        return adopted;
    }

    private long merged(ObjectId branch, Feed feed) {
        return main.adoptions().upTo(number(branch, feed));
    }

    private int number(ObjectId branch, Feed feed) {
        return main.feeds()
                .byActor(feed.actor())
                .orElseThrow(() -> new IllegalStateException("An author of branch " + branch + " has no number"))
                .number();
    }

    /**
     * The blocks of a branch that a merge brings, by the last of each feed: those that it names and what they follow.
     */
    private Map<DeviceId, Long> past(Core branch, Merge merge) {
        Map<DeviceId, Long> past = new LinkedHashMap<>();
        Deque<Map.Entry<DeviceId, Long>> open = new ArrayDeque<>(merge.heads().entrySet());
        while (!open.isEmpty()) {
            Map.Entry<DeviceId, Long> head = open.poll();
            Feed feed = branch.feeds().known(head.getKey());
            long known = Math.max(merged(merge.branch(), feed), past.getOrDefault(feed.device(), 0L));
            for (long seq = known + 1; seq <= head.getValue(); seq++) {
                StoredBlock block = branch.feeds().stored(feed, seq);
                for (int i = 0; i < block.feeds().length; i++) {
                    open.add(Map.entry(branch.feeds().numbered(block.feeds()[i]).device(), block.seqs()[i]));
                }
            }
            if (head.getValue() > known) {
                past.put(feed.device(), head.getValue());
            }
        }
        return past;
    }

    /** Applies changes to copies of the objects: what passes here can't fail when it is done. */
    void check(List<Adopted> adopted) throws ChangeException {
        Map<ObjectId, List<LoggedChange>> byObject = new LinkedHashMap<>();
        adopted.forEach(each -> byObject.computeIfAbsent(each.object(), object -> new ArrayList<>())
                .add(each.change()));
        for (Map.Entry<ObjectId, List<LoggedChange>> changes : byObject.entrySet()) {
            byte[] saved = main.objects().get(changes.getKey()).state().save();
            ObjectState copy = ObjectState.load(saved, main.actors());
            for (LoggedChange change : changes.getValue()) {
                copy.apply(change.bytes(), change.actor(), change.lamport());
            }
            main.objects().trim();
        }
    }

    /** Applies changes that were checked, and notes how far the branch is merged by the feed's newest block. */
    List<Commit.ObjectChange> adopt(Feed feed, Merge merge, List<Adopted> adopted, StoreBatch batch) {
        List<Commit.ObjectChange> told = new ArrayList<>();
        Map<ObjectId, IndexRegistry.Entries> before = new HashMap<>();
        Map<DeviceId, Long> merged = new HashMap<>();
        if (!merge.heads().isEmpty()) {
            merged.putAll(past(main.branches().require(merge.branch()), merge));
            merged.putAll(merge.heads()); // also what another merge brought before: versions without that one have it
        }
        for (Adopted each : adopted) {
            LiveObject object = main.objects().get(each.object());
            before.computeIfAbsent(object.id(), id -> main.objects().entries(object));
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
            main.objects().append(object, each.change(), batch);
        }
        before.forEach((object, entries) -> main.objects().index(main.objects().get(object), entries, batch));
        merged.forEach((device, upTo) -> {
            Feed author = main.branches().require(merge.branch()).feeds().known(device);
            main.adoptions().add(number(merge.branch(), author), feed, upTo, batch);
        });
        return told;
    }

    /** Returns the objects that a block is about. */
    static Set<ObjectId> touched(Core core, Content content) {
        Set<ObjectId> touched = new HashSet<>();
        content.changes().forEach(change -> touched.add(change.object()));
        content.merge()
                .ifPresent(merge -> core.branches()
                        .find(merge.branch())
                        .ifPresent(branch -> merge.runs()
                                .forEach(run -> branch.feeds()
                                        .find(run.feed())
                                        .ifPresent(feed -> branch.ledger()
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
