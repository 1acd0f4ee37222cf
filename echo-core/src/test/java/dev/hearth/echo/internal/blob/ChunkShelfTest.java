package dev.hearth.echo.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which chunks are here, on whose behalf, and what goes with a blob or with a disk's fault. */
class ChunkShelfTest {
    private static final SpaceId SPACE = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
    private static final BlobKeys KEYS = new BlobKeys(SPACE);

    private final MemoryStore store = new MemoryStore();
    private final ChunkShelf shelf = new ChunkShelf(store, SPACE);

    private static ChunkSeal.Chunk chunk(int number) {
        byte[] sealed = {(byte) number, (byte) (number >> 8), 7};
        return new ChunkSeal.Chunk(ChunkSeal.address(sealed), sealed);
    }

    private static BlobRef ref(int number) {
        byte[] id = new byte[Hash.SIZE];
        id[0] = (byte) number;
        return new BlobRef(new Hash(Bytes.of(id)), number, "a/b");
    }

    private BlobRecord blob(int number, boolean complete, ChunkSeal.Chunk... chunks) {
        long draft = shelf.begin();
        shelf.add(draft, List.of(chunks));
        shelf.publish(draft, ref(number), complete, number);
        return shelf.find(ref(number).id()).orElseThrow();
    }

    private boolean isComplete(int number) {
        return shelf.find(ref(number).id()).orElseThrow().complete();
    }

    private List<byte[]> keys(Family family, byte[] prefix) {
        List<byte[]> keys = new ArrayList<>();
        store.scan(family, prefix, (key, value) -> keys.add(key));
        return keys;
    }

    private void overwrite(Hash address, byte... bytes) {
        store.write(new StoreBatch().put(Family.CHUNK, KEYS.chunk(address), bytes));
    }

    @Test
    void aChunkThatIsHereIsNotWrittenAgain() {
        blob(1, true, chunk(1));
        overwrite(chunk(1).address(), (byte) 9);
        BlobRecord second = blob(2, true, chunk(1));
        assertThat(store.get(Family.CHUNK, KEYS.chunk(chunk(1).address()))).contains(new byte[] {9});
        assertThat(shelf.isHeld(second, chunk(1).address())).isTrue();
    }

    @Test
    void whatTheDiskDamagedIsHeldByNobodyAndWhoHeldItIsNotComplete() {
        BlobRecord one = blob(1, true, chunk(1), chunk(2));
        BlobRecord two = blob(2, true, chunk(1));
        blob(3, true, chunk(2));
        overwrite(chunk(1).address(), (byte) 9);
        assertThat(shelf.read(chunk(1).address())).isEmpty();
        assertThat(shelf.isHeld(one, chunk(1).address())).isFalse();
        assertThat(shelf.isHeld(two, chunk(1).address())).isFalse();
        assertThat(shelf.isHeld(one, chunk(2).address())).isTrue();
        assertThat(isComplete(1)).isFalse();
        assertThat(isComplete(2)).isFalse();
        assertThat(isComplete(3)).isTrue();
        assertThat(keys(Family.CHUNK, new byte[0])).hasSize(1);
    }

    @Test
    void aCheckOfOneChunkTakesItAwayOnlyWhenItIsNotWhatItShouldBe() {
        blob(1, true, chunk(1));
        shelf.recheck(chunk(5).address()); // of which nobody ever heard
        shelf.recheck(chunk(1).address());
        assertThat(isComplete(1)).isTrue();
        store.write(new StoreBatch().delete(Family.CHUNK, KEYS.chunk(chunk(1).address())));
        shelf.recheck(chunk(1).address()); // held, and not here
        assertThat(isComplete(1)).isFalse();
        assertThat(shelf.holds(chunk(1).address())).isFalse();
        blob(1, true, chunk(1));
        overwrite(chunk(1).address(), (byte) 9);
        shelf.recheck(chunk(1).address()); // held, and damaged
        assertThat(isComplete(1)).isFalse();
        assertThat(keys(Family.CHUNK, new byte[0])).isEmpty();
    }

    @Test
    void whatIsFetchedForABlobThatWentIsDropped() {
        shelf.fetched(ref(1).id(), chunk(1));
        assertThat(shelf.holds(chunk(1).address())).isFalse();
        BlobRecord blob = blob(1, false);
        shelf.fetched(ref(1).id(), chunk(1));
        assertThat(shelf.isHeld(blob, chunk(1).address())).isTrue();
    }

    @Test
    void aChunkOfAnotherBlobIsTakenOverUnlessItsOwnWent() {
        BlobRecord one = blob(1, false, chunk(1));
        BlobRecord two = blob(2, false);
        assertThat(shelf.adopt(two, chunk(2).address())).isFalse();
        assertThat(shelf.adopt(one, chunk(1).address())).isTrue();
        assertThat(shelf.adopt(two, chunk(1).address())).isTrue();
        assertThat(shelf.isHeld(two, chunk(1).address())).isTrue();

        shelf.retire(ref(2).id()).ifPresent(shelf::clean);
        assertThat(shelf.adopt(two, chunk(1).address())).isTrue();
        assertThat(shelf.isHeld(two, chunk(1).address())).isFalse();
        BlobRecord again = blob(2, false);
        assertThat(again.number()).isNotEqualTo(two.number());
        assertThat(shelf.adopt(two, chunk(1).address())).isTrue();
        assertThat(shelf.isHeld(two, chunk(1).address())).isFalse();
    }

    @Test
    void aBlobThatIsPutAgainTakesOverWhatTheDraftHoldsAndStaysComplete() {
        BlobRecord one = blob(1, false, chunk(1));
        assertThat(isComplete(1)).isFalse();
        assertThat(blob(1, true, chunk(2)).number()).isEqualTo(one.number());
        assertThat(isComplete(1)).isTrue();
        blob(1, false, chunk(3));
        assertThat(isComplete(1)).isTrue();
        for (int i = 1; i <= 3; i++) {
            assertThat(shelf.isHeld(one, chunk(i).address())).isTrue();
        }
        assertThat(keys(Family.BLOB, KEYS.drafts())).isEmpty();
    }

    @Test
    void aChangeThatChangesNothingIsNotWritten() {
        BlobRecord one = blob(1, false);
        shelf.change(ref(2).id(), known -> known.withPinned(true));
        assertThat(shelf.find(ref(2).id())).isEmpty();
        shelf.change(ref(1).id(), known -> known);
        assertThat(shelf.find(ref(1).id())).contains(one);
        shelf.change(ref(1).id(), known -> known.withPinned(true));
        assertThat(shelf.find(ref(1).id())).contains(one.withPinned(true));
        assertThat(shelf.retire(ref(2).id())).isEmpty();
    }

    @Test
    void manyChunksGoInSeveralBatchesAndSharedOnesStay() {
        ChunkSeal.Chunk[] many = new ChunkSeal.Chunk[600];
        for (int i = 0; i < many.length; i++) {
            many[i] = chunk(i);
        }
        blob(1, true, many);
        blob(2, true, chunk(5), chunk(599));
        long number = shelf.retire(ref(1).id()).orElseThrow();
        assertThat(shelf.clean(number)).isEqualTo(598);
        assertThat(shelf.read(chunk(5).address())).contains(chunk(5).sealed());
        assertThat(shelf.read(chunk(599).address())).isPresent();
        assertThat(keys(Family.CHUNK, new byte[0])).hasSize(2);
        assertThat(keys(Family.BLOB, KEYS.drafts())).isEmpty();
    }

    @Test
    void theNextRunCleansDraftsOfTheOneBeforeAndNoneOfItsOwn() {
        shelf.add(shelf.begin(), List.of(chunk(1)));
        shelf.cleanFormerDrafts();
        assertThat(shelf.holds(chunk(1).address())).isTrue();
        ChunkShelf next = new ChunkShelf(store, SPACE);
        next.add(next.begin(), List.of(chunk(2)));
        next.cleanFormerDrafts();
        assertThat(next.holds(chunk(1).address())).isFalse();
        assertThat(next.holds(chunk(2).address())).isTrue();
    }
}
