package dev.hearth.echo.internal.feed;

import dev.hearth.base.ByteReader;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Version;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * All feeds of a space, and the frontier: the blocks that no other applied block builds on. A new block names the
 * frontier as what it depends on, and thereby all that its author has seen. Used under the database's lock.
 *
 * <p>The Lamport time of a block is one more than the greatest among its predecessor and dependencies. So it need not
 * be sent, and nobody can claim a time of their own.
 */
public final class Feeds {
    private static final int FACT_BASE = 4;
    private static final int FACT_END = 12;

    private final StoreReader store;
    private final Keyspace keys;
    private final SpaceId space;
    private final ToIntFunction<DeviceId> numbering;
    private final Map<DeviceId, Feed> byDevice = new HashMap<>();
    private final List<Feed> byNumber = new ArrayList<>();
    private final List<Feed> own = new ArrayList<>();
    private final Map<Integer, Feed> byActor = new HashMap<>();
    private final Map<Feed.Member, Feed> members = new HashMap<>();
    private final long floor;
    private final Map<DeviceId, Long> frontier = new LinkedHashMap<>();
    private Base base;
    private @Nullable Causality causality; // since somebody asked for it, until the base moves

    /**
     * Reads the feeds' records. {@code numbering} gives each new device the number that the engine knows it by; Lamport
     * times are greater than {@code floor}.
     */
    public Feeds(StoreReader store, Keyspace keys, SpaceId space, ToIntFunction<DeviceId> numbering, long floor) {
        this.floor = floor;
        this.store = store;
        this.keys = keys;
        this.space = space;
        this.numbering = numbering;
        store.scan(Family.FEED, keys.all(), (key, value) -> {
            add(value);
            return true;
        });
        findFrontier();
        List<Feed> places = new ArrayList<>();
        store.scan(Family.META, keys.fact(FACT_BASE), (key, value) -> {
            places.add(decode(value, new ByteReader(key, key.length - 4, key.length)));
            return true;
        });
        base = new Base(places, number -> numbered(number).device());
    }

    private static Feed decode(byte[] stored, ByteReader number) {
        try {
            return decode(stored, number.u32());
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "feed"), e);
        }
    }

    private static Feed decode(byte[] stored, int number) {
        try {
            return Feed.decode(stored, number);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "feed"), e);
        }
    }

    private void add(byte[] stored) {
        try {
            Feed feed = Feed.decode(stored, byNumber.size());
            register(feed, numbering.applyAsInt(feed.device()));
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "feed"), e);
        }
    }

    /** Returns the version that the space begins with here. */
    public Base base() {
        return base;
    }

    /** Returns what blocks build on. */
    public Causality causality() {
        Causality known = causality;
        if (known == null) {
            known = new Causality(this);
            causality = known;
        }
        return known;
    }

    /** Lets the space begin with a later version, given by the feeds as they were then. */
    public void rebase(List<Feed> places, StoreBatch batch) {
        for (Feed place : places) {
            batch.put(Family.META, keys.fact(FACT_BASE, place.number()), place.encode());
        }
        base = new Base(places, number -> numbered(number).device());
        causality = null;
    }

    /** Gives each feed of a checkpoint its number, so that its author has the same one. */
    public void require(CheckpointOffer offer, StoreBatch batch) {
        offer.places().forEach(place -> require(place.feed(), batch));
    }

    /** Goes on from a checkpoint that has all that was here; its feeds have numbers. */
    public void takeOver(CheckpointOffer offer, StoreBatch batch) {
        List<Feed> then = new ArrayList<>();
        for (CheckpointOffer.Place place : offer.places()) {
            Mentions mentions = new Mentions();
            place.mentions()
                    .forEach(named -> mentions.mention(
                            known(offer.places().get(named.index()).feed()).number(), named.seq()));
            Feed feed = known(place.feed());
            Feed at = feed.at(
                    new Feed.Place(place.seq(), place.hash(), place.lamport(), place.authority(), place.last()),
                    mentions);
            feed.takeOver(at, place.head());
            save(feed, batch);
            then.add(at);
        }
        rebase(then, batch);
        frontier.clear();
        findFrontier();
    }

    /** Forgets what is only of use for a while. */
    public void trim() {
        causality = null;
    }

    /** Drops the blocks of a feed that the base has, and the signatures before it. */
    public void dropBlocks(Feed feed, StoreBatch batch) {
        long seq = base.seq(feed.device());
        if (seq > 0) {
            byte[] first = keys.block(feed.number(), 0);
            batch.deleteRange(Family.BLOCK, first, keys.block(feed.number(), seq + 1));
            batch.deleteRange(Family.SIGNATURE, first, keys.block(feed.number(), seq));
        }
    }

    private void register(Feed feed, int actor) {
        feed.number(byNumber.size());
        feed.actor(actor);
        byNumber.add(feed);
        byActor.put(actor, feed);
        if (feed.member().isPresent()) {
            members.put(feed.member().get(), feed);
        } else {
            byDevice.put(feed.device(), feed);
            own.add(feed);
        }
    }

    private void findFrontier() {
        for (Feed feed : own) {
            if (feed.seq() > 0) {
                frontier.put(feed.device(), feed.seq());
            }
        }
        for (Feed feed : own) {
            Mentions mentions = feed.mentions();
            for (int index = 0; index < mentions.size(); index++) {
                leave(numbered(mentions.feed(index)).device(), mentions.seq(index));
            }
        }
    }

    private void leave(DeviceId feed, long seq) {
        Long head = frontier.get(feed);
        if (head != null && head <= seq) {
            frontier.remove(feed);
        }
    }

    /** Returns the feeds that have a number. */
    public Collection<Feed> all() {
        return own;
    }

    /** Returns what stands for the authors of branches. */
    public Collection<Feed> members() {
        return members.values();
    }

    /** Returns the feed whose author the engine knows by a number, if it is one of these. */
    public Optional<Feed> byActor(int actor) {
        return Optional.ofNullable(byActor.get(actor));
    }

    /**
     * Returns what stands for an author of a branch, giving it a number and a record in {@code batch} when it is new.
     */
    public Feed require(Feed.Member member, DeviceId key, StoreBatch batch) {
        Feed feed = members.get(member);
        if (feed == null) {
            feed = new Feed(key, Optional.of(member));
            register(feed, numbering.applyAsInt(key));
            save(feed, batch);
        }
        return feed;
    }

    /** Returns a feed, if anything of it was applied. */
    public Optional<Feed> find(DeviceId device) {
        return Optional.ofNullable(byDevice.get(device));
    }

    /** Returns a feed of which something was applied. */
    public Feed known(DeviceId device) {
        Feed feed = byDevice.get(device);
        if (feed == null) {
            throw new IllegalArgumentException("feed: " + device);
        }
        return feed;
    }

    /** Returns the feed of that number. */
    public Feed numbered(int number) {
        return byNumber.get(number);
    }

    /** Returns the feed, giving it a number and a record in {@code batch} when it is new. */
    public Feed require(DeviceId device, StoreBatch batch) {
        Feed feed = byDevice.get(device);
        if (feed == null) {
            feed = new Feed(device);
            register(feed, numbering.applyAsInt(device));
            save(feed, batch);
        }
        return feed;
    }

    /** Returns what the next block of {@code feed}, written here and now, depends on. */
    public List<Dependency> dependencies(Feed feed) {
        if (frontier.isEmpty() || (frontier.size() == 1 && frontier.containsKey(feed.device()))) {
            return List.of();
        }
        List<Dependency> dependencies = new ArrayList<>();
        frontier.forEach((device, seq) -> {
            if (!device.equals(feed.device())) {
                dependencies.add(new Dependency(device, seq));
            }
        });
        return dependencies;
    }

    /** Returns the dependencies that are not applied yet. */
    public List<Dependency> missing(List<Dependency> dependencies) {
        List<Dependency> missing = List.of();
        for (Dependency dependency : dependencies) {
            Feed feed = byDevice.get(dependency.feed());
            if (feed == null || feed.seq() < dependency.seq()) {
                missing = missing.isEmpty() ? new ArrayList<>() : missing;
                missing.add(dependency);
            }
        }
        return missing;
    }

    /** Returns the Lamport time of a block of {@code feed} with {@code dependencies}, which are all applied. */
    public long lamport(Feed feed, List<Dependency> dependencies) {
        long latest = Math.max(floor, feed.lamport());
        for (Dependency dependency : dependencies) {
            latest = Math.max(latest, lamport(known(dependency.feed()), dependency.seq()));
        }
        return latest + 1;
    }

    /**
     * Returns that of an applied block. One before the base's last counts for nothing: what follows the base follows
     * later ones too.
     */
    public long lamport(Feed feed, long seq) {
        Feed place = base.place(feed);
        if (seq <= place.seq()) {
            return seq == place.seq() ? place.lamport() : 0;
        }
        return seq == feed.seq() ? feed.lamport() : stored(feed, seq).lamport();
    }

    /** Returns block {@code seq} of {@code feed}, which is applied. */
    public StoredBlock stored(Feed feed, long seq) {
        byte[] value = store.get(Family.BLOCK, keys.block(feed.number(), seq))
                .orElseThrow(() -> new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "block")));
        return decode(value);
    }

    /** Reads a stored block. */
    public static StoredBlock decode(byte[] value) {
        try {
            return StoredBlock.decode(value);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "block"), e);
        }
    }

    /** A block that is about to be applied. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Next(
            Hash id,
            long lamport,
            List<Dependency> dependencies,
            List<CredentialId> authority,
            byte[] body,
            @Nullable ObjectId lastObject) {}

    /**
     * Writes {@code next} into {@code batch} and moves {@code feed} on to it. The feed's record is left to
     * {@link #save}.
     */
    public void advance(Feed feed, Next next, StoreBatch batch) {
        byte[] stored = StoredBlock.encode(next.lamport(), next.dependencies(), this, next.body());
        batch.put(Family.BLOCK, keys.block(feed.number(), feed.seq() + 1), stored);
        for (Dependency dependency : next.dependencies()) {
            feed.mentions().mention(known(dependency.feed()).number(), dependency.seq());
            leave(dependency.feed(), dependency.seq());
        }
        feed.advance(next.id(), next.lamport(), next.authority(), next.lastObject(), next.body().length);
        frontier.put(feed.device(), feed.seq());
    }

    /** Stores a block behind the last stored one of its feed, without any effect. */
    public void hold(Feed feed, byte[] body, StoreBatch batch) {
        hold(feed, List.of(), body, batch);
    }

    /** As {@link #hold(Feed, byte[], StoreBatch)}, with the blocks that it builds on, which are stored here too. */
    public void hold(Feed feed, List<Dependency> dependencies, byte[] body, StoreBatch batch) {
        byte[] stored = StoredBlock.encode(0, dependencies, this, body);
        batch.put(Family.BLOCK, keys.block(feed.number(), feed.held() + 1), stored);
        feed.hold(body.length);
    }

    /**
     * Returns a copy of a feed as it is after its last stored block, those without effect included: what the next block
     * refers to. It is read from its record, or made up from the blocks.
     *
     * @throws MalformedException when one of those blocks can't be followed
     */
    public Feed end(Feed feed) throws MalformedException {
        Optional<Feed> known = store.get(Family.META, keys.fact(FACT_END, feed.number()))
                .map(stored -> decode(stored, feed.number()))
                .filter(end -> end.seq() == feed.held());
        return known.isPresent() ? known.get() : replay(feed);
    }

    private Feed replay(Feed feed) throws MalformedException {
        Feed end = feed.at(
                new Feed.Place(feed.seq(), feed.hash(), feed.lamport(), feed.authority(), null),
                feed.mentions().copy());
        while (end.seq() < feed.held()) {
            byte[] body = stored(feed, end.seq() + 1).body();
            Block block = Block.read(body, end, this);
            for (Dependency dependency : block.dependencies()) {
                if (find(dependency.feed()).isEmpty()) {
                    throw new MalformedException("Builds on a feed that is not here");
                }
            }
            replay(end, block, BlockFormat.id(space, feed.device(), end.seq() + 1, end.hash(), body));
        }
        return end;
    }

    /** Writes how a feed is after its last stored block into {@code batch}. */
    public void saveEnd(Feed end, StoreBatch batch) {
        batch.put(Family.META, keys.fact(FACT_END, end.number()), end.encode());
    }

    /**
     * Puts feeds back to a version that lies before what is applied and has all that its blocks build on; their blocks
     * beyond it stay stored and are withheld.
     */
    public void retreat(Collection<Feed> places, StoreBatch batch) {
        for (Feed place : places) {
            Feed feed = known(place.device());
            feed.retreat(place);
            save(feed, batch);
        }
        causality = null;
        frontier.clear();
        findFrontier();
    }

    /** Moves a copy of a feed on by a block that was applied long ago. */
    public void replay(Feed copy, Block block, Hash id) {
        for (Dependency dependency : block.dependencies()) {
            copy.mentions().mention(known(dependency.feed()).number(), dependency.seq());
        }
        copy.advance(id, 0, block.authority(), null, 0);
    }

    /** Returns about how many blocks of others a feed's author has not said that it builds on. */
    public long unbuilt(Feed feed) {
        long blocks = 0;
        for (Dependency dependency : dependencies(feed)) {
            Mentions mentions = feed.mentions();
            int index = mentions.indexOf(known(dependency.feed()).number());
            long named = index < mentions.size() ? mentions.seq(index) : 0;
            blocks += dependency.seq() - Math.max(named, base.seq(dependency.feed()));
        }
        return blocks;
    }

    /** Notes that the author signed the feed up to {@code head}, which is applied. */
    public void sign(Feed feed, SignedHead head, StoreBatch batch) {
        SignedHead kept = feed.sign(head);
        if (kept != null) {
            batch.put(Family.SIGNATURE, keys.block(feed.number(), kept.seq()), kept.encode());
        }
    }

    /** Writes the feed's record into {@code batch}. */
    public void save(Feed feed, StoreBatch batch) {
        batch.put(Family.FEED, keys.feed(feed.number()), feed.encode());
    }

    /** Returns the kept signed heads of {@code feed} from {@code seq} on, in order, at most {@code count} of them. */
    public List<SignedHead> signedFrom(Feed feed, long seq, int count) {
        List<SignedHead> heads = new ArrayList<>();
        byte[] prefix = keys.feed(feed.number());
        store.scan(Family.SIGNATURE, prefix, keys.block(feed.number(), seq), (key, value) -> {
            heads.add(head(value));
            return heads.size() < count;
        });
        if (heads.size() < count && feed.signed().seq() >= seq) {
            heads.add(feed.signed());
        }
        return heads;
    }

    /** Returns the numbers of the blocks of {@code feed} of which a signed head is kept beside the newest one. */
    public List<Long> keptHeads(Feed feed) {
        List<Long> kept = new ArrayList<>();
        byte[] prefix = keys.feed(feed.number());
        store.keys(Family.SIGNATURE, prefix, prefix, key -> kept.add(Keyspace.number(key)));
        return kept;
    }

    /** Returns the signed head that is kept of a block; throws STORAGE_CORRUPT when it can't be read. */
    public SignedHead keptHead(Feed feed, long seq) {
        return head(store.get(Family.SIGNATURE, keys.block(feed.number(), seq))
                .orElseThrow(() -> new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "signature"))));
    }

    private static SignedHead head(byte[] stored) {
        try {
            return SignedHead.decode(stored);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "signature"), e);
        }
    }

    /** Returns the id of a block that is stored, whether it was applied or is withheld; empty when it is not here. */
    public Optional<Hash> idAt(DeviceId device, long seq) {
        return find(device)
                .filter(feed -> seq >= Math.max(1, base.seq(device)) && seq <= feed.held())
                .map(feed -> hashAt(feed, seq));
    }

    /**
     * Returns the id of block {@code seq} of {@code feed}, which is not before the base, computed from the nearest
     * place before whose id is kept.
     */
    public Hash hashAt(Feed feed, long seq) {
        if (seq == feed.seq()) {
            return feed.hash();
        }
        if (seq == feed.signed().seq()) {
            return feed.signed().hash();
        }
        Feed from = base.place(feed);
        if (seq <= from.seq()) {
            return from.hash();
        }
        SortedMap<Long, Hash> kept = new TreeMap<>();
        kept.put(from.seq(), from.hash());
        store.scan(Family.SIGNATURE, keys.feed(feed.number()), (key, value) -> {
            SignedHead head = head(value);
            kept.put(head.seq(), head.hash());
            return head.seq() < seq;
        });
        long last = kept.headMap(seq + 1).lastKey();
        return roll(feed, last, kept.getOrDefault(last, BlockFormat.NONE), seq);
    }

    private Hash roll(Feed feed, long from, Hash start, long to) {
        Hash hash = start;
        for (long seq = from + 1; seq <= to; seq++) {
            hash = BlockFormat.id(
                    space, feed.device(), seq, hash, stored(feed, seq).body());
        }
        return hash;
    }

    /** Returns whether no block is here: of some there would be one that no other builds on. */
    public boolean isEmpty() {
        return frontier.isEmpty();
    }

    /** Returns of all feeds how far their blocks are stored, those that are withheld included. */
    public Map<DeviceId, Long> held() {
        Map<DeviceId, Long> held = new TreeMap<>();
        for (Feed feed : own) {
            if (feed.held() > 0) {
                held.put(feed.device(), feed.held());
            }
        }
        return held;
    }

    /** Returns how many blocks are stored that have no effect. */
    public long heldBeyond() {
        return own.stream().mapToLong(feed -> feed.held() - feed.seq()).sum();
    }

    /** Returns how far all feeds are. */
    public Version version() {
        SortedMap<DeviceId, Long> heads = new TreeMap<>();
        for (Feed feed : own) {
            if (feed.seq() > 0) {
                heads.put(feed.device(), feed.seq());
            }
        }
        return new Version(heads);
    }
}
