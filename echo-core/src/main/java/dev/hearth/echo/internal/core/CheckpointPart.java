package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.internal.feed.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a checkpoint: objects as they were at the base, by their ids, and then the ids that are used up. What it
 * holds is sealed for those who have the space's key.
 *
 * <pre>
 * part     = signer:32 id:32 place place last:u8 epoch (size ciphertext)     id of the checkpoint; from where, to where
 * place    = phase:u8 key:16 offset                                          what was dealt with last, and how far
 * plain    = piece*
 * piece    = 1 object:16 total offset (size bytes) | 2 prefix:15 row:32
 * </pre>
 */
record CheckpointPart(DeviceId signer, Hash id, Place from, Place to, boolean last, int epoch, Bytes ciphertext) {
    static final Limit PARTS = new Limit("parts of a checkpoint", Integer.MAX_VALUE);
    private static final Limit SEALED = new Limit("bytes of a part of a checkpoint", 1 << 19);
    private static final int OBJECT = 1;
    private static final int ROW = 2;

    /**
     * How far a checkpoint has come.
     *
     * @param phase 0 with objects, 1 with used up ids
     * @param key of what was dealt with last; zeros before the first
     * @param offset how many bytes of it; {@link #WHOLE} for all
     */
    record Place(int phase, Bytes key, long offset) {
        static final long WHOLE = Long.MAX_VALUE;
        static final Place START = new Place(0, Bytes.of(new byte[ObjectId.SIZE]), WHOLE);
        static final Place OBJECTS_DONE = new Place(1, Bytes.of(new byte[ObjectId.SIZE]), WHOLE);

        boolean isWhole() {
            return offset == WHOLE;
        }

        ByteWriter write(ByteWriter out) {
            return out.u8(phase).raw(key).varint(offset);
        }

        static Place read(ByteReader in) throws MalformedException {
            int phase = in.u8();
            Bytes key = in.raw(ObjectId.SIZE);
            long offset = in.varint();
            if (phase > 1 || offset < 0) {
                throw new MalformedException("A place that no checkpoint has");
            }
            return new Place(phase, key, offset);
        }
    }

    /** What a part consists of. */
    sealed interface Piece permits ObjectPiece, GraveRow {}

    /** A stretch of an object's state. */
    record ObjectPiece(ObjectId object, long total, long offset, Bytes bytes) implements Piece {}

    /** Ids that are used up. */
    record GraveRow(Bytes prefix, Bytes row) implements Piece {}

    /** Returns what the encryption authenticates. */
    static Bytes place(Hash id, Place from, Place to, boolean last) {
        ByteWriter out = new ByteWriter(96).raw(id.value());
        from.write(out);
        to.write(out);
        return out.u8(last ? 1 : 0).toBytes();
    }

    Bytes place() {
        return place(id, from, to, last);
    }

    /** Returns the bytes to send, which the signer signs. */
    Bytes encode() {
        return new ByteWriter(ciphertext.size() + 160)
                .raw(signer.value())
                .raw(place())
                .varint(epoch)
                .sized(ciphertext)
                .toBytes();
    }

    static CheckpointPart decode(Bytes encoded) throws MalformedException {
        ByteReader in = new ByteReader(encoded);
        DeviceId signer = new DeviceId(in.raw(DeviceId.SIZE));
        Hash id = new Hash(in.raw(Hash.SIZE));
        Place from = Place.read(in);
        Place to = Place.read(in);
        int last = in.u8();
        if (last > 1) {
            throw new MalformedException("Unknown flag of a part");
        }
        CheckpointPart part =
                new CheckpointPart(signer, id, from, to, last == 1, in.varint(Limits.EPOCH), in.sized(SEALED));
        in.end();
        return part;
    }

    static void write(ByteWriter out, Piece piece) {
        if (piece instanceof ObjectPiece it) {
            out.u8(OBJECT)
                    .raw(it.object().value())
                    .varint(it.total())
                    .varint(it.offset())
                    .sized(it.bytes());
        } else {
            GraveRow it = (GraveRow) piece;
            out.u8(ROW).raw(it.prefix()).raw(it.row());
        }
    }

    static List<Piece> pieces(byte[] plain) throws MalformedException {
        ByteReader in = new ByteReader(plain);
        List<Piece> pieces = new ArrayList<>();
        while (in.remaining() > 0) {
            int kind = in.u8();
            if (kind == OBJECT) {
                pieces.add(new ObjectPiece(
                        new ObjectId(in.raw(ObjectId.SIZE)), in.varint(), in.varint(), in.sized(SEALED)));
            } else if (kind == ROW) {
                pieces.add(new GraveRow(in.raw(Graves.PREFIX), in.raw(Graves.ROW)));
            } else {
                throw new MalformedException("A piece of an unknown kind");
            }
        }
        return pieces;
    }
}
