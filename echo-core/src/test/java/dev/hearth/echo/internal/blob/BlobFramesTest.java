package dev.hearth.echo.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ByteReader;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.testkit.Damage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames of blobs as a peer could forge them. */
final class BlobFramesTest {
    private static final Hash ADDRESS = ChunkSeal.address(new byte[] {1});

    private static byte[] body(Bytes frame) {
        return frame.slice(1, frame.size()).toArray();
    }

    @Test
    void framesAreReadAsTheyWereWritten() throws MalformedException {
        Bytes want = BlobFrames.addresses(BlobFrames.WANT, List.of(ADDRESS, ADDRESS));
        assertThat(want.hex()).isEqualTo("0102" + ADDRESS + ADDRESS);
        assertThat(BlobFrames.readAddresses(new ByteReader(body(want)))).containsExactly(ADDRESS, ADDRESS);
        Bytes chunk = BlobFrames.chunk(ADDRESS, new byte[] {7, 8});
        assertThat(chunk.hex()).isEqualTo("02" + ADDRESS + "0708");
        ChunkSeal.Chunk read = BlobFrames.readChunk(new ByteReader(body(chunk)));
        assertThat(read.address()).isEqualTo(ADDRESS);
        assertThat(read.sealed()).containsExactly(7, 8);
    }

    @Test
    void damagedFramesAreReadOrRefused() {
        byte[] want = body(BlobFrames.addresses(BlobFrames.WANT, List.of(ADDRESS, ADDRESS)));
        assertThat(Damage.every(want, 1, bytes -> BlobFrames.readAddresses(new ByteReader(bytes))))
                .isPositive();
        byte[] chunk = body(BlobFrames.chunk(ADDRESS, new byte[] {7, 8}));
        assertThat(Damage.every(chunk, 2, bytes -> BlobFrames.readChunk(new ByteReader(bytes))))
                .isPositive();
    }
}
