package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The numbers that an author's changes give to actors. */
final class AuthorTest {
    /** Few actors are searched and many looked up, which no one may notice. */
    @Test
    void whoIsNamedAgainKeepsTheFirstNumber() {
        for (int count : new int[] {1, 3, 7, 8, 9, 40}) {
            Author author = new Author(0);
            for (int i = 0; i < count; i++) {
                author.learnActor(100 + i);
            }
            author.learnActor(100);
            author.learnActor(200);
            assertThat(author.indexOfActor(100)).as("of %d", count).isZero();
            assertThat(author.actor(count)).as("of %d", count).isEqualTo(100);
            assertThat(author.indexOfActor(200)).as("of %d", count).isEqualTo(count + 1);
            assertThat(author.indexOfActor(300)).as("of %d", count).isEqualTo(-1);
        }
    }
}
