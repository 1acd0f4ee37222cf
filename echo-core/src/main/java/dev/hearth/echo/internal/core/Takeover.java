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
import org.jspecify.annotations.Nullable;

/**
 * Takes over the state that another device has instead of blocks that nobody has any more. What comes is put aside,
 * part by part, and shows nothing; once it is whole and found to be in order, all that was here gives way to it, within
 * one hold of the lock. A crash before that loses nothing, and the rest is asked for; one while it happens is made up
 * for at the next opening. Meanwhile nothing is written here: it would not follow the state that is coming. Used under
 * the database's lock.
 */
final class Takeover {
    private static final int FACT_CHECKPOINT = 5;
    private static final int COMING = 1;
    private static final int WHOLE = 2;
    private static final int MOST_REFUSALS = 16;
    private static final int TOLD_AT_ONCE = 1_024;
    private static final Limit OFFER = new Limit("bytes of an offer", ReplicaPort.MAX_FRAME);

    private final Core core;
    private final Store store;
    private final Keyspace keys;
    private @Nullable Coming coming;
    private @Nullable PeerReplicator from;
    private int refusals; // of others, since the last part came

    /** What is being taken over. */
    private static final class Coming {
        private final CheckpointOffer offer;
        private final Hash id;
        private int parts;
        private Place place = Place.START;
        private Place whole = Place.START; // the last place at which no object was cut

        Coming(CheckpointOffer offer) {
            this.offer = offer;
            this.id = offer.id();
        }

        byte[] encode(int state) {
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
        store.get(Family.META, keys.fact(FACT_CHECKPOINT)).ifPresent(this::resume);
    }

    private void resume(byte[] fact) {
        try {
            ByteReader in = new ByteReader(fact);
            int state = in.u8();
            Coming known = new Coming(CheckpointOffer.decode(in.sized(OFFER)));
            known.parts = in.varint(CheckpointPart.PARTS);
            known.place = Place.read(in);
            known.whole = Place.read(in);
            coming = known;
            if (state == WHOLE) {
                install(known);
            }
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "checkpoint"), e);
        }
    }

    /** Returns whether something is being taken over. */
    boolean isUnderWay() {
        return coming != null;
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
        if (known == null) {
            return new Frames.Wanted(BlockFormat.NONE, Place.START);
        }
        known.place = known.whole; // an object that was cut is begun again
        return new Frames.Wanted(known.id, known.place);
    }

    /** Returns whether the state at a version has all that is here, and more, and can be read here. */
    boolean fits(Version base) {
        if (!core.guard().mayRead()) {
            return false;
        }
        Version here = core.feeds().version();
        return base.includes(here) && !here.includes(base);
    }

    /** Takes an offer; one of the version that is coming goes on with that. */
    void offered(Frames.Offer sent) throws MalformedException {
        requireWriter(sent.signer(), sent.content(), sent.signature());
        CheckpointOffer offer = CheckpointOffer.decode(sent.content());
        offer.verify(core.guard());
        if (!fits(offer.version()) || (coming != null && coming.id.equals(offer.id()))) {
            return;
        }
        StoreBatch batch = new StoreBatch();
        batch.deleteRange(Family.CHECKPOINT, keys.all(), keys.end());
        Coming next = new Coming(offer);
        batch.put(Family.META, keys.fact(FACT_CHECKPOINT), next.encode(COMING));
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
        if (known == null || !known.id.equals(part.id()) || !known.place.equals(part.from())) {
            return false; // was under way before
        }
        Optional<byte[]> plain = core.guard()
                .openShared(part.epoch(), part.place(), part.ciphertext().toArray());
        if (plain.isEmpty()) {
            return false; // without the key there is no use for it
        }
        CheckpointPart.pieces(plain.get()).forEach(piece -> count(piece, arrivals));
        refusals = 0;
        StoreBatch batch = new StoreBatch();
        batch.put(Family.CHECKPOINT, keys.part(known.parts++), plain.get());
        known.place = part.to();
        known.whole = part.to().isWhole() ? part.to() : known.whole;
        if (part.last()) {
            core.write(batch);
            finish(known);
            return true;
        }
        batch.put(Family.META, keys.fact(FACT_CHECKPOINT), known.encode(COMING));
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
        try {
            new CheckpointParts(store, keys, known.offer).check();
        } catch (MalformedException e) {
            drop();
            throw e;
        }
        StoreBatch batch = new StoreBatch();
        batch.put(Family.META, keys.fact(FACT_CHECKPOINT), known.encode(WHOLE));
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

    /**
     * Drops what came of a state that has nothing to give any more: what it has came as blocks, or goes another way.
     */
    void reconsider() {
        Coming known = coming;
        if (known != null && !core.hasFailed() && !fits(known.offer.version())) {
            drop();
        }
    }

    /** Gives up what is coming: there is nobody from whom the rest could come. */
    void abandon() {
        if (coming != null) {
            drop();
        }
    }

    private void drop() {
        StoreBatch batch = new StoreBatch();
        batch.deleteRange(Family.CHECKPOINT, keys.all(), keys.end());
        batch.delete(Family.META, keys.fact(FACT_CHECKPOINT));
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
        core.feeds().require(known.offer, first); // authors have the numbers of their feeds
        core.objects().wipe(first);
        first.deleteRange(Family.BLOCK, keys.all(), keys.end());
        first.deleteRange(Family.SIGNATURE, keys.all(), keys.end());
        core.write(first);
        core.objects().forgetAll();
        new CheckpointParts(store, keys, known.offer).install(core);
        StoreBatch last = new StoreBatch();
        core.feeds().takeOver(known.offer, last);
        core.gaps().drop(last);
        last.deleteRange(Family.CHECKPOINT, keys.all(), keys.end());
        last.delete(Family.META, keys.fact(FACT_CHECKPOINT));
        core.write(last);
        core.objects().forgetAll();
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
