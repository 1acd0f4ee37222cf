package dev.hearth.echo.internal.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.testkit.Damage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What feeds keep in the store, and the plaintext of blocks, damaged. */
final class StoredFormsTest {
    private static final String OBJECT = "00".repeat(16);
    private static final String FEED = "00".repeat(32);
    private static final String OTHER = "01" + "00".repeat(31);

    /** Others write what is read here: the bytes of a merge stay as they are. */
    @Test
    void aMergeHasTheBytesThatItAlwaysHad() throws MalformedException {
        List<byte[]> merges = FeedTargets.merges();
        assertThat(Bytes.of(merges.get(0)).hex())
                .isEqualTo("0001" + OBJECT + "0000" + "01" + OTHER + "0302" + "03010203" + "0104" + "020506");
        assertThat(Bytes.of(merges.get(1)).hex())
                .isEqualTo("0001" + OBJECT + "0202" + FEED + "ac02" + OTHER + "04" + "00");
        for (byte[] bytes : merges) {
            Merge merge = Content.decode(bytes, null).merge().orElseThrow();
            assertThat(merge.encode()).isEqualTo(bytes);
        }
        assertThat(Content.decode(new byte[] {0}, null)).isEqualTo(new Content(List.of(), Optional.empty()));
    }

    @Test
    void damagedRecordsAreReadOrRefused() {
        byte[] block = {20, 2, 0, 5, 3, 9, 16, 1, 2, 3};
        assertThat(Damage.every(block, 1, StoredBlock::decode)).isPositive();
        SignedHead head = new SignedHead(300, new Hash(Bytes.of(new byte[32])), Bytes.of(new byte[64]));
        assertThat(Damage.every(head.encode(), 2, SignedHead::decode)).isPositive();
        ObjectId object = new ObjectId(Bytes.of(new byte[ObjectId.SIZE]));
        byte[] plaintext = Changes.encode(
                List.of(new Changes.Change(object, new byte[] {1, 2}), new Changes.Change(object, new byte[3])), null);
        assertThat(Damage.every(plaintext, 3, bytes -> Changes.decode(bytes, null)))
                .isPositive();
        for (byte[] merge : FeedTargets.merges()) {
            assertThat(Damage.every(merge, 5, bytes -> Content.decode(bytes, null)))
                    .isPositive();
        }
        byte[] compressed = Changes.deflate("word ".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(Damage.every(compressed, 4, Changes::inflate)).isPositive();
    }
}
