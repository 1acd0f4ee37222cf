package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Commit;
import dev.hearth.echo.TextChange;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.StateDiff;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.index.IndexRegistry;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes back what does not count any more. When a removal states how far the blocks of a device count, those beyond
 * count only where a block builds on them that counts itself: of a device that may write, or not beyond its own cut.
 * Which ones these are follows from credentials and blocks alone, so all devices that hold the same agree. What is
 * taken back stays stored, withheld, and is applied again when it counts. The removed device itself takes back nothing.
 * Used under the database's lock.
 */
final class Withholding {
    private static final int FACT_CUTS = 11;

    private final Core core;
    private final StoreReader store;
    private final byte[] fact;
    private volatile boolean due = true;

    Withholding(Core core, StoreReader store, Keyspace keys) {
        this.core = core;
        this.store = store;
        this.fact = keys.fact(FACT_CUTS);
    }

    /** Notes that credentials have come which may change what counts. */
    void credentialsChanged() {
        due = true;
    }

    /** Takes back what does not count by the credentials that are here, all at once; else nothing happens. */
    void settle() {
        boolean again = core.inbox().mayHaveAppliedTooMuch();
        if (!due && !again) {
            return;
        }
        due = false;
        core.inbox().forgetNeeds();
        if (core.line().isPresent()) {
            return; // a cut counts blocks of the space
        }
        Map<DeviceId, Long> cuts = cuts();
        List<Feed> beyond = core.feeds().all().stream()
                .filter(feed -> feed.seq()
                        > Math.max(upTo(cuts, feed), core.feeds().base().seq(feed.device())))
                .toList();
        byte[] settled = encode(cuts);
        if (!beyond.isEmpty() && (again || !isSettled(settled))) {
            takeBack(cuts, beyond, settled);
        }
    }

    private Map<DeviceId, Long> cuts() {
        Map<DeviceId, Long> cuts = new TreeMap<>(core.guard().writers());
        cuts.values().removeIf(last -> last == Long.MAX_VALUE);
        cuts.remove(core.guard().self());
        return cuts;
    }

    private static long upTo(Map<DeviceId, Long> cuts, Feed feed) {
        return Math.min(feed.seq(), cuts.getOrDefault(feed.device(), Long.MAX_VALUE));
    }

    private boolean isSettled(byte[] cuts) {
        return store.get(Family.META, fact)
                .filter(known -> Arrays.equals(known, cuts))
                .isPresent();
    }

    private static byte[] encode(Map<DeviceId, Long> cuts) {
        ByteWriter out = new ByteWriter(16);
        cuts.forEach((device, last) -> out.raw(device.value()).varint(last));
        return out.toArray();
    }

    /** What is damaged is mended first. */
    private void takeBack(Map<DeviceId, Long> cuts, List<Feed> beyond, byte[] settled) {
        Map<DeviceId, Long> counting;
        List<Feed> places;
        Set<ObjectId> touched = new TreeSet<>();
        try {
            counting = counting(cuts);
            places = places(beyond, counting);
            for (Feed place : places) {
                Feed feed = core.feeds().known(place.device());
                core.ledger()
                        .read(
                                feed,
                                place.seq() + 1,
                                feed.seq(),
                                block -> touched.addAll(Merging.touched(core, block.content())));
            }
        } catch (HearthException e) {
            if (e.code() != ErrorCode.STORAGE_CORRUPT) {
                throw e;
            }
            due = true;
            return;
        }
        StoreBatch batch = new StoreBatch();
        Version version = new Version(new TreeMap<>(counting));
        List<Commit.ObjectChange> told = remake(touched, version, batch);
        core.adoptions().retreat(version, batch);
        core.feeds().retreat(places, batch);
        batch.put(Family.META, fact, settled);
        core.write(batch);
        core.tree().forget();
        places.stream().findFirst().ifPresent(place -> core.tell(new Commit(place.device(), place.seq(), false, told)));
    }

    /** Returns the last block of each feed that counts. */
    private Map<DeviceId, Long> counting(Map<DeviceId, Long> cuts) {
        Map<DeviceId, Long> heads = new HashMap<>();
        for (Feed feed : core.feeds().all()) {
            heads.put(feed.device(), upTo(cuts, feed));
        }
        return core.feeds().causality().past(heads);
    }

    private List<Feed> places(List<Feed> beyond, Map<DeviceId, Long> counting) {
        List<Feed> places = new ArrayList<>();
        for (Feed feed : beyond) {
            long seq = counting.getOrDefault(feed.device(), 0L);
            if (seq < feed.seq()) {
                places.add(core.feeds().causality().place(feed, seq, core.ledger()::lastObject));
            }
        }
        return places;
    }

    /** Writes objects as the changes of a version give them, and returns how they differ from what they were. */
    private List<Commit.ObjectChange> remake(Set<ObjectId> objects, Version version, StoreBatch batch) {
        Reach within = Reach.loose(core, version);
        List<Commit.ObjectChange> told = new ArrayList<>();
        for (ObjectId id : objects) {
            LiveObject object = core.objects().get(id);
            ChangeLog log = core.objects().history(id);
            ChangeLog counting = log.within(within);
            if (counting.changes().size() < log.changes().size()) {
                told.add(remake(object, counting, batch));
            }
        }
        return told;
    }

    private Commit.ObjectChange remake(LiveObject was, ChangeLog counting, StoreBatch batch) {
        try {
            IndexRegistry.Entries entries = core.objects().entries(was);
            byte[] base = core.objects().base(was.id());
            core.objects().catalogue().unlist(was.id(), was.type(), batch);
            core.objects().catalogue().unlist(was.id(), ObjectTree.PLACES, batch);
            LiveObject now = core.objects().rebuild(was.id(), counting, base, batch);
            core.objects().index(now, entries, batch);
            return change(was, now.state());
        } catch (ChangeException e) {
            throw Histories.corrupt(e);
        }
    }

    private static Commit.ObjectChange change(LiveObject was, ObjectState now) throws ChangeException {
        StateDiff diff = StateDiff.between(was.state(), now);
        Map<String, List<TextChange.Splice>> texts = new TreeMap<>();
        diff.fields()
                .forEach((field, kinds) -> kinds.stream()
                        .filter(StateDiff.FieldDiff.Characters.class::isInstance)
                        .map(StateDiff.FieldDiff.Characters.class::cast)
                        .forEach(characters -> texts.put(field, Journal.splices(characters.splices()))));
        boolean lifecycle = diff.deleted().isPresent() || LiveObject.type(now).isEmpty();
        return new Commit.ObjectChange(was.id(), was.type(), diff.fields().keySet(), texts, lifecycle);
    }

    /** Returns whether all that may write have said that they know of a device's cut: none will build beyond it. */
    boolean isKnownByAll(DeviceId removed, Set<DeviceId> writers) {
        return writers.stream().allMatch(writer -> {
            Optional<Feed> feed = core.feeds().find(writer);
            return feed.isPresent() && core.guard().knowsCut(removed, feed.get().authority());
        });
    }
}
