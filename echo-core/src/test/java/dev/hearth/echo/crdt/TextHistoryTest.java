package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A history by itself leads to the text that its replicas show. */
final class TextHistoryTest {
    private static final String FIELD = "f";

    private final Actors actors = new Actors();
    private final int one = actors.intern(World.key(0));
    private final int two = actors.intern(World.key(1));

    /** Two people write at once, again and again, each round after all of the round before. */
    private ObjectState written(int rounds) throws ChangeException {
        ObjectState a = new ObjectState(actors);
        ObjectState b = new ObjectState(actors);
        for (int round = 0; round < rounds; round++) {
            Edit here = a.edit(one, 2L * round + 1);
            here.insertText(FIELD, a.textLength(FIELD) / 2, "hé" + round);
            byte[] mine = here.finish();
            Edit there = b.edit(two, 2L * round + 1);
            if (b.textLength(FIELD) > 3) {
                there.deleteText(FIELD, 1, 2);
            }
            there.insertText(FIELD, b.textLength(FIELD) / 3, "wor");
            byte[] theirs = there.finish();
            a.apply(theirs, two, 2L * round + 1);
            b.apply(mine, one, 2L * round + 1);
        }
        assertThat(a.text(FIELD)).isEqualTo(b.text(FIELD));
        return a;
    }

    @Test
    void mergingFromTheBeginningEndsAtTheSameText() throws Exception {
        for (int rounds : new int[] {1, 2, 40, 2000}) {
            ObjectState state = written(rounds);
            byte[] history = TextHistory.write(state, FIELD);
            assertThat(TextHistory.merge(history, new Actors()))
                    .as("%d rounds", rounds)
                    .isEqualTo(state.text(FIELD));
            ObjectState loaded = ObjectState.load(state.save(), new Actors());
            assertThat(TextHistory.write(loaded, FIELD)).isEqualTo(history);
        }
    }

    @Test
    void whatIsNoHistoryIsRefused() throws Exception {
        byte[] history = TextHistory.write(written(5), FIELD);
        for (int length = 0; length < history.length; length++) {
            byte[] cut = Arrays.copyOf(history, length);
            assertThatThrownBy(() -> TextHistory.merge(cut, new Actors())).isInstanceOf(ChangeException.class);
        }
        byte[] other = Arrays.copyOf(history, history.length - 1);
        other[history.length - TEXT_LENGTH - 1] -= (byte) 2; // the text has one unit less than the history
        assertThatThrownBy(() -> TextHistory.merge(other, new Actors()))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("do not fit");
    }

    /** What the text of five rounds takes, short of being deflated. */
    private static final int TEXT_LENGTH = 5 * (4 + 3);

    @Test
    void damageIsRefusedOrLeadsToAText() throws Exception {
        byte[] history = TextHistory.write(written(20), FIELD);
        for (int at = 0; at < history.length; at++) {
            for (int flip = 1; flip < 256; flip <<= 1) {
                byte[] damaged = history.clone();
                damaged[at] ^= (byte) flip;
                try {
                    assertThat(TextHistory.merge(damaged, new Actors()).length())
                            .isLessThan(1 << 20);
                } catch (ChangeException e) {
                    assertThat(e).hasMessageNotContaining("null");
                }
            }
        }
    }

    @Test
    void whatIsNotThereHasNoHistory() {
        assertThatThrownBy(() -> TextHistory.write(new ObjectState(actors), FIELD))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
