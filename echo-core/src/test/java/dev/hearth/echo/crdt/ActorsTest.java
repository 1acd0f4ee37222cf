package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the objects of a space share, and where sharing ends. */
final class ActorsTest {
    private final Actors actors = new Actors();

    private static String made(int number) {
        return "name " + number;
    }

    @Test
    void namesAreSharedUpToALimit() {
        String first = actors.name(made(0));
        for (int i = 1; i < Actors.MOST_NAMES; i++) {
            actors.name(made(i));
        }
        assertThat(actors.name(made(0))).isSameAs(first);
        String late = made(Actors.MOST_NAMES);
        assertThat(actors.name(late)).isSameAs(late);
        assertThat(actors.name(made(Actors.MOST_NAMES))).isEqualTo(late).isNotSameAs(late);
    }

    private static PackedShape shape(int number) {
        return new PackedShape(List.of(new Field(made(number))), new byte[] {FieldKinds.SCALAR});
    }

    @Test
    void shapesAreSharedUpToALimit() {
        PackedShape first = actors.shape(shape(0));
        for (int i = 1; i < Actors.MOST_SHAPES; i++) {
            actors.shape(shape(i));
        }
        assertThat(actors.shape(shape(0))).isSameAs(first);
        PackedShape late = shape(Actors.MOST_SHAPES);
        assertThat(actors.shape(late)).isSameAs(late);
        assertThat(actors.shape(shape(Actors.MOST_SHAPES))).isEqualTo(late).isNotSameAs(late);
    }
}
