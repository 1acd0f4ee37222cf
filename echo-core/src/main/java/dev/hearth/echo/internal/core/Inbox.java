package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Commit;
import dev.hearth.echo.DatabaseStatus;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.Dependency;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.feed.SignedHead;
import dev.hearth.echo.port.FeedChain;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that came from peers, from the moment that their chain and signature were verified until they are applied.
 * Those whose dependencies, credentials or key are missing wait here, within a limit. Used under the database's lock.
 */
final class Inbox {
    /** What {@link #take} returns for blocks that don't follow on those that are here. */
    static final int MISFIT = -1;

    private static final int BATCH_BLOCKS = 256;

    private final SpaceGuard guard;
    private final Feeds feeds;
    private final Journal journal;
    private final Carrier carrier;
    private final Objects objects;
    private final Consumer<Commit> committed;
    private final long mostBytes;
    private final Map<DeviceId, Queue> queues = new LinkedHashMap<>();
    private final Map<DeviceId, DatabaseStatus.Quarantined> refused = new LinkedHashMap<>();
    /** Of feeds that a removal cuts, the last block that one which counts and waits builds on. */
    private final Map<DeviceId, Long> needed = new HashMap<>();

    private long bytes;
    private boolean neededByNone;
    private BooleanSupplier hollow = () -> false;

    Inbox(SpaceGuard guard, Feeds feeds, Journal journal, Objects objects, Consumer<Commit> committed, long mostBytes) {
        this.guard = guard;
        this.feeds = feeds;
        this.journal = journal;
        this.carrier = new Carrier(guard, feeds);
        this.objects = objects;
        this.committed = committed;
        this.mostBytes = mostBytes;
    }

    /** Opens nothing either while {@code missing} says that what the blocks build on is not here in the clear. */
    void carryWhile(BooleanSupplier missing) {
        hollow = missing;
    }

    private boolean carries() {
        return !guard.mayRead() || hollow.getAsBoolean();
    }

    /** A verified block. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Arrived(
            long seq, Hash id, byte[] body, @Nullable SignedHead head, Arrivals arrivals) {}

    /** The blocks of one feed that follow on what is stored. */
    private static final class Queue {
        private final Deque<Arrived> blocks = new ArrayDeque<>();
        private String reason = "";
        private boolean withheld = true;
    }

    /**
     * A run of one feed as a peer sends it.
     *
     * @param feed whose
     * @param from the number of the first block
     * @param bodies the blocks
     * @param signature of the head after the last block
     */
    record Run(DeviceId feed, long from, List<byte[]> bodies, Bytes signature) {}

    /**
     * Takes a run whose chain from what is here leads to a head that its author signed. Returns how many blocks are
     * new, or {@link #MISFIT} when the signature is of something else; then nothing has changed. A run that leaves a
     * gap, or for which there is no room, is passed over: the peer is asked again. What the blocks bring is counted in
     * {@code arrivals} as they are applied.
     */
    int take(Run run, Arrivals arrivals) {
        Queue queue = queues.computeIfAbsent(run.feed(), device -> new Queue());
        FeedChain chain = new FeedChain(guard.space(), run.feed(), end(run.feed()), endHash(run.feed()));
        long skip = chain.seq() + 1 - run.from();
        if (skip < 0 || !takesFrom(run.feed())) {
            return 0;
        }
        List<Arrived> arrived = new ArrayList<>();
        for (int i = (int) Math.min(skip, run.bodies().size()); i < run.bodies().size(); i++) {
            byte[] body = run.bodies().get(i);
            Hash id = chain.add(body);
            arrived.add(new Arrived(chain.seq(), id, body, null, arrivals));
        }
        if (arrived.isEmpty()) {
            return 0;
        }
        if (!guard.verify(run.feed(), chain.head(), run.signature())) {
            return MISFIT;
        }
        long size = arrived.stream().mapToLong(block -> block.body().length).sum();
        if (bytes + size > mostBytes) {
            return 0;
        }
        bytes += size;
        Arrived last = arrived.remove(arrived.size() - 1);
        queue.blocks.addAll(arrived);
        queue.blocks.add(new Arrived(
                last.seq(), last.id(), last.body(), new SignedHead(last.seq(), last.id(), run.signature()), arrivals));
        return arrived.size() + 1;
    }

    /**
     * Holds a run of the peer's history against the one here. Returns true, and takes nothing of the feed any more,
     * when its author signed both and they differ; throws when the peer's blocks are not what the author signed.
     */
    boolean examine(Suspicion suspicion, Run run) throws MalformedException {
        if (run.from() != suspicion.seq() + 1) {
            return false; // was under way before
        }
        long last = run.from() + run.bodies().size() - 1;
        long common = Math.min(last, end(run.feed()));
        FeedChain chain = new FeedChain(guard.space(), run.feed(), suspicion.seq(), suspicion.hash());
        Hash there = chain.hash();
        for (byte[] body : run.bodies()) {
            Hash id = chain.add(body);
            there = chain.seq() == common ? id : there;
        }
        if (!guard.verify(run.feed(), chain.head(), run.signature())) {
            throw new MalformedException("Blocks with a wrong signature");
        }
        if (common >= run.from() && !there.equals(idAt(run.feed(), common))) {
            freeze(run.feed());
            return true;
        }
        if (common < last) {
            throw new MalformedException("Blocks that their author did not write");
        }
        suspicion.agreed(chain.seq(), chain.hash());
        return false;
    }

    private Hash idAt(DeviceId device, long seq) {
        Queue queue = queues.get(device);
        if (queue != null) {
            for (Arrived block : queue.blocks) {
                if (block.seq() == seq) {
                    return block.id();
                }
            }
        }
        return feeds.hashAt(feeds.known(device), seq);
    }

    private void freeze(DeviceId device) {
        StoreBatch batch = new StoreBatch();
        Feed feed = feeds.require(device, batch);
        feed.freeze();
        feeds.save(feed, batch);
        objects.commit(batch);
        Queue dropped = queues.remove(device);
        if (dropped != null) {
            dropped.blocks.forEach(block -> bytes -= block.body().length);
        }
    }

    /** Forgets which withheld blocks others build on: what counts has changed, and what waits is asked again. */
    void forgetNeeds() {
        needed.clear();
        neededByNone = false;
    }

    /** Returns whether a block was refused on whose account others may have been applied that count no more. */
    boolean mayHaveAppliedTooMuch() {
        return neededByNone;
    }

    /** Drops all that waits and all refusals: another state has come in the place of what was here. */
    void reset() {
        forgetNeeds();
        queues.clear();
        refused.clear();
        bytes = 0;
    }

    /** Returns whether blocks of a feed are still taken. */
    boolean takesFrom(DeviceId feed) {
        return !refused.containsKey(feed)
                && feeds.find(feed).filter(Feed::frozen).isEmpty();
    }

    /** Returns whether anything waits. */
    boolean isWaiting() {
        return bytes > 0;
    }

    /** Returns whether more may wait. */
    boolean hasRoom() {
        return bytes <= mostBytes / 2;
    }

    /** Returns the number of the last block of a feed that is here, applied, withheld or waiting. */
    long end(DeviceId feed) {
        Queue queue = queues.get(feed);
        if (queue != null && !queue.blocks.isEmpty()) {
            return queue.blocks.getLast().seq();
        }
        return feeds.find(feed).map(Feed::held).orElse(0L);
    }

    /**
     * Returns the last block of a feed that peers are told to be here. Blocks that this device has stored as a relay,
     * and can't open although it reads by now, don't count: it is to be given the state in their place.
     */
    long told(Feed feed) {
        Queue queue = queues.get(feed.device());
        boolean closed = hollow.getAsBoolean() || (queue != null && !queue.withheld);
        return guard.mayRead() && closed ? feed.seq() : feed.held();
    }

    /** Returns what peers are told to be here. */
    Map<DeviceId, Long> told() {
        Map<DeviceId, Long> told = new TreeMap<>();
        feeds.all().forEach(feed -> told.put(feed.device(), told(feed)));
        told.values().removeIf(seq -> seq == 0);
        return told;
    }

    private Hash endHash(DeviceId feed) {
        Queue queue = queues.get(feed);
        if (queue != null && !queue.blocks.isEmpty()) {
            return queue.blocks.getLast().id();
        }
        return feeds.find(feed).map(known -> feeds.hashAt(known, known.held())).orElse(BlockFormat.NONE);
    }

    /** Applies all that can be applied, in batches that are written at once. */
    void applyAll() {
        boolean progress = true;
        while (progress) {
            progress = false;
            Set<DeviceId> devices = new LinkedHashSet<>(queues.keySet());
            feeds.all().stream().filter(feed -> feed.held() > feed.seq()).forEach(feed -> devices.add(feed.device()));
            for (DeviceId device : devices) {
                progress |= applySome(device);
            }
        }
        objects.trim();
    }

    private boolean applySome(DeviceId device) {
        Queue queue = queues.computeIfAbsent(device, each -> new Queue());
        if (carries()) {
            return carrySome(device, queue);
        }
        StoreBatch batch = new StoreBatch();
        if (queue.blocks.isEmpty()
                && feeds.find(device).filter(feed -> feed.held() > feed.seq()).isEmpty()) {
            return false;
        }
        Feed feed = require(device);
        List<Commit> commits = new ArrayList<>();
        Journal.Outcome outcome = null;
        while (isAnyLeft(feed, queue) && commits.size() < BATCH_BLOCKS) {
            boolean stored = feed.held() > feed.seq();
            Arrived next = stored ? stored(feed) : queue.blocks.getFirst();
            long begun = objects.begun();
            outcome = journal.apply(feed, next.id(), next.body(), isNeeded(device, next.seq()), batch);
            if (outcome.verdict() != Journal.Verdict.APPLIED) {
                break;
            }
            if (!stored) {
                takeFirst(feed, queue, batch);
            }
            Commit commit = outcome.commit().orElseThrow();
            begun = objects.begun() - begun;
            next.arrivals().count(begun, commit.objects().size() - begun);
            commits.add(commit);
        }
        queue.withheld = outcome != null && outcome.verdict() == Journal.Verdict.WITHHELD;
        if (queue.withheld) {
            hold(feed, queue, batch);
        }
        if (!commits.isEmpty() || !batch.isEmpty()) {
            feeds.save(feed, batch);
        }
        if (!batch.isEmpty()) {
            objects.commit(batch);
        }
        queue.reason = outcome == null ? "" : outcome.reason();
        if (outcome != null && outcome.verdict() == Journal.Verdict.REFUSED) {
            refuse(feed, queue, outcome.reason());
        }
        commits.forEach(committed);
        boolean needs = outcome != null && need(outcome.missing());
        return needs || !commits.isEmpty();
    }

    /** Gives a new feed its number at once, so that numbers that others get meanwhile leave no gap. */
    private Feed require(DeviceId device) {
        StoreBatch batch = new StoreBatch();
        Feed feed = feeds.require(device, batch);
        if (!batch.isEmpty()) {
            objects.commit(batch);
        }
        return feed;
    }

    /** Stores what can't be opened here, to pass it on. */
    private boolean carrySome(DeviceId device, Queue queue) {
        queue.reason = "";
        if (queue.blocks.isEmpty()) {
            return false;
        }
        Feed feed = require(device);
        StoreBatch batch = new StoreBatch();
        long before = feed.held();
        Optional<Journal.Outcome> refusal = Optional.empty();
        while (!queue.blocks.isEmpty() && refusal.isEmpty() && feed.held() - before < BATCH_BLOCKS) {
            Arrived next = queue.blocks.getFirst();
            refusal = carrier.store(feed, next.id(), next.body(), batch);
            if (refusal.isEmpty()) {
                takeFirst(feed, queue, batch);
            }
        }
        if (feed.held() > before) {
            carrier.save(feed, batch);
            objects.commit(batch);
        }
        queue.reason = refusal.map(Journal.Outcome::reason).orElse("");
        if (refusal.filter(it -> it.verdict() == Journal.Verdict.REFUSED).isPresent()) {
            refuse(feed, queue, feed.held() + 1, queue.reason);
        }
        return feed.held() > before;
    }

    private static boolean isAnyLeft(Feed feed, Queue queue) {
        return feed.held() > feed.seq() || !queue.blocks.isEmpty();
    }

    /** The next block of a feed of which more is stored than applied. */
    private Arrived stored(Feed feed) {
        long seq = feed.seq() + 1;
        byte[] body = feeds.stored(feed, seq).body();
        Hash id = BlockFormat.id(guard.space(), feed.device(), seq, feed.hash(), body);
        return new Arrived(seq, id, body, null, new Arrivals()); // whoever brought it is not known any more
    }

    private void takeFirst(Feed feed, Queue queue, StoreBatch batch) {
        Arrived first = queue.blocks.removeFirst();
        bytes -= first.body().length;
        if (first.head() != null) {
            feeds.sign(feed, first.head(), batch);
        }
    }

    /** What is withheld is stored, so that it is there if it counts one day, and others can be given it. */
    private void hold(Feed feed, Queue queue, StoreBatch batch) {
        while (!queue.blocks.isEmpty()) {
            feeds.hold(feed, queue.blocks.getFirst().body(), batch);
            takeFirst(feed, queue, batch);
        }
    }

    /** A device goes by all that it wrote itself. */
    private boolean isNeeded(DeviceId device, long seq) {
        return device.equals(guard.self()) || seq <= needed.getOrDefault(device, 0L);
    }

    /** Notes what a block that counts waits for; returns whether any of it is withheld here. */
    private boolean need(List<Dependency> missing) {
        boolean withheld = false;
        for (Dependency each : missing) {
            boolean more = needed.getOrDefault(each.feed(), 0L) < each.seq();
            needed.merge(each.feed(), each.seq(), Math::max);
            withheld |= more
                    && feeds.find(each.feed())
                            .filter(feed -> feed.held() > feed.seq())
                            .isPresent();
        }
        return withheld;
    }

    /** A block without effect ends what is taken of its feed: what follows it builds on it. */
    private void refuse(Feed feed, Queue queue, String reason) {
        Arrived block = feed.held() > feed.seq() ? stored(feed) : queue.blocks.getFirst();
        neededByNone |= !needed.isEmpty();
        for (ObjectId touched : journal.touched(feed, block.body())) {
            objects.forget(touched);
        }
        refuse(feed, queue, block.seq(), reason);
    }

    private void refuse(Feed feed, Queue queue, long seq, String reason) {
        refused.put(feed.device(), new DatabaseStatus.Quarantined(feed.device(), seq, reason));
        queue.blocks.forEach(each -> bytes -= each.body().length);
        queue.blocks.clear();
    }

    List<DatabaseStatus.Waiting> waiting() {
        List<DatabaseStatus.Waiting> waiting = new ArrayList<>();
        queues.forEach((device, queue) -> {
            Optional<Feed> feed = feeds.find(device);
            boolean carries = carries();
            long applied = feed.map(carries ? Feed::held : Feed::seq).orElse(0L);
            long held = queue.withheld || carries ? 0 : feed.map(Feed::held).orElse(0L) - applied;
            if (held > 0 || !queue.blocks.isEmpty()) {
                waiting.add(new DatabaseStatus.Waiting(
                        device, applied + 1, (int) held + queue.blocks.size(), queue.reason));
            }
        });
        return waiting;
    }

    List<DatabaseStatus.Withheld> withheld() {
        List<DatabaseStatus.Withheld> withheld = new ArrayList<>();
        if (carries()) {
            return withheld; // whether others build on it is not known here
        }
        for (Feed feed : feeds.all()) {
            Queue queue = queues.get(feed.device());
            if (feed.held() > feed.seq() && (queue == null || queue.withheld)) {
                withheld.add(new DatabaseStatus.Withheld(feed.device(), feed.seq() + 1, feed.held()));
            }
        }
        return withheld;
    }

    /** Returns how many blocks are stored that can't be opened here. */
    long carried() {
        return carries() ? feeds.heldBeyond() : 0;
    }

    /** Returns what was refused, and then {@code damaged}. */
    List<DatabaseStatus.Quarantined> quarantined(List<DatabaseStatus.Quarantined> damaged) {
        List<DatabaseStatus.Quarantined> all = new ArrayList<>(refused.values());
        all.addAll(damaged);
        return all;
    }

    List<DeviceId> frozen() {
        return feeds.all().stream().filter(Feed::frozen).map(Feed::device).toList();
    }
}
