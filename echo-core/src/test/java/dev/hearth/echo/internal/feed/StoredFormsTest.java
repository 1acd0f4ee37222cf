package dev.hearth.echo.internal.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.ObjectId;
import dev.hearth.testkit.Damage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What feeds keep in the store, and the plaintext of blocks, damaged. */
final class StoredFormsTest {
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
        byte[] compressed = Changes.deflate("word ".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(Damage.every(compressed, 4, Changes::inflate)).isPositive();
    }
}
