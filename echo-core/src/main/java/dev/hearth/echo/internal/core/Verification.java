package dev.hearth.echo.internal.core;

import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Finding;
import dev.hearth.echo.VerifyProgress;
import dev.hearth.echo.VerifyReport;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.blob.ChunkAudit;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.index.IndexRegistry;
import dev.hearth.echo.internal.index.StoredIndex;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Holds all that is stored against what it was made from, as of one moment: blocks against their chain and signatures,
 * histories against the blocks, objects against their histories, catalogue and indexes against the objects, chunks
 * against their hashes. It reads a snapshot, so the database is free meanwhile. Memory follows the largest object.
 */
final class Verification {
    private static final int TOLD_EVERY = 256;
    private static final long INDEX_CACHE = 4 << 20;

    /** So many groups of objects are looked into at once: some ten thousand objects of a million. */
    private static final int GROUPS_AT_ONCE = 64;

    private final StoreReader store;
    private final SpaceGuard guard;
    private final Keyspace keys;
    private final Consumer<VerifyProgress> progress;
    private final Actors actors = new Actors();
    private final Feeds feeds;
    private final Graves graves;
    private final StoredObjects objects;
    private final Histories histories;
    private final Catalogue catalogue;
    private final IndexRegistry indexes;
    private final Map<Integer, KeySum> indexed = new HashMap<>();
    private final Map<Integer, Long> openedTo = new HashMap<>();
    private final ChangeSums sums = new ChangeSums();
    private final Damage damage = new Damage();
    private VerifyProgress.Stage stage = VerifyProgress.Stage.BLOCKS;
    private long done;
    private long blocks;
    private long objectCount;
    private long chunks;
    private long unreadable;

    Verification(StoreReader store, SpaceGuard guard, Consumer<VerifyProgress> progress) {
        this.store = store;
        this.guard = guard;
        this.progress = progress;
        keys = new Keyspace(guard.space());
        feeds = new Feeds(
                store,
                keys,
                guard.space(),
                device -> actors.intern(device.value().toArray()),
                0);
        graves = new Graves(store, keys);
        objects = new StoredObjects(store, keys, actors, graves, Inherited.NOTHING);
        histories = new Histories(store, keys, actors);
        catalogue = new Catalogue(store, keys);
        indexes = new IndexRegistry(store, keys, guard.space(), INDEX_CACHE);
    }

    Damage run() {
        begin(VerifyProgress.Stage.BLOCKS);
        audit(damage, sums::inBlock);
        blocks = done;
        begin(VerifyProgress.Stage.OBJECTS);
        for (Optional<ObjectId> next = objects.after(Optional.empty()); next.isPresent(); next = objects.after(next)) {
            look(next.get());
            next();
        }
        objectCount = done;
        differences();
        begin(VerifyProgress.Stage.CATALOGUE);
        listed();
        begin(VerifyProgress.Stage.INDEXES);
        indexes.all().forEach(this::compare);
        begin(VerifyProgress.Stage.CHUNKS);
        chunks = new ChunkAudit(store, guard.space()).run(damage::chunk, this::next);
        tell();
        return damage;
    }

    VerifyReport report() {
        return new VerifyReport(damage.findings(), damage.more(), blocks, objectCount, chunks);
    }

    private void begin(VerifyProgress.Stage next) {
        tell();
        stage = next;
        done = 0;
    }

    private void next() {
        if (++done % TOLD_EVERY == 0) {
            tell();
        }
    }

    private void tell() {
        progress.accept(new VerifyProgress(stage, done));
    }

    private void audit(Damage into, BiConsumer<ObjectId, LoggedChange> changes) {
        for (Feed feed : feeds.all()) {
            FeedAudit audit = new FeedAudit(guard, feeds, feed, into);
            audit.run((change, logged) -> changes.accept(change.object(), logged), this::next);
            openedTo.put(feed.number(), audit.openedTo());
        }
    }

    /** Holds one object against its history and adds up what it gives. */
    private void look(ObjectId id) {
        Optional<LiveObject> object = object(id);
        boolean told = addHistory(id);
        if (object.isEmpty()) {
            return;
        }
        try {
            if (told && !sameAs(object.get(), histories.read(id))) {
                damage.object(Finding.Kind.OBJECT, id, "It is not what its changes give.");
            }
        } catch (HearthException | ChangeException | IllegalStateException e) {
            damage.object(Finding.Kind.HISTORY, id, "Its history does not fit together.");
        }
        requireListed(object.get());
        if (object.get().shown()) {
            indexes.entries(object.get().type(), id, object.get().state())
                    .keys()
                    .forEach((number, found) -> sum(number).add(found));
        }
    }

    private Optional<LiveObject> object(ObjectId id) {
        try {
            return Optional.of(objects.read(id));
        } catch (HearthException | IllegalStateException e) {
            unreadable++;
            damage.object(Finding.Kind.OBJECT, id, "It can't be read.");
            return Optional.empty();
        }
    }

    private boolean addHistory(ObjectId id) {
        try {
            for (LoggedChange change : histories.changes(id)) {
                if (isOpened(change)) {
                    sums.inHistory(id, change);
                }
            }
            return true;
        } catch (HearthException | IllegalArgumentException e) {
            damage.object(Finding.Kind.HISTORY, id, "Its history can't be read.");
            return false;
        }
    }

    /** What a block that was not opened holds, or one before the base, is not known, so nothing is said about it. */
    private boolean isOpened(LoggedChange change) {
        Feed feed = feeds.numbered(change.actor());
        return change.seq() > feeds.base().seq(feed.device())
                && change.seq() <= openedTo.getOrDefault(change.actor(), 0L);
    }

    private static boolean sameAs(LiveObject object, ChangeLog log) throws ChangeException {
        return Arrays.equals(log.state(Horizon.ALL).canonical(), object.state().canonical());
    }

    private void requireListed(LiveObject object) {
        Set<String> names = Catalogue.names(object);
        for (String name : names) {
            if (!catalogue.lists(name, object.id())) {
                damage.unlisted(object.id(), "It is not listed where it belongs.");
                return;
            }
        }
        if (!object.state().deleted() && catalogue.listsAsDeleted(object)) {
            damage.unlisted(object.id(), "It is listed as deleted and is not.");
        }
    }

    private KeySum sum(int index) {
        return indexed.computeIfAbsent(index, number -> new KeySum());
    }

    /** Names the objects whose histories are not what the blocks say. */
    private void differences() {
        int[] groups = sums.differing();
        for (int from = 0; from < groups.length; from += GROUPS_AT_ONCE) {
            int[] some = Arrays.copyOfRange(groups, from, Math.min(groups.length, from + GROUPS_AT_ONCE));
            ChangeSums.Single single = ChangeSums.of(some);
            audit(new Damage(), single::inBlock);
            for (Optional<ObjectId> at = objects.after(Optional.empty()); at.isPresent(); at = objects.after(at)) {
                ObjectId id = at.get();
                if (single.concerns(id)) {
                    readable(id).forEach(change -> single.inHistory(id, change));
                }
            }
            single.differing().stream()
                    .filter(id -> !isPurged(id))
                    .forEach(id ->
                            damage.object(Finding.Kind.HISTORY, id, "Its history does not hold what the blocks say."));
        }
    }

    /** Of what its author knew to be purged a block may say what nobody keeps. */
    private boolean isPurged(ObjectId id) {
        try {
            return graves.contains(id) || objects.read(id).state().purged();
        } catch (HearthException | IllegalStateException e) {
            return false;
        }
    }

    private Iterable<LoggedChange> readable(ObjectId id) {
        try {
            return histories.changes(id).stream().filter(this::isOpened).toList();
        } catch (HearthException | IllegalArgumentException e) {
            return Set.of();
        }
    }

    private void listed() {
        byte[] all = keys.all();
        store.keys(Family.CATALOGUE, all, all, key -> {
            ObjectId id = Catalogue.object(key);
            if (!objects.has(id)) {
                damage.stray(id, key);
            }
            next();
            return true;
        });
    }

    private void compare(StoredIndex index) {
        String name = index.shape().toString();
        try {
            KeySum expected = sum(index.number());
            KeySum found = new KeySum();
            var all = index.from(new byte[0]);
            byte[] before = null;
            for (byte[] key = all.next(); key != null; key = all.next()) {
                if (before != null && Arrays.compareUnsigned(before, key) >= 0) {
                    damage.index(index.number(), name, "Its keys are not in order.");
                    return;
                }
                before = key;
                found.add(key);
                next();
                indexes.trim();
            }
            if (!found.equals(expected) && unreadable == 0) { // with an object its indexes are built anew
                damage.index(index.number(), name, "It does not hold what the objects give.");
            }
        } catch (HearthException | IllegalArgumentException | IndexOutOfBoundsException e) {
            damage.index(index.number(), name, "It can't be read.");
        }
    }
}
