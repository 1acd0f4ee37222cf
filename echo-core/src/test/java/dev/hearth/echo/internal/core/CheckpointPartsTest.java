package dev.hearth.echo.internal.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.StoreBatch;
import org.junit.jupiter.api.Test;

/** Parts of a checkpoint as a member could forge them: pieces with gaps, objects that are cut, authors of nowhere. */
class CheckpointPartsTest {
    private static final Keyspace KEYS = new Keyspace(new SpaceId(Bytes.of(new byte[SpaceId.SIZE])));
    private static final ObjectId ONE = ObjectId.fromHex("000102030405060708090a0b0c0d0e0f");
    private static final ObjectId TWO = ObjectId.fromHex("100102030405060708090a0b0c0d0e0f");

    private final MemoryStore store = new MemoryStore();
    private int parts;

    /** Returns an object that the author of that key made. */
    private static byte[] object(int author) {
        byte[] key = new byte[32];
        key[0] = (byte) author;
        Actors actors = new Actors();
        ObjectState state = new ObjectState(actors);
        var edit = state.edit(actors.intern(key), 1);
        edit.set("title", new Scalar.Str("a title"));
        edit.finish();
        return state.save();
    }

    private static CheckpointPart.ObjectPiece piece(ObjectId id, byte[] whole, int from, int to) {
        return new CheckpointPart.ObjectPiece(id, whole.length, from, Bytes.of(whole, from, to));
    }

    private void part(CheckpointPart.Piece... pieces) {
        ByteWriter out = new ByteWriter(200);
        for (CheckpointPart.Piece piece : pieces) {
            CheckpointPart.write(out, piece);
        }
        store.write(new StoreBatch().put(Family.CHECKPOINT, KEYS.part(parts++), out.toArray()));
    }

    private void check() throws MalformedException {
        new CheckpointParts(store, KEYS, FrameTargets.offer()).check();
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::check).isInstanceOf(MalformedException.class).hasMessageContaining(why);
    }

    @Test
    void piecesOfSeveralPartsAreOneObjectAndACutOneBeginsAnew() throws MalformedException {
        byte[] whole = object(0);
        CheckpointPart.GraveRow row =
                new CheckpointPart.GraveRow(Bytes.of(new byte[Graves.PREFIX]), Bytes.of(new byte[Graves.ROW]));
        part(piece(ONE, whole, 0, 5));
        part(piece(ONE, whole, 0, 5));
        part(piece(ONE, whole, 5, whole.length), piece(TWO, whole, 0, whole.length), row);
        check();
        assertThat(store.get(Family.CHECKPOINT, KEYS.part(2))).isPresent();
    }

    @Test
    void aGapIsRefused() {
        byte[] whole = object(0);
        part(piece(ONE, whole, 0, 5), piece(ONE, whole, 6, whole.length));
        assertRefused("gap");
    }

    @Test
    void theRestOfAnotherObjectIsRefused() {
        byte[] whole = object(0);
        part(piece(ONE, whole, 0, 5), piece(TWO, whole, 5, whole.length));
        assertRefused("gap");
    }

    @Test
    void anObjectThatIsCutAtTheEndIsRefused() {
        part(piece(ONE, object(0), 0, 5));
        assertRefused("cut");
    }

    @Test
    void anObjectThatCantBeReadIsRefused() {
        part(piece(ONE, new byte[] {99, 99, 99}, 0, 3));
        assertRefused("can't be read");
    }

    @Test
    void anAuthorWhomTheOfferDoesNotNameIsRefused() {
        byte[] whole = object(7);
        part(piece(ONE, whole, 0, whole.length));
        assertRefused("can't be read");
    }
}
