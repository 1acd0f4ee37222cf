package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Commit;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.Version;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.core.CheckpointPart.Place;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.CheckpointOffer;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the state that another device has instead of blocks that nobody has any more. What comes is put aside,
 * part by part, and shows nothing; once it is whole and found to be in order, all that was here gives way to it, within
 * one hold of the lock. A crash before that loses nothing, and the rest is asked for; one while it happens is made up
 * for at the next opening. Meanwhile nothing is written here: it would not follow the state that is coming.
 *
 * <p>A device that opens nothing keeps the parts as they come, and then goes on storing the blocks that follow. Until
 * it has opened them, which it does when it comes to read, the space is <i>hollow</i> here: the feeds are at the
 * state's version, and its objects are not here. Used under the database's lock.
 */
final class Takeover {
    private static final int FACT_CHECKPOINT = 5;
    private static final int COMING = 1;
    private static final int WHOLE = 2;
    private static final int SEALED_COMING = 3;
    private static final int CARRIED = 4;
    private static final int OPENED = 5;
    private static final int FACT_HOLLOW = 13;
    private static final int MOST_REFUSALS = 16;
    private static final int TOLD_AT_ONCE = 1_024;
    private static final Limit OFFER = new Limit("bytes of an offer", ReplicaPort.MAX_FRAME);

    private final Core core;
    private final Store store;
    private final Keyspace keys;
    private final CarriedState carried;
    private boolean hollow;
    private @Nullable Coming coming;
    private @Nullable PeerReplicator from;
    private int refusals; // of others, since the last part came

    /** What is being taken over. */
    private static final class Coming {
        private final CheckpointOffer offer;
        private final Hash id;
        private int state;
        private int parts;
        private Place place = Place.START;
        private Place whole = Place.START; // the last place at which no object was cut

        Coming(CheckpointOffer offer, int state) {
            this.offer = offer;
            this.id = offer.id();
            this.state = state;
        }

        byte[] encode() {
            ByteWriter out =
                    new ByteWriter(1_024).u8(state).sized(offer.encode()).varint(parts);
            place.write(out);
            return whole.write(out).toArray();
        }
    }

    Takeover(Core core, Store store, Keyspace keys) {
        this.core = core;
        this.store = store;
        this.keys = keys;
        this.carried = new CarriedState(core, store, keys);
        this.hollow = store.get(Family.META, keys.fact(FACT_HOLLOW)).isPresent();
        store.get(Family.META, keys.fact(FACT_CHECKPOINT)).ifPresent(this::resume);
    }

    private void resume(byte[] fact) {
        try {
            ByteReader in = new ByteReader(fact);
            int state = in.u8();
            Coming known = new Coming(CheckpointOffer.decode(in.sized(OFFER)), state);
            known.parts = in.varint(CheckpointPart.PARTS);
            known.place = Place.read(in);
            known.whole = Place.read(in);
            coming = known;
            if (state == WHOLE || state == OPENED) {
                install(known);
            }
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "checkpoint"), e);
        }
    }

    /** Returns whether something is being taken over, or waits to be opened. */
    boolean isUnderWay() {
        return coming != null || hollow;
    }

    /** Returns whether the objects of the version that the feeds begin with are not here. */
    boolean isHollow() {
        return hollow;
    }

    /** Returns whether a state is kept here as it came. */
    boolean mayPassOn() {
        return coming != null && coming.state == CARRIED;
    }

    /** Sends on what is kept, as {@link CarriedState#sender} does. */
    Optional<StateSender> passOn(Hash known, Place from) {
        Coming kept = coming;
        return kept == null || kept.state != CARRIED
                ? Optional.empty()
                : carried.sender(kept.id, kept.parts, known, from);
    }

    /** Lets one peer at a time send; returns whether it is that one. Who doesn't send gives way to another. */
    boolean claim(PeerReplicator peer) {
        PeerReplicator sending = from;
        if (sending != null && sending != peer && ++refusals > MOST_REFUSALS) {
            sending.giveWay();
            sending = null;
        }
        if (sending == null) {
            from = peer;
            refusals = 0;
        }
        return from == peer;
    }

    /** Lets another peer send. */
    void release(PeerReplicator peer) {
        if (from == peer) {
            from = null;
        }
    }

    /** Returns of what something is here already. */
    Frames.Wanted wanted() {
        Coming known = coming;
        if (known == null || known.state == CARRIED) {
            return new Frames.Wanted(BlockFormat.NONE, Place.START);
        }
        known.place = known.whole; // an object that was cut is begun again
        if (known.state == SEALED_COMING) {
            known.parts = carried.leadingTo(known.whole, known.parts);
        }
        return new Frames.Wanted(known.id, known.place);
    }

    /**
     * Returns whether the state at a version has all that is here, and more. Where nothing is opened, that is all that
     * is stored; whoever has come to read and lacks the objects takes any state from which it can go on.
     */
    boolean fits(Version base) {
        boolean reads = core.guard().mayRead();
        Version here = reads
                ? core.feeds().version()
                : new Version(new TreeMap<>(core.feeds().held()));
        return base.includes(here) && ((reads && hollow) || !here.includes(base));
    }

    /** Takes an offer; one of the version that is coming goes on with that. */
    void offered(Frames.Offer sent) throws MalformedException {
        requireWriter(sent.signer(), sent.content(), sent.signature());
        CheckpointOffer offer = CheckpointOffer.decode(sent.content());
        offer.verify(core.guard());
        boolean known = coming != null && coming.state != CARRIED && coming.id.equals(offer.id());
        if (known || !fits(offer.version())) {
            return;
        }
        StoreBatch batch = new StoreBatch();
        batch.deleteRange(Family.CHECKPOINT, keys.all(), keys.end());
        Coming next = new Coming(offer, core.guard().mayRead() ? COMING : SEALED_COMING);
        carried.begin(sent, batch);
        batch.put(Family.META, keys.fact(FACT_CHECKPOINT), next.encode());
        core.write(batch);
        coming = next;
    }

    private void requireWriter(dev.hearth.base.DeviceId signer, Bytes content, Bytes signature)
            throws MalformedException {
        boolean may = core.guard().writers().getOrDefault(signer, 0L) == Long.MAX_VALUE;
        if (!may || !core.guard().verify(signer, CheckpointOffer.signed(core.id(), signer, content), signature)) {
            throw new MalformedException("A checkpoint that no device signed which may write");
        }
    }

    /**
     * Takes a part, and counts the objects that have come with it; returns whether that was the last one, and the state
     * is this space's now.
     */
    boolean take(Frames.Part sent, Arrivals arrivals) throws MalformedException {
        CheckpointPart part = CheckpointPart.decode(sent.content());
        requireWriter(part.signer(), sent.content(), sent.signature());
        Coming known = coming;
        if (known == null
                || known.state == CARRIED
                || !known.id.equals(part.id())
                || !known.place.equals(part.from())) {
            return false; // was under way before
        }
        StoreBatch batch = new StoreBatch();
        if (known.state == SEALED_COMING) {
            carried.keep(known.parts++, sent, batch);
        } else {
            Optional<byte[]> plain = core.guard()
                    .openShared(part.epoch(), part.place(), part.ciphertext().toArray());
            if (plain.isEmpty()) {
                return false; // without the key there is no use for it
            }
            CheckpointPart.pieces(plain.get()).forEach(piece -> count(piece, arrivals));
            batch.put(Family.CHECKPOINT, keys.part(known.parts++), plain.get());
        }
        refusals = 0;
        known.place = part.to();
        known.whole = part.to().isWhole() ? part.to() : known.whole;
        if (part.last()) {
            core.write(batch);
            finish(known);
            return true;
        }
        batch.put(Family.META, keys.fact(FACT_CHECKPOINT), known.encode());
        core.write(batch);
        return false;
    }

    private void count(CheckpointPart.Piece piece, Arrivals arrivals) {
        if (piece instanceof CheckpointPart.ObjectPiece it
                && it.offset() + it.bytes().size() == it.total()) {
            boolean here = core.objects().has(it.object());
            arrivals.count(here ? 0 : 1, here ? 1 : 0);
        }
    }

    private void finish(Coming known) throws MalformedException {
        if (!fits(known.offer.version())) {
            drop();
            return;
        }
        if (known.state == SEALED_COMING) {
            carry(known);
        } else {
            takeOver(known, WHOLE);
        }
    }

    private void takeOver(Coming known, int state) throws MalformedException {
        try {
            new CheckpointParts(store, keys, known.offer).check();
        } catch (MalformedException e) {
            drop();
            throw e;
        }
        known.state = state;
        StoreBatch batch = new StoreBatch();
        batch.put(Family.META, keys.fact(FACT_CHECKPOINT), known.encode());
        core.write(batch);
        List<Commit.ObjectChange> former = core.isHeard() ? former() : List.of();
        install(known);
        core.tookOver();
        core.branches().closeDropped();
        tell(known, former);
        for (String type : core.objects().catalogue().types()) {
            tellAll(known, type);
        }
    }

    /** Goes on from the version of a state that can't be opened, which is kept to be passed on. */
    private void carry(Coming known) {
        known.state = CARRIED;
        StoreBatch batch = new StoreBatch();
        core.feeds().require(known.offer, batch);
        core.objects().wipe(batch);
        dropBlocks(batch);
        core.feeds().takeOver(known.offer, batch);
        core.gaps().drop(batch);
        batch.put(Family.META, keys.fact(FACT_CHECKPOINT), known.encode());
        batch.put(Family.META, keys.fact(FACT_HOLLOW), new byte[] {1});
        core.write(batch);
        core.objects().forgetAll();
        hollow = true;
        from = null;
        core.tookOver();
    }

    private void dropBlocks(StoreBatch batch) {
        batch.deleteRange(Family.BLOCK, keys.all(), keys.end());
        batch.deleteRange(Family.SIGNATURE, keys.all(), keys.end());
    }

    /** Opens what was kept, once this device reads and has the keys; the blocks since are here already. */
    private void open(Coming kept) {
        try {
            for (int part = 0; part < kept.parts; part++) {
                if (!carried.open(part)) {
                    return;
                }
            }
            takeOver(kept, OPENED);
            core.intake().retryLater();
        } catch (MalformedException e) {
            drop(); // a state that makes no sense; another member's is asked for
            core.peers().greetAnew();
        }
    }

    /**
     * Drops what came of a state that has nothing to give any more: what it has came as blocks, or goes another way.
     */
    void reconsider() {
        Coming known = coming;
        if (known != null && known.state == CARRIED) {
            if (core.guard().mayRead() && !core.hasFailed()) {
                open(known);
            }
        } else if (known != null && !core.hasFailed() && !fits(known.offer.version())) {
            drop();
        }
    }

    /** Gives up what is coming: there is nobody from whom the rest could come. */
    void abandon() {
        if (coming != null && coming.state != CARRIED) {
            drop();
        }
    }

    private void drop() {
        StoreBatch batch = new StoreBatch();
        batch.deleteRange(Family.CHECKPOINT, keys.all(), keys.end());
        batch.delete(Family.META, keys.fact(FACT_CHECKPOINT));
        carried.drop(batch);
        core.write(batch);
        coming = null;
        from = null; // another peer may have a later one
    }

    /** Puts what came in the place of all that was here; begins anew when that was cut off before. */
    private void install(Coming known) {
        try {
            replace(known);
        } catch (RuntimeException e) {
            core.hide(); // what is half here is not to be seen
            throw e;
        }
    }

    private void replace(Coming known) {
        StoreBatch first = new StoreBatch();
        boolean opened = known.state == OPENED; // then the feeds are there, and beyond
        core.feeds().require(known.offer, first); // authors have the numbers of their feeds
        core.objects().wipe(first);
        if (!opened) {
            dropBlocks(first);
        }
        core.write(first);
        core.objects().forgetAll();
        new CheckpointParts(store, keys, known.offer).install(core);
        StoreBatch last = new StoreBatch();
        if (!opened) {
            core.feeds().takeOver(known.offer, last);
            core.gaps().drop(last);
        }
        last.delete(Family.META, keys.fact(FACT_HOLLOW));
        carried.drop(last);
        last.deleteRange(Family.CHECKPOINT, keys.all(), keys.end());
        last.delete(Family.META, keys.fact(FACT_CHECKPOINT));
        core.write(last);
        core.objects().forgetAll();
        hollow = false;
        coming = null;
        from = null; // another peer may have a later one
    }

    /** Returns what was here, so that results that live lose what is gone. */
    private List<Commit.ObjectChange> former() {
        List<Commit.ObjectChange> all = new ArrayList<>();
        for (String type : core.objects().catalogue().types()) {
            core.objects().catalogue().ofType(type).forEach(id -> all.add(changed(id, type)));
        }
        return all;
    }

    private static Commit.ObjectChange changed(ObjectId id, String type) {
        return new Commit.ObjectChange(id, type, Set.of(LiveObject.TYPE, ObjectTree.PLACES), Map.of(), true);
    }

    private void tellAll(Coming known, String type) {
        Optional<ObjectId> after = Optional.empty();
        do {
            List<ObjectId> ids = core.objects().catalogue().ofType(type, after, TOLD_AT_ONCE);
            tell(known, ids.stream().map(id -> changed(id, type)).toList());
            after = ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(ids.size() - 1));
        } while (after.isPresent());
    }

    private void tell(Coming known, List<Commit.ObjectChange> all) {
        for (int at = 0; at < all.size(); at += TOLD_AT_ONCE) {
            List<Commit.ObjectChange> some = all.subList(at, Math.min(all.size(), at + TOLD_AT_ONCE));
            known.offer.places().stream()
                    .findFirst()
                    .ifPresent(place -> core.tell(new Commit(place.feed(), place.seq(), false, some)));
        }
    }
}
