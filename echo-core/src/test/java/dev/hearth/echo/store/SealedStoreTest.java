package dev.hearth.echo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SealedStoreTest extends StoreContract {
    @Override
    Store open() {
        return new SealedStore(new MemoryStore(), new TestSealer());
    }

    @Test
    void valuesAreUnreadableBelowAndTiedToTheirPlace() {
        MemoryStore inner = new MemoryStore();
        SealedStore sealed = new SealedStore(inner, new TestSealer());
        byte[] secret = "canary".getBytes(StandardCharsets.UTF_8);
        sealed.write(new StoreBatch().put(Family.TAIL, bytes(1), secret));
        byte[] below = inner.get(Family.TAIL, bytes(1)).orElseThrow();
        assertThat(new String(below, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
        inner.write(new StoreBatch().put(Family.TAIL, bytes(2), below).put(Family.BLOCK, bytes(1), below));
        assertThat(sealed.get(Family.TAIL, bytes(1))).contains(secret);
        for (Family family : new Family[] {Family.TAIL, Family.BLOCK}) {
            byte[] key = family == Family.TAIL ? bytes(2) : bytes(1);
            assertThatThrownBy(() -> sealed.get(family, key))
                    .isInstanceOfSatisfying(
                            HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT));
        }
    }
}
