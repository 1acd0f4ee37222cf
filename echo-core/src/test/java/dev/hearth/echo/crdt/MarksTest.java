package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MarksTest {
    @Test
    void withoutOneChangeThoseOfTheSameTimeAndOfTheSameAuthorStay() {
        Actors actors = new Actors();
        int ann = actors.intern(World.key(0));
        int bob = actors.intern(World.key(1));
        Marks marks = new Marks(actors);
        marks.add(4, ann, "first", new Scalar.Bool(true), Anchor.START, Anchor.END);
        marks.add(5, ann, "gone", new Scalar.Bool(true), Anchor.START, Anchor.END);
        marks.add(5, bob, "same time", new Scalar.Bool(true), Anchor.START, Anchor.END);
        assertThat(marks.without(5, ann).ordered()).extracting(Marks.Mark::name).containsExactly("first", "same time");
    }
}
