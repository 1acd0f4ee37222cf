package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Commit;
import dev.hearth.echo.TextChange;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeSummary;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Stratum;
import dev.hearth.echo.internal.feed.Block;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.Changes;
import dev.hearth.echo.internal.feed.Dependency;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.feed.Limits;
import dev.hearth.echo.internal.index.IndexRegistry;
import dev.hearth.echo.port.Admission;
import dev.hearth.echo.port.Sealed;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns transactions into blocks of this device's feed, and blocks of any feed into changes of objects. Under the lock.
 */
final class Journal {
    private static final int LOOK_BACK = 256;
    /** Stands for the object that a block goes on with, as long as it is not known which one that is. */
    private static final ObjectId UNKNOWN = new ObjectId(Bytes.of(new byte[ObjectId.SIZE]));

    private final SpaceGuard guard;
    private final Feeds feeds;
    private final Objects objects;

    Journal(SpaceGuard guard, Feeds feeds, Objects objects) {
        this.guard = guard;
        this.feeds = feeds;
        this.objects = objects;
    }

    /** Why a block can't be applied. */
    enum Verdict {
        APPLIED,
        WAITING,
        REFUSED
    }

    /**
     * What became of a block.
     *
     * @param verdict whether it was applied
     * @param reason why not
     * @param commit what it did
     */
    record Outcome(Verdict verdict, String reason, Optional<Commit> commit) {
        static Outcome waiting(String reason) {
            return new Outcome(Verdict.WAITING, reason, Optional.empty());
        }

        static Outcome refused(String reason) {
            return new Outcome(Verdict.REFUSED, reason, Optional.empty());
        }
    }

    /** Writes a local transaction as the next block into {@code batch}; empty when it changed nothing. */
    Optional<Commit> write(Transaction transaction, StoreBatch batch) {
        List<Changes.Change> changes = new ArrayList<>();
        List<Commit.ObjectChange> told = new ArrayList<>();
        transaction.edits().forEach((id, edit) -> {
            byte[] change = edit.finish();
            if (change.length > 0) {
                changes.add(new Changes.Change(id, change));
                told.add(told(objects.get(id)));
            }
        });
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        Feed feed = feeds.require(guard.self(), batch);
        feeds.advance(feed, next(feed, transaction.dependencies(), transaction.lamport(), changes), batch);
        feeds.save(feed, batch);
        for (Changes.Change change : changes) {
            LiveObject object = objects.get(change.object());
            objects.append(object, logged(feed, change), batch);
            objects.index(object, transaction.entriesBefore(object.id()), batch);
        }
        return Optional.of(new Commit(feed.device(), feed.seq(), true, told));
    }

    /** A change of the feed's newest block, for the object's history. */
    private static LoggedChange logged(Feed feed, Changes.Change change) {
        int level = Stratum.level(feed.hash().value().toArray());
        return new LoggedChange(feed.number(), feed.seq(), feed.lamport(), level, change.bytes());
    }

    private Feeds.Next next(Feed feed, List<Dependency> dependencies, long lamport, List<Changes.Change> changes) {
        byte[] plain = Changes.encode(changes, feed.lastObject());
        byte[] packed = Changes.deflate(plain);
        List<CredentialId> authority = guard.authorityHeads();
        Bytes header = Block.header(feed, feeds, dependencies, authority, packed != plain);
        long seq = feed.seq() + 1;
        Bytes aad = BlockFormat.place(guard.space(), feed.device(), seq, feed.hash())
                .raw(header)
                .toBytes();
        Sealed sealed = guard.seal(aad, packed);
        byte[] body = Block.body(header, sealed.epoch(), sealed.ciphertext());
        if (body.length > Limits.BODY.max()) {
            throw new HearthException(
                    ErrorCode.INPUT_MALFORMED, Map.of("rule", "a transaction over " + Limits.BODY.max() + " bytes"));
        }
        Hash id = BlockFormat.id(guard.space(), feed.device(), seq, feed.hash(), body);
        ObjectId last = Changes.last(changes, feed.lastObject());
        return new Feeds.Next(id, lamport, dependencies, authority, body, last);
    }

    /**
     * Applies the next block of {@code feed}, or says what it waits for or why it never counts. Then nothing has
     * changed.
     */
    Outcome apply(Feed feed, Hash id, byte[] body, StoreBatch batch) {
        try {
            Block block = Block.read(body, feed, feeds);
            long seq = feed.seq() + 1;
            if (feeds.missing(block.dependencies()).isPresent()) {
                return Outcome.waiting("blocks that it builds on are not here yet");
            }
            if (!feeds.base().isFollowed(feed, block.dependencies())) {
                return Outcome.refused("from before the version that the space begins with here");
            }
            Admission admission = guard.admission(feed.device(), seq, id, block.authority());
            if (admission.verdict() == Admission.Verdict.WAITING) {
                return Outcome.waiting(admission.reason());
            }
            if (admission.verdict() == Admission.Verdict.REFUSED) {
                return Outcome.refused(admission.reason());
            }
            Optional<List<Changes.Change>> changes = changes(feed, block, feed.lastObject());
            return changes.isPresent()
                    ? apply(feed, id, block, body, changes.get(), batch)
                    : Outcome.waiting("the key of its epoch is not here yet");
        } catch (MalformedException e) {
            return Outcome.refused("malformed inside: " + e.getMessage());
        } catch (DamagedException e) {
            return Outcome.waiting("what it changes or builds on is damaged here, and is to be repaired");
        }
    }

    /** Something that a block needs can't be read here. */
    private static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1;

        DamagedException(HearthException cause) {
            super(cause);
        }
    }

    /** Reads all that the block needs before anything is changed, and returns its Lamport time. */
    private long prepare(Feed feed, Block block, List<Changes.Change> changes) throws DamagedException {
        try {
            changes.forEach(change -> objects.get(change.object()));
            return feeds.lamport(feed, block.dependencies());
        } catch (HearthException e) {
            if (e.code() != ErrorCode.STORAGE_CORRUPT) {
                throw e;
            }
            throw new DamagedException(e);
        }
    }

    private Outcome apply(Feed feed, Hash id, Block block, byte[] body, List<Changes.Change> changes, StoreBatch batch)
            throws DamagedException {
        long lamport = prepare(feed, block, changes);
        List<Commit.ObjectChange> told = new ArrayList<>();
        Map<ObjectId, IndexRegistry.Entries> before = new HashMap<>();
        List<Changes.Change> applied = new ArrayList<>();
        try {
            for (Changes.Change change : changes) {
                ObjectState.check(change.bytes());
            }
            for (Changes.Change change : changes) {
                LiveObject object = objects.get(change.object());
                IndexRegistry.Entries entries = objects.entries(object);
                if (!isVoid(object, change, feed, block, lamport)) {
                    before.putIfAbsent(object.id(), entries);
                    applied.add(change);
                    told.add(told(object));
                }
            }
        } catch (ChangeException e) {
            return Outcome.refused("a change that does not fit: " + e.getMessage());
        }
        ObjectId last = Changes.last(changes, feed.lastObject());
        feeds.advance(feed, new Feeds.Next(id, lamport, block.dependencies(), block.authority(), body, last), batch);
        for (Changes.Change change : applied) {
            objects.append(objects.get(change.object()), logged(feed, change), batch);
        }
        before.forEach((object, entries) -> objects.index(objects.get(object), entries, batch));
        return new Outcome(Verdict.APPLIED, "", Optional.of(new Commit(feed.device(), feed.seq(), false, told)));
    }

    /**
     * Applies a change, or says that it is void: its author knew the object to be purged, so that nothing can come of
     * it. Some have forgotten what a purged object held and can't judge the change by that, so nobody does.
     */
    private boolean isVoid(LiveObject object, Changes.Change change, Feed feed, Block block, long lamport)
            throws ChangeException {
        if (object.isBuried()) {
            return true;
        }
        try {
            object.state().apply(change.bytes(), feed.number(), lamport);
            return false;
        } catch (ChangeException e) {
            if (object.state().purged() && knewOfPurge(object.id(), feed, block)) {
                return true;
            }
            throw e;
        }
    }

    private boolean knewOfPurge(ObjectId object, Feed feed, Block block) throws ChangeException {
        Map<DeviceId, Long> past = feeds.causality().past(feed, block.dependencies());
        return objects.history(object)
                .state(change ->
                        past.getOrDefault(feeds.numbered(change.actor()).device(), 0L) >= change.seq())
                .purged();
    }

    /**
     * Writes a block without changes, which says that this device builds on all that is here; false when its last block
     * says so already.
     */
    boolean acknowledge(StoreBatch batch) {
        Feed feed = feeds.require(guard.self(), batch);
        List<Dependency> dependencies = feeds.dependencies(feed);
        if (dependencies.isEmpty()) {
            return false;
        }
        feeds.advance(feed, next(feed, dependencies, feeds.lamport(feed, dependencies), List.of()), batch);
        feeds.save(feed, batch);
        return true;
    }

    /** Finds the object that a feed had changed last when it was at a place after the base; empty for none. */
    Optional<ObjectId> lastObject(Feed feed, long seq) {
        Feed base = feeds.base().place(feed);
        long to = seq;
        while (to > base.seq()) {
            long from = Math.max(base.seq(), to - LOOK_BACK);
            ObjectId last = lastObject(feed, from, to);
            if (!UNKNOWN.equals(last)) {
                return Optional.ofNullable(last);
            }
            to = from;
        }
        return Optional.ofNullable(base.lastObject());
    }

    private @Nullable ObjectId lastObject(Feed feed, long from, long to) {
        try {
            Feed at = feeds.causality().at(feed, from);
            ObjectId last = UNKNOWN;
            for (long seq = from + 1; seq <= to; seq++) {
                byte[] body = feeds.stored(feed, seq).body();
                Block block = Block.read(body, at, feeds);
                last = Changes.last(changes(at, block, last).orElse(List.of()), last);
                feeds.replay(at, block, BlockFormat.id(guard.space(), feed.device(), seq, at.hash(), body));
            }
            return last;
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "block"), e);
        }
    }

    /** Opens what {@code feed}'s next block holds; empty when its key is not here. */
    private Optional<List<Changes.Change>> changes(Feed feed, Block block, @Nullable ObjectId last)
            throws MalformedException {
        Bytes aad = BlockFormat.place(guard.space(), feed.device(), feed.seq() + 1, feed.hash())
                .raw(block.header())
                .toBytes();
        Optional<byte[]> opened = guard.open(feed.device(), block.epoch(), aad, block.ciphertext());
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Changes.decode(block.deflated() ? Changes.inflate(opened.get()) : opened.get(), last));
    }

    /** Returns the objects that a block, applied or not, is about; empty when it can't be read. */
    List<ObjectId> touched(Feed feed, byte[] body) {
        try {
            return changes(feed, Block.read(body, feed, feeds), feed.lastObject()).orElse(List.of()).stream()
                    .map(Changes.Change::object)
                    .toList();
        } catch (MalformedException e) {
            return List.of();
        }
    }

    private static Commit.ObjectChange told(LiveObject object) {
        ChangeSummary summary = object.state().lastChange();
        Map<String, List<TextChange.Splice>> texts = summary.texts().isEmpty() ? Map.of() : new TreeMap<>();
        summary.texts()
                .forEach((field, splices) -> texts.put(
                        field,
                        splices.stream()
                                .map(splice ->
                                        new TextChange.Splice(splice.position(), splice.deleted(), splice.inserted()))
                                .toList()));
        return new Commit.ObjectChange(object.id(), object.type(), summary.fields(), texts, summary.lifecycle());
    }
}
