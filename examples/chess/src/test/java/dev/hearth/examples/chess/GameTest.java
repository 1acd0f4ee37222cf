package dev.hearth.examples.chess;

import static dev.hearth.examples.chess.Play.ANN;
import static dev.hearth.examples.chess.Play.BOB;
import static dev.hearth.examples.chess.Play.EVE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may move when. */
final class GameTest {
    private static ChessMove move(String text) {
        return ChessMove.of(text);
    }

    @Test
    void theFirstToMoveIsWhiteAndTheFirstOtherIsBlack() {
        Game start = Game.start();
        assertThat(start.isTurnOf(ANN)).isTrue();
        assertThat(start.isTurnOf(BOB)).isTrue();
        Game one = start.played(move("e2e4"), ANN);
        assertThat(one.player(Side.WHITE)).contains(ANN);
        assertThat(one.player(Side.BLACK)).isEmpty();
        assertThat(one.isTurnOf(ANN)).isFalse();
        Game two = one.played(move("e7e5"), BOB);
        assertThat(two.player(Side.BLACK)).contains(BOB);
        assertThat(two.moves()).containsExactly(move("e2e4"), move("e7e5"));
        assertThat(two.position()).hasToString("rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR w KQkq e6 0 2");
    }

    @Test
    void whatIsIllegalOutOfTurnOrForeignLeavesTheVeryGame() {
        Game one = Game.start().played(move("e2e4"), ANN);
        assertThat(one.played(move("e7e5"), ANN)).as("white on both sides").isSameAs(one);
        assertThat(one.played(move("d2d4"), ANN)).as("twice").isSameAs(one);
        assertThat(one.played(move("d2d4"), BOB)).as("the other's piece").isSameAs(one);
        assertThat(one.played(move("e7e4"), BOB)).as("illegal").isSameAs(one);
        Game two = one.played(move("e7e5"), BOB);
        assertThat(two.played(move("d2d4"), BOB)).as("black on both sides").isSameAs(two);
        assertThat(two.played(move("d2d4"), EVE)).as("foreign").isSameAs(two);
        assertThat(two.isTurnOf(EVE)).isFalse();
    }

    @Test
    void nothingMovesAfterMate() {
        Game mate = Game.start();
        String[] moves = {"f2f3", "e7e5", "g2g4", "d8h4"};
        for (int i = 0; i < moves.length; i++) {
            mate = mate.played(move(moves[i]), i % 2 == 0 ? ANN : BOB);
        }
        assertThat(mate.position().outcome()).isEqualTo(Outcome.CHECKMATE);
        assertThat(mate.played(move("a2a3"), ANN)).isSameAs(mate);
    }
}
