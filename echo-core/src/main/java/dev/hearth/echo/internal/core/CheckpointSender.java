package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.core.CheckpointPart.Place;
import dev.hearth.echo.internal.feed.Base;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.CheckpointOffer;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.SignedHead;
import dev.hearth.echo.port.Sealed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends one peer what this space was at its base: an offer, and then parts, each signed, which are made as the channel
 * takes them. Used under the database's lock.
 */
final class CheckpointSender implements StateSender {
    private static final int PART_BYTES = 48 << 10;
    private static final int OBJECTS_AT_ONCE = 64;
    private static final int MOST_FRUITLESS = 8;
    private static final int MOST_OFFER = ReplicaPort.MAX_FRAME - 1_024;

    private final Core core;
    private final Base base;
    private final CheckpointOffer offer;
    private final Hash id;
    private Place at;
    private byte @Nullable [] state; // of the object that is being sent
    private boolean offered;
    private boolean done;

    private CheckpointSender(Core core, CheckpointOffer offer, Place from) {
        this.core = core;
        this.base = core.feeds().base();
        this.offer = offer;
        this.id = offer.id();
        this.at = from;
    }

    /**
     * Begins, where the peer has come to if it has a part of this very checkpoint; empty when this device can't vouch
     * for one, and has none to pass on.
     */
    static Optional<StateSender> start(Core core, Hash known, Place from) {
        if (core.takeover().mayPassOn()) {
            return core.takeover().passOn(known, from);
        }
        if (core.feeds().base().isEmpty() || !core.guard().mayWrite()) {
            return Optional.empty();
        }
        return CheckpointOffer.of(core.feeds(), place -> head(core, place))
                .filter(offer -> offer.encode().size() <= MOST_OFFER)
                .map(offer -> new CheckpointSender(core, offer, offer.id().equals(known) ? from : Place.START));
    }

    private static Optional<SignedHead> head(Core core, Feed place) {
        if (place.device().equals(core.guard().self())) {
            Bytes said = BlockFormat.head(core.id(), place.device(), place.seq(), place.hash());
            return Optional.of(
                    new SignedHead(place.seq(), place.hash(), core.guard().sign(said)));
        }
        List<SignedHead> later = core.feeds().signedFrom(core.feeds().known(place.device()), place.seq(), 1);
        return later.stream().findFirst();
    }

    @Override
    public boolean isDone() {
        return done || base != core.feeds().base();
    }

    @Override
    public boolean isOutdated() {
        return base != core.feeds().base();
    }

    @Override
    public Bytes next() {
        if (!offered) {
            offered = true;
            Bytes content = offer.encode();
            return Frames.offer(new Frames.Offer(core.guard().self(), content, sign(content)));
        }
        Place from = at;
        ByteWriter plain = new ByteWriter(PART_BYTES + 1_024);
        int fruitless = 0; // objects that began after the base can be many: others get the lock in between
        while (!done && plain.size() < PART_BYTES && fruitless < MOST_FRUITLESS) {
            step(plain);
            fruitless += state == null && plain.size() == 0 ? 1 : 0;
        }
        Bytes place = CheckpointPart.place(id, from, at, done);
        Sealed sealed = core.guard().sealShared(place, plain.toArray());
        CheckpointPart part = new CheckpointPart(
                core.guard().self(), id, from, at, done, sealed.epoch(), Bytes.of(sealed.ciphertext()));
        Bytes content = part.encode();
        return Frames.part(content, sign(content));
    }

    private Bytes sign(Bytes content) {
        return core.guard().sign(CheckpointOffer.signed(core.id(), core.guard().self(), content));
    }

    private void step(ByteWriter plain) {
        byte[] rest = state;
        if (rest != null) {
            piece(plain, rest);
        } else if (at.phase() == 0) {
            object();
        } else {
            rows(plain);
        }
    }

    private void piece(ByteWriter plain, byte[] whole) {
        long offset = at.offset();
        int to = (int) Math.min(whole.length, offset + PART_BYTES);
        ObjectId object = new ObjectId(at.key());
        Bytes bytes = Bytes.of(whole, (int) offset, to);
        CheckpointPart.write(plain, new CheckpointPart.ObjectPiece(object, whole.length, offset, bytes));
        boolean all = to == whole.length;
        at = new Place(0, at.key(), all ? Place.WHOLE : to);
        state = all ? null : whole;
    }

    /** Finds the next object that there was at the base. */
    private void object() {
        boolean first = at.equals(Place.START);
        List<ObjectId> ids =
                core.objects().known(first ? Optional.empty() : Optional.of(new ObjectId(at.key())), OBJECTS_AT_ONCE);
        for (ObjectId object : ids) {
            Optional<byte[]> then = atBase(object);
            if (then.isPresent()) {
                state = then.get();
                at = new Place(0, object.value(), 0);
                return;
            }
        }
        at = ids.isEmpty()
                ? Place.OBJECTS_DONE
                : new Place(0, ids.get(ids.size() - 1).value(), Place.WHOLE);
    }

    private Optional<byte[]> atBase(ObjectId object) {
        ChangeLog log = core.objects().history(object);
        boolean within = log.changes().stream()
                .anyMatch(change ->
                        base.includes(core.feeds().numbered(change.actor()).device(), change.seq()));
        if (!within) {
            return log.base();
        }
        try {
            ObjectState then = log.state(change ->
                    base.includes(core.feeds().numbered(change.actor()).device(), change.seq()));
            then.forgetHistory();
            return Optional.of(then.save());
        } catch (ChangeException e) {
            throw Histories.corrupt(e);
        }
    }

    private void rows(ByteWriter plain) {
        Bytes after = at.equals(Place.OBJECTS_DONE) ? Bytes.EMPTY : at.key().slice(0, Graves.PREFIX);
        Place before = at;
        core.objects().graves().after(after, (prefix, row) -> {
            CheckpointPart.write(plain, new CheckpointPart.GraveRow(prefix, Bytes.of(row)));
            at = new Place(1, Bytes.of(Arrays.copyOf(prefix.toArray(), ObjectId.SIZE)), Place.WHOLE);
            return plain.size() < PART_BYTES;
        });
        done = before.equals(at) || plain.size() < PART_BYTES;
    }
}
