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
import dev.hearth.echo.crdt.TextSplice;
import dev.hearth.echo.internal.feed.Block;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.Changes;
import dev.hearth.echo.internal.feed.Content;
import dev.hearth.echo.internal.feed.Dependency;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.feed.Limits;
import dev.hearth.echo.internal.feed.Merge;
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
    static final String NOT_HERE_YET = "blocks that it builds on are not here yet";
    static final String BEFORE_THE_BASE = "from before the version that the space begins with here";
    static final String DAMAGED = "what it changes or builds on is damaged here, and is to be repaired";

    private final SpaceGuard guard;
    private final Feeds feeds;
    private final Objects objects;
    private final Merging merging;
    private final Map<DeviceId, List<Map<DeviceId, Long>>> started = new HashMap<>();

    Journal(SpaceGuard guard, Feeds feeds, Objects objects, Merging merging) {
        this.merging = merging;
        this.guard = guard;
        this.feeds = feeds;
        this.objects = objects;
    }

    /** Why a block can't be applied. */
    enum Verdict {
        APPLIED,
        /** Counts only if one that counts builds on it. */
        WITHHELD,
        /** What was applied before is to be written first. */
        LATER,
        WAITING,
        REFUSED
    }

    /**
     * What became of a block.
     *
     * @param verdict whether it was applied
     * @param reason why not
     * @param missing the blocks that it waits for, of a block that counts once they are here
     * @param commit what it did
     */
    record Outcome(Verdict verdict, String reason, List<Dependency> missing, Optional<Commit> commit) {
        static Outcome of(Verdict verdict, String reason) {
            return new Outcome(verdict, reason, List.of(), Optional.empty());
        }

        static Outcome applied(Commit commit) {
            return new Outcome(Verdict.APPLIED, "", List.of(), Optional.of(commit));
        }

        static Outcome waiting(String reason) {
            return of(Verdict.WAITING, reason);
        }

        static Outcome refused(String reason) {
            return of(Verdict.REFUSED, reason);
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
        byte[] plain = Changes.encode(changes, feed.lastObject());
        ObjectId last = Changes.last(changes, feed.lastObject());
        feeds.advance(feed, next(feed, transaction.dependencies(), transaction.lamport(), plain, last), batch);
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
        return new LoggedChange(feed.actor(), feed.seq(), feed.lamport(), level, change.bytes());
    }

    /** Returns this device's next block, which holds a plaintext. */
    private Feeds.Next next(
            Feed feed, List<Dependency> dependencies, long lamport, byte[] plain, @Nullable ObjectId last) {
        byte[] packed = Changes.deflate(plain);
        List<CredentialId> authority = guard.authorityHeads();
        Bytes header = Block.header(feed, feeds, dependencies, authority, packed != plain);
        long seq = feed.seq() + 1;
        Bytes aad = BlockFormat.place(guard.space(), feed.device(), seq, feed.hash())
                .raw(header)
                .toBytes();
        Sealed sealed = guard.seal(aad, packed);
        byte[] body = Block.body(header, sealed.epoch(), sealed.ciphertext());
        long most = (guard instanceof BranchGuard ? Limits.BRANCH_BODY : Limits.BODY).max();
        if (body.length > most) {
            throw new HearthException(
                    ErrorCode.INPUT_MALFORMED, Map.of("rule", "a transaction over " + most + " bytes"));
        }
        Hash id = BlockFormat.id(guard.space(), feed.device(), seq, feed.hash(), body);
        return new Feeds.Next(id, lamport, dependencies, authority, body, last);
    }

    /**
     * Applies the next block of {@code feed}, or says what it waits for or why it does not count. Then nothing has
     * changed.
     *
     * @param needed whether a block that counts builds on it
     */
    Outcome apply(Feed feed, Hash id, byte[] body, boolean needed, StoreBatch batch) {
        try {
            Block block = Block.read(body, feed, feeds);
            long seq = feed.seq() + 1;
            Admission admission = guard.admission(feed.device(), seq, id, block.authority());
            if (admission.verdict() == Admission.Verdict.WITHHELD && !needed) {
                return Outcome.of(Verdict.WITHHELD, admission.reason());
            }
            List<Dependency> missing = feeds.missing(block.dependencies());
            if (!missing.isEmpty()) {
                boolean counts = admission.verdict() == Admission.Verdict.ACCEPTED
                        || admission.verdict() == Admission.Verdict.WITHHELD;
                return new Outcome(Verdict.WAITING, NOT_HERE_YET, counts ? missing : List.of(), Optional.empty());
            }
            if (!feeds.base().isFollowed(feed, block.dependencies())) {
                return Outcome.refused(BEFORE_THE_BASE);
            }
            if (admission.verdict() == Admission.Verdict.WAITING) {
                return Outcome.waiting(admission.reason());
            }
            if (admission.verdict() == Admission.Verdict.REFUSED) {
                return Outcome.refused(admission.reason());
            }
            List<Map<DeviceId, Long>> starts = guard.newcomers().starts(feed.device(), block.authority());
            if (!starts.isEmpty() && !starts.equals(started.get(feed.device()))) {
                if (!batch.isEmpty()) {
                    return Outcome.of(Verdict.LATER, ""); // what blocks build on is read from the store
                }
                if (!followsOne(starts, feed, block)) {
                    return Outcome.refused("from before the version that its author was told to start from");
                }
            }
            Optional<Content> content = content(feed, block, feed.lastObject());
            if (content.isEmpty()) {
                boolean before = block.epoch() < guard.newcomers().readsFrom(guard.self());
                return Outcome.waiting(before ? Welcoming.REASON : "the key of its epoch is not here yet");
            }
            Optional<Merge> merge = content.get().merge();
            return merge.isPresent()
                    ? apply(feed, id, block, body, merge.get(), batch)
                    : apply(feed, id, block, body, content.get().changes(), batch);
        } catch (MalformedException e) {
            return Outcome.refused("malformed inside: " + e.getMessage());
        } catch (DamagedException e) {
            return Outcome.waiting(DAMAGED);
        }
    }

    /** What follows in the feed follows the same then. */
    private boolean followsOne(List<Map<DeviceId, Long>> starts, Feed feed, Block block) {
        Map<DeviceId, Long> past = feeds.causality().past(feed, block.dependencies());
        boolean follows = starts.stream().anyMatch(start -> Welcoming.covers(past, start));
        if (follows) {
            started.put(feed.device(), starts);
        }
        return follows;
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
            requireDamaged(e);
            throw new DamagedException(e);
        }
    }

    /** Throws what is not that something stored can't be read. */
    static void requireDamaged(HearthException e) {
        if (e.code() != ErrorCode.STORAGE_CORRUPT) {
            throw e;
        }
    }

    /** Applies a merge by itself, because it reads what is in the store. */
    private Outcome apply(Feed feed, Hash id, Block block, byte[] body, Merge merge, StoreBatch batch)
            throws DamagedException {
        if (!batch.isEmpty()) {
            return Outcome.of(Verdict.LATER, "");
        }
        if (!merging.bring(feed, merge)) {
            return Outcome.waiting("what it merges is not here yet");
        }
        long lamport = Math.max(prepare(feed, block, List.of()), merging.lamport(merge) + 1);
        Taking taking = merging.taking(merge);
        try {
            merging.check(taking);
        } catch (ChangeException e) {
            return Outcome.refused("a merged change that does not fit: " + e.getMessage());
        }
        feeds.advance(
                feed,
                new Feeds.Next(id, lamport, block.dependencies(), block.authority(), body, feed.lastObject()),
                batch);
        return Outcome.applied(new Commit(feed.device(), feed.seq(), false, merging.adopt(feed, taking, batch)));
    }

    /** Writes a merge as this device's next block into {@code batch}. */
    Commit write(Merge merge, StoreBatch batch) {
        Feed feed = feeds.require(guard.self(), batch);
        List<Dependency> dependencies = feeds.dependencies(feed);
        long lamport = Math.max(feeds.lamport(feed, dependencies), merging.lamport(merge) + 1);
        Taking taking = merging.taking(merge);
        try {
            merging.check(taking);
        } catch (ChangeException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "branch"), e);
        }
        feeds.advance(feed, next(feed, dependencies, lamport, merge.encode(), feed.lastObject()), batch);
        feeds.save(feed, batch);
        return new Commit(feed.device(), feed.seq(), true, merging.adopt(feed, taking, batch));
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
        return Outcome.applied(new Commit(feed.device(), feed.seq(), false, told));
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
            object.state().apply(change.bytes(), feed.actor(), lamport);
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
        return objects.history(object).state(merging.within(past)).purged();
    }

    /**
     * Writes a block without changes, which says that this device builds on all that is here; false when its last block
     * says so already, unless it is to say it {@code again}.
     */
    boolean acknowledge(StoreBatch batch, boolean again) {
        Feed feed = feeds.require(guard.self(), batch);
        List<Dependency> dependencies = feeds.dependencies(feed);
        if (dependencies.isEmpty() && !again) {
            return false;
        }
        byte[] nothing = Changes.encode(List.of(), feed.lastObject());
        feeds.advance(
                feed, next(feed, dependencies, feeds.lamport(feed, dependencies), nothing, feed.lastObject()), batch);
        feeds.save(feed, batch);
        return true;
    }

    /** Opens what {@code feed}'s next block holds; empty when its key is not here. */
    private Optional<Content> content(Feed feed, Block block, @Nullable ObjectId last) throws MalformedException {
        Bytes aad = BlockFormat.place(guard.space(), feed.device(), feed.seq() + 1, feed.hash())
                .raw(block.header())
                .toBytes();
        Optional<byte[]> opened = guard.open(feed.device(), block.epoch(), aad, block.ciphertext());
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Content.decode(block.deflated() ? Changes.inflate(opened.get()) : opened.get(), last));
    }

    /** Returns the objects that a block, applied or not, is about; empty when it can't be read. */
    List<ObjectId> touched(Feed feed, byte[] body) {
        try {
            Block block = Block.read(body, feed, feeds);
            return content(feed, block, feed.lastObject()).map(Content::changes).orElse(List.of()).stream()
                    .map(Changes.Change::object)
                    .toList();
        } catch (MalformedException e) {
            return List.of();
        }
    }

    static List<TextChange.Splice> splices(List<TextSplice> splices) {
        return splices.stream()
                .map(splice -> new TextChange.Splice(splice.position(), splice.deleted(), splice.inserted()))
                .toList();
    }

    static Commit.ObjectChange told(LiveObject object) {
        ChangeSummary summary = object.state().lastChange();
        Map<String, List<TextChange.Splice>> texts = summary.texts().isEmpty() ? Map.of() : new TreeMap<>();
        summary.texts().forEach((field, splices) -> texts.put(field, splices(splices)));
        return new Commit.ObjectChange(object.id(), object.type(), summary.fields(), texts, summary.lifecycle());
    }
}
