package dev.hearth.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class BytesTest {
    @Test
    void neverSeesLaterChangesOfItsInput() {
        byte[] raw = {1, 2};
        Bytes bytes = Bytes.of(raw);
        raw[0] = 9;
        bytes.toArray()[1] = 9;
        assertThat(bytes).hasToString("0102").isEqualTo(Bytes.fromHex("0102"));
    }

    @Test
    void ordersAsUnsignedBytes() {
        assertThat(Bytes.fromHex("7f")).isLessThan(Bytes.fromHex("80"));
        assertThat(Bytes.fromHex("01")).isLessThan(Bytes.fromHex("0100"));
    }

    @Test
    void slicesAndJoins() {
        Bytes whole = Bytes.concat(Bytes.utf8("he"), Bytes.EMPTY, Bytes.utf8("arth"));
        assertThat(whole.asUtf8()).isEqualTo("hearth");
        assertThat(whole.slice(2, 6).asUtf8()).isEqualTo("arth");
        assertThat(whole.startsWith(Bytes.utf8("he"))).isTrue();
    }

    @Test
    void idsRefuseAnotherLength() {
        assertThatThrownBy(() -> new SpaceId(Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        SpaceId id = SpaceId.fromHex("ab".repeat(32));
        assertThat(SpaceId.fromHex(id.toString())).isEqualTo(id);
        assertThat(id.brief()).isEqualTo("abababab");
    }
}
