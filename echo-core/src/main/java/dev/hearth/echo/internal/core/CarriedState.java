package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.core.CheckpointPart.Place;
import dev.hearth.echo.internal.feed.Base;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a state on a device that can't open it, kept as they came: a relay's. They are sent on as they are,
 * since a writer signed each of them. Used under the database's lock.
 */
final class CarriedState {
    private static final int FACT_OFFER = 14;
    private static final int SEALED = 1 << 30; // parts as they came lie behind the places of those that are opened

    private final Core core;
    private final Store store;
    private final Keyspace keys;

    CarriedState(Core core, Store store, Keyspace keys) {
        this.core = core;
        this.store = store;
        this.keys = keys;
    }

    /** Keeps what a state begins with. */
    void begin(Frames.Offer offer, StoreBatch batch) {
        batch.put(Family.META, keys.fact(FACT_OFFER), Frames.offer(offer).toArray());
    }

    /** Keeps a part. */
    void keep(int number, Frames.Part part, StoreBatch batch) {
        Bytes frame = Frames.part(part.content(), part.signature());
        batch.put(Family.CHECKPOINT, keys.part(SEALED + number), frame.toArray());
    }

    /** Drops what a state begins with; the parts go with the family. */
    void drop(StoreBatch batch) {
        batch.delete(Family.META, keys.fact(FACT_OFFER));
    }

    private Bytes frame(int number) {
        return store.get(Family.CHECKPOINT, keys.part(SEALED + number))
                .map(Bytes::of)
                .orElseThrow(() -> corrupt(null));
    }

    private CheckpointPart part(int number) {
        try {
            ByteReader in = new ByteReader(frame(number));
            in.u8();
            return CheckpointPart.decode(Frames.readPart(in).content());
        } catch (MalformedException e) {
            throw corrupt(e);
        }
    }

    private static HearthException corrupt(@Nullable Exception cause) {
        return new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "checkpoint"), cause);
    }

    /** Returns the number of the part that begins at a place, of so many parts; empty when none does. */
    Optional<Integer> beginningAt(Place from, int parts) {
        for (int number = 0; number < parts; number++) {
            if (part(number).from().equals(from)) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    /** Returns how many of so many parts lead to a place, after which the next one begins. */
    int leadingTo(Place to, int parts) {
        for (int number = parts; number > 0; number--) {
            if (part(number - 1).to().equals(to)) {
                return number;
            }
        }
        return 0;
    }

    /** Puts a part into its place among those that are opened; returns whether its key is here. */
    boolean open(int number) throws MalformedException {
        CheckpointPart part = part(number);
        Optional<byte[]> plain = core.guard()
                .openShared(part.epoch(), part.place(), part.ciphertext().toArray());
        plain.ifPresent(bytes -> core.write(new StoreBatch().put(Family.CHECKPOINT, keys.part(number), bytes)));
        return plain.isPresent();
    }

    private boolean isWriter(DeviceId device) {
        return core.guard().writers().getOrDefault(device, 0L) == Long.MAX_VALUE;
    }

    /**
     * Begins to send so many parts on, from the place to which the peer has come if it has a part of the state of this
     * id; empty when it came by other parts to there, or nobody takes the word of who made it any more.
     */
    Optional<StateSender> sender(Hash id, int parts, Hash known, Place from) {
        Bytes offer =
                store.get(Family.META, keys.fact(FACT_OFFER)).map(Bytes::of).orElseThrow(() -> corrupt(null));
        try {
            ByteReader in = new ByteReader(offer);
            in.u8();
            if (!isWriter(Frames.readOffer(in).signer())) {
                return Optional.empty();
            }
        } catch (MalformedException e) {
            throw corrupt(e);
        }
        Optional<Integer> first = id.equals(known) ? beginningAt(from, parts) : Optional.of(0);
        return first.map(number -> new Sender(offer, number, parts));
    }

    /** Sends frames on. */
    private final class Sender implements StateSender {
        private final Base base = core.feeds().base();
        private final Bytes offer;
        private final int parts;
        private int next;
        private boolean offered;

        Sender(Bytes offer, int first, int parts) {
            this.offer = offer;
            this.next = first;
            this.parts = parts;
        }

        @Override
        public boolean isDone() {
            return isOutdated()
                    || (offered && (next == parts || !isWriter(part(next).signer())));
        }

        @Override
        public boolean isOutdated() {
            return base != core.feeds().base() || !core.takeover().mayPassOn();
        }

        @Override
        public Bytes next() {
            if (!offered) {
                offered = true;
                return offer;
            }
            return frame(next++);
        }
    }
}
