package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.feed.CheckpointOffer;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts objects together from the parts of a checkpoint that lie in the store. Used once. */
final class CheckpointParts {
    private final Store store;
    private final Keyspace keys;
    private final CheckpointOffer offer;
    private final ByteArrayOutputStream state = new ByteArrayOutputStream();
    private @Nullable ObjectId open; // whose state is not whole yet

    CheckpointParts(Store store, Keyspace keys, CheckpointOffer offer) {
        this.store = store;
        this.keys = keys;
        this.offer = offer;
    }

    /** Takes what was put together. */
    private interface Visitor {
        void object(ObjectId id, byte[] state) throws ChangeException;

        void row(Bytes prefix, byte[] row);

        void endOfPart();
    }

    /** Refuses a checkpoint of which something can't be read, is missing, or was made by somebody unknown to it. */
    void check() throws MalformedException {
        Actors authors = new Actors();
        offer.places().forEach(place -> authors.intern(place.feed().value().toArray()));
        int known = authors.devices();
        visit(new Visitor() {
            @Override
            public void object(ObjectId id, byte[] saved) throws ChangeException {
                ObjectState.load(saved, authors);
                if (authors.devices() > known) {
                    throw new ChangeException("An author that the checkpoint does not name");
                }
            }

            @Override
            public void row(Bytes prefix, byte[] row) {}

            @Override
            public void endOfPart() {}
        });
        if (open != null) {
            throw new MalformedException("A checkpoint with an object that is cut");
        }
    }

    /** Writes the objects, a part at a time. */
    void install(Core core) {
        StoreBatch[] batch = {new StoreBatch()};
        try {
            visit(new Visitor() {
                @Override
                public void object(ObjectId id, byte[] saved) throws ChangeException {
                    core.objects().takeOver(id, saved, batch[0]);
                }

                @Override
                public void row(Bytes prefix, byte[] row) {
                    core.objects().graves().takeOver(prefix, row, batch[0]);
                }

                @Override
                public void endOfPart() {
                    core.write(batch[0]);
                    batch[0] = new StoreBatch();
                }
            });
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "checkpoint"), e);
        }
    }

    private void visit(Visitor visitor) throws MalformedException {
        for (int part = 0; ; part++) {
            byte[] plain = store.get(Family.CHECKPOINT, keys.part(part)).orElse(null);
            if (plain == null) {
                return;
            }
            for (CheckpointPart.Piece piece : CheckpointPart.pieces(plain)) {
                if (piece instanceof CheckpointPart.ObjectPiece it) {
                    join(it, visitor);
                } else {
                    CheckpointPart.GraveRow it = (CheckpointPart.GraveRow) piece;
                    visitor.row(it.prefix(), it.row().toArray());
                }
            }
            visitor.endOfPart();
        }
    }

    /** A piece from the start begins an object anew: what came before a connection was cut stands for nothing. */
    private void join(CheckpointPart.ObjectPiece piece, Visitor visitor) throws MalformedException {
        if (piece.offset() == 0) {
            state.reset();
            open = piece.object();
        }
        if (!piece.object().equals(open) || piece.offset() != state.size()) {
            throw new MalformedException("A checkpoint with a gap");
        }
        state.writeBytes(piece.bytes().toArray());
        if (state.size() == piece.total()) {
            open = null;
            try {
                visitor.object(piece.object(), state.toByteArray());
            } catch (ChangeException e) {
                throw new MalformedException("A checkpoint with an object that can't be read", e);
            }
        }
    }
}
