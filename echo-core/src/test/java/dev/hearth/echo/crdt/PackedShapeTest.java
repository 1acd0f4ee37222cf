package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PackedShapeTest {
    private static PackedShape shape(String name, int... kinds) {
        byte[] bytes = new byte[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            bytes[i] = (byte) kinds[i];
        }
        return new PackedShape(List.of(new Field(name)), bytes);
    }

    /** Otherwise an object would be read as if it had the fields of another. */
    @Test
    void shapesThatDifferAreNotEqualThoughTheirHashesAre() {
        assertThat(shape("Aa", 1)).isEqualTo(shape("Aa", 1)).hasSameHashCodeAs(shape("BB", 1));
        assertThat(shape("Aa", 1)).isNotEqualTo(shape("BB", 1));
        assertThat(shape("f", 1, 33)).hasSameHashCodeAs(shape("f", 2, 2)).isNotEqualTo(shape("f", 2, 2));
        assertThat(shape("f", 1)).isNotEqualTo(shape("f", 2)).isNotEqualTo("f");
    }
}
