package dev.hearth.echo.internal.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sums of keys and rows with a rank, which are compared to tell whether anything differs. */
class KeySumTest {
    private static KeySum sum(int... keys) {
        KeySum sum = new KeySum();
        for (int key : keys) {
            sum.add(new byte[] {(byte) key});
        }
        return sum;
    }

    @Test
    void theSameKeysComeToTheSameInWhateverOrder() {
        assertThat(sum(1, 2, 3)).isEqualTo(sum(3, 1, 2)).hasSameHashCodeAs(sum(3, 1, 2));
        assertThat(sum(1, 2)).isNotEqualTo(sum(1, 2, 3));
        assertThat(sum(1, 2)).isNotEqualTo(sum(1, 3));
        assertThat(sum(1).equals((Object) "a sum")).isFalse();
        KeySum once = new KeySum();
        once.add(List.of(new byte[] {1}, new byte[] {2}, new byte[] {1}));
        assertThat(once).isEqualTo(sum(1, 2));
    }

    @Test
    void rowsAreEqualWhenTheirRankAndTheirResultAre() {
        SpaceId space = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
        Ref<Record> ref = Ref.of(space, ObjectId.fromHex("10".repeat(16)), Record.class);
        Ranked<String> row = new Ranked<>(new byte[] {1}, result(ref, "a"));
        assertThat(row)
                .isEqualTo(new Ranked<>(new byte[] {1}, result(ref, "a")))
                .hasSameHashCodeAs(row);
        assertThat(row).isNotEqualTo(new Ranked<>(new byte[] {2}, result(ref, "a")));
        assertThat(row).isNotEqualTo(new Ranked<>(new byte[] {1}, result(ref, "b")));
        assertThat(row.equals((Object) "a row")).isFalse();
        assertThat(row).isLessThan(new Ranked<>(new byte[] {2}, result(ref, "a")));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // what the reference is read as does not matter
    private static Result<String> result(Ref<Record> ref, String value) {
        return new Result<>((Ref) ref, value);
    }
}
