package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SerialExecutor;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.ReplicaStatus;
import dev.hearth.echo.Replicator;
import dev.hearth.echo.Version;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.Feed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Anti-entropy with one peer: both say what they hold, each sends what the other lacks, and goes on with what comes
 * new. While the channel is busy nothing is queued but a place in the feeds, so that edits coalesce into the next
 * frame. Its state is guarded by the database's lock.
 */
final class PeerReplicator implements Replicator {
    private static final Limit FRAME = new Limit("bytes of a replication frame", ReplicaPort.MAX_FRAME);
    private static final int FRAME_BYTES = 60 << 10;
    private static final Duration NEW = Duration.ofSeconds(10);

    private final Core core;
    private final ReplicaPort port;
    private final SerialExecutor background;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final PeerHeads heads = new PeerHeads();
    private final RunSender runs;
    private final Set<CredentialId> credentialsThere = new HashSet<>();
    private final Deque<Bytes> credentialsToSend = new ArrayDeque<>();
    private final Map<DeviceId, Suspicion> suspicions = new HashMap<>();
    private final Deque<DeviceId> again = new ArrayDeque<>();
    private final Map<DeviceId, Long> askedAgain = new HashMap<>();
    private final Arrivals arrivals = new Arrivals();
    private @Nullable Bytes unsent; // used by the background executor alone
    private Version theirBase = new Version(new TreeMap<>());
    private @Nullable StateSender checkpoint;
    private boolean takingOver;
    private boolean unable; // the peer can't send its state
    private boolean refuses; // a state was asked for that this device can't send
    private boolean wantsAcknowledgement;
    private Frames.@Nullable Hello said;
    private boolean helloSent;
    private boolean greeted;
    private long greetedAt;
    private boolean behind;
    private boolean closed;
    private long receivedBlocks;
    private long sentBytes;
    private long receivedBytes;
    private Optional<String> fault = Optional.empty();

    PeerReplicator(Core core, ReplicaPort port, SerialExecutor background) {
        this.core = core;
        this.port = port;
        this.background = background;
        this.runs = new RunSender(core, heads);
    }

    /** Something may be to be sent; sending happens soon, on the database's background executor. */
    void wake() {
        if (awake.compareAndSet(false, true)) {
            background.execute(this::send);
        }
    }

    @Override
    public void writable() {
        wake();
    }

    private void send() {
        awake.set(false);
        try {
            while (port.writable()) {
                Bytes frame = unsent == null ? core.locked(this::next).orElse(null) : unsent;
                unsent = frame;
                if (frame == null) {
                    return;
                }
                core.settle(); // or this device could write another block in the place of one that it lost but sent
                if (!port.send(frame)) {
                    return; // what the channel did not take is kept: it counts as sent
                }
                unsent = null;
            }
        } catch (HearthException e) {
            close(); // the database is closed or has failed, and says so itself
        }
    }

    /** Returns the next frame, and counts it as sent: a channel that takes frames keeps them. */
    private Optional<Bytes> next() {
        if (closed) {
            return Optional.empty();
        }
        Optional<Bytes> frame = Optional.empty();
        if (!helloSent || (behind && core.inbox().hasRoom())) {
            helloSent = true;
            behind = false; // a gap, or no room: what is here is said again, and the peer starts from there
            Map<DeviceId, Long> here = core.inbox().told();
            heads.told(here);
            frame = Optional.of(Frames.hello(
                    here, core.credentials().ids(), core.feeds().base().version()));
        } else if (greeted) {
            frame = credentials()
                    .or(this::requests)
                    .or(this::takeover)
                    .or(this::checkpoint)
                    .or(this::blocks)
                    .or(this::have)
                    .or(this::acknowledgement);
        }
        frame.ifPresent(bytes -> sentBytes += bytes.size());
        return frame;
    }

    private Optional<Bytes> credentials() {
        List<CredentialId> here = core.credentials().ids();
        if (!credentialsThere.containsAll(here)) {
            credentialsToSend.addAll(core.credentials().missing(credentialsThere));
            credentialsThere.addAll(here);
        }
        List<Bytes> some = new ArrayList<>();
        int size = 0;
        while (!credentialsToSend.isEmpty()
                && (some.isEmpty() || size + credentialsToSend.getFirst().size() < FRAME_BYTES)) {
            size += credentialsToSend.getFirst().size() + 3;
            some.add(credentialsToSend.removeFirst());
        }
        return some.isEmpty() ? Optional.empty() : Optional.of(Frames.credentials(some));
    }

    private Optional<Bytes> requests() {
        DeviceId feed = again.poll();
        if (feed != null) {
            return Optional.of(
                    Frames.request(new Frames.Place(feed, suspect(feed).seq() + 1)));
        }
        Optional<Frames.Place> damaged = core.gaps().wanted(heads.confirmed(), askedAgain);
        damaged.ifPresent(place -> askedAgain.put(place.feed(), place.from()));
        return damaged.map(Frames::request);
    }

    /** Returns whether what the peer has may not have come yet. */
    boolean isNew() {
        return core.nanoTime() - greetedAt < NEW.toNanos();
    }

    /** Returns how much of a feed the peer has said to have. */
    long holds(DeviceId feed) {
        return heads.confirmed(feed);
    }

    /** Returns whether the peer lacks blocks that are not here any more. */
    private boolean isBehindBase() {
        return core.feeds().base().feeds().stream().anyMatch(place -> heads.there(place.device()) < place.seq());
    }

    /** Asks for the state of a peer that has dropped what is missing here, one peer at a time. */
    private Optional<Bytes> takeover() {
        if (takingOver
                || unable
                || !core.takeover().fits(theirBase)
                || !core.takeover().claim(this)) {
            return Optional.empty();
        }
        takingOver = true;
        return Optional.of(Frames.wanted(core.takeover().wanted()));
    }

    private Optional<Bytes> checkpoint() {
        if (refuses) {
            refuses = false;
            return Optional.of(Frames.unable());
        }
        StateSender sending = checkpoint;
        if (sending == null || !sending.isDone()) {
            return Optional.ofNullable(sending).map(StateSender::next);
        }
        checkpoint = null;
        behind |= sending.isOutdated(); // the peer is told of the new base, and asks anew
        return Optional.empty();
    }

    /** Asks the peer to acknowledge what is here. */
    void wantAcknowledgement() {
        wantsAcknowledgement = true;
        wake();
    }

    private Optional<Bytes> acknowledgement() {
        boolean wanted = wantsAcknowledgement;
        wantsAcknowledgement = false;
        return wanted ? Optional.of(Frames.acknowledge()) : Optional.empty();
    }

    /** Says anew what is here. */
    void greetAnew() {
        behind = true;
        wake();
    }

    /** Says anew what is here: another state than before. */
    void startAnew() {
        behind = true;
        suspicions.clear();
        again.clear();
        heads.forgetTold();
        wake();
    }

    private Optional<Bytes> blocks() {
        return isBehindBase() ? Optional.empty() : runs.next();
    }

    /** Tells the peer what has been applied of what it sent, once there is nothing else to say. */
    private Optional<Bytes> have() {
        Map<DeviceId, Long> news = new HashMap<>();
        core.feeds().all().forEach(feed -> {
            long told = core.inbox().told(feed);
            if (!feed.device().equals(core.guard().self()) && told > heads.told(feed.device())) {
                news.put(feed.device(), told);
            }
        });
        if (news.isEmpty()) {
            return Optional.empty();
        }
        heads.told(news);
        return Optional.of(Frames.have(news));
    }

    @Override
    public void received(Bytes frame) {
        try {
            FRAME.check(frame.size());
            ByteReader in = new ByteReader(frame);
            int kind = in.u8();
            if (kind == Frames.CREDENTIALS) {
                offer(Frames.readCredentials(in)); // not under the lock: whoever keeps credentials tells listeners
            }
            boolean failed = core.locked(() -> !handle(kind, in, frame.size()));
            if (failed) {
                fail();
                return;
            }
        } catch (MalformedException e) {
            core.locked(() -> fault = Optional.of(String.valueOf(e.getMessage())));
            fail();
            return;
        } catch (HearthException e) {
            close();
            return;
        }
        wake();
    }

    private void offer(List<Bytes> credentials) throws MalformedException {
        if (!core.credentials().offer(credentials)) {
            throw new MalformedException("A credential that is forged or about another space");
        }
    }

    private boolean handle(int kind, ByteReader in, int size) {
        if (closed) {
            return true;
        }
        receivedBytes += size;
        try {
            switch (kind) {
                case Frames.HELLO -> hello(Frames.readHello(in));
                case Frames.CREDENTIALS -> core.intake().apply();
                case Frames.BLOCKS -> blocks(Frames.readBlocks(in));
                case Frames.HAVE -> have(Frames.readFeeds(in));
                case Frames.REQUEST -> request(Frames.readRequest(in));
                case Frames.ACKNOWLEDGE -> core.acknowledging().asked();
                case Frames.WANTED -> wanted(Frames.readWanted(in));
                case Frames.OFFER -> core.takeover().offered(Frames.readOffer(in));
                case Frames.PART -> part(Frames.readPart(in));
                case Frames.UNABLE -> unable();
                default -> throw new MalformedException("Replication frame of an unknown kind");
            }
            if (said != null) {
                core.restoration().caughtUp(core, said);
            }
            return true;
        } catch (MalformedException e) {
            fault = Optional.of(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void hello(Frames.Hello hello) {
        said = hello;
        greeted = true;
        greetedAt = core.nanoTime();
        theirBase = hello.base();
        takingOver = false;
        unable = false;
        heads.said(hello.feeds());
        runs.restart();
        credentialsThere.clear();
        credentialsThere.addAll(hello.credentials());
        credentialsToSend.clear();
    }

    private void wanted(Frames.Wanted wanted) {
        heads.forgetSent(); // it may be able to read nothing of it
        checkpoint = isBehindBase()
                        && !hasUnknownBlocks(
                                countingThere(), core.feeds().base().version())
                ? CheckpointSender.start(core, wanted.checkpoint(), wanted.place())
                        .orElse(null)
                : null;
        refuses = checkpoint == null;
    }

    /** Another peer sends its state instead. */
    void giveWay() {
        takingOver = false;
    }

    private void unable() {
        unable = true;
        giveWay();
        core.peers().unclaim(this);
    }

    private void part(Frames.Part part) throws MalformedException {
        if (core.takeover().take(part, arrivals)) {
            takingOver = false;
        }
    }

    /**
     * Returns what the peer has said to have, without what it may withhold: it knows best whether that counts there.
     */
    private Map<DeviceId, Long> countingThere() {
        Map<DeviceId, Long> counting = new HashMap<>(heads.there());
        core.guard().writers().forEach((device, last) -> {
            if (last < Long.MAX_VALUE) {
                counting.remove(device);
            }
        });
        return counting;
    }

    private static boolean hasUnknownBlocks(Map<DeviceId, Long> heads, Version base) {
        return heads.entrySet().stream()
                .anyMatch(head -> head.getValue() > base.heads().getOrDefault(head.getKey(), 0L));
    }

    private Optional<ReplicaStatus.Hindrance> hindrance() {
        Version here = core.feeds().version();
        if (!greeted) {
            return Optional.empty();
        }
        if (!here.includes(theirBase) && hasUnknownBlocks(here.heads(), theirBase)) {
            return Optional.of(ReplicaStatus.Hindrance.BLOCKS_HERE_FROM_BEFORE_THE_BASE);
        }
        if (!isBehindBase()) {
            return Optional.empty();
        }
        if (hasUnknownBlocks(countingThere(), core.feeds().base().version())) {
            return Optional.of(ReplicaStatus.Hindrance.BLOCKS_THERE_FROM_BEFORE_THE_BASE);
        }
        boolean sends = core.guard().mayWrite() || core.takeover().mayPassOn();
        return sends ? Optional.empty() : Optional.of(ReplicaStatus.Hindrance.NO_RIGHT_TO_VOUCH);
    }

    private void have(Map<DeviceId, Long> feeds) {
        feeds.forEach(heads::has);
    }

    private void blocks(Inbox.Run run) throws MalformedException {
        receivedBlocks += run.bodies().size();
        long last = run.from() + run.bodies().size() - 1;
        heads.has(run.feed(), last);
        if (core.peers().fillGap(run)) {
            askedAgain.put(run.feed(), last + 1); // the rest of the gap is under way
            core.intake().apply(); // what waited for the damaged blocks
        }
        Suspicion former = suspicions.get(run.feed());
        if (former != null) {
            examine(former, run);
            return;
        }
        int taken = core.inbox().take(run, arrivals);
        if (taken == Inbox.MISFIT) {
            Suspicion suspected = suspect(run.feed());
            suspicions.put(run.feed(), suspected);
            if (run.from() == suspected.seq() + 1) {
                examine(suspected, run);
            } else {
                again.add(run.feed());
            }
        } else if (taken > 0) {
            core.intake().apply();
        } else if (core.inbox().end(run.feed()) < last && core.inbox().takesFrom(run.feed())) {
            behind = true;
        }
    }

    private void examine(Suspicion suspicion, Inbox.Run run) throws MalformedException {
        if (core.inbox().takesFrom(run.feed()) && core.inbox().examine(suspicion, run)) {
            suspicions.remove(run.feed());
        }
    }

    /** The peer asks for a feed from a place on. */
    private void request(Frames.Place place) {
        heads.sendAgainAfter(place.feed(), place.from() - 1);
        runs.restart();
    }

    private void fail() {
        close();
        port.failed(core.locked(() -> fault).orElse("The peer broke the protocol"));
    }

    @Override
    public ReplicaStatus status() {
        return core.locked(() -> {
            long missingThere = 0;
            for (Feed feed : core.feeds().all()) {
                missingThere += Math.max(0, feed.held() - heads.confirmed(feed.device()));
            }
            long missingHere = 0;
            for (Map.Entry<DeviceId, Long> feed : heads.confirmed().entrySet()) {
                long here = core.feeds().find(feed.getKey()).map(Feed::held).orElse(0L);
                missingHere += Math.max(0, feed.getValue() - here);
            }
            return new ReplicaStatus(
                    greeted,
                    missingThere,
                    missingHere,
                    runs.blocks(),
                    receivedBlocks,
                    sentBytes,
                    receivedBytes,
                    arrivals.told(),
                    hindrance(),
                    fault);
        });
    }

    @Override
    public void close() {
        closed = true;
        core.peers().forget(this);
        core.peers().unclaim(this);
    }

    /** Begins to hear a feed again, from the first block that is kept of it. */
    private Suspicion suspect(DeviceId device) {
        return core.feeds()
                .find(device)
                .map(core.feeds().base()::place)
                .map(place -> new Suspicion(place.seq(), place.hash()))
                .orElseGet(() -> new Suspicion(0, BlockFormat.NONE));
    }
}
