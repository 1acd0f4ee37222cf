package dev.hearth.examples.chess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The board as people see it. */
final class BoardTest {
    @Test
    void isDrawnWithRankEightOnTop() {
        assertThat(Position.start().board()).hasToString("""
                        8 r n b q k b n r
                        7 p p p p p p p p
                        6 . . . . . . . .
                        5 . . . . . . . .
                        4 . . . . . . . .
                        3 . . . . . . . .
                        2 P P P P P P P P
                        1 R N B Q K B N R
                          a b c d e f g h""");
    }

    @Test
    void aMoveLeavesTheBoardBeforeItAlone() {
        Position start = Position.start();
        Position next = start.after(ChessMove.of("e2e4"));
        assertThat(start.board().at(Square.parse("e2", 0))).isEqualTo('P');
        assertThat(start).isEqualTo(Position.start()).isNotEqualTo(next);
        assertThat(next.board().at(Square.parse("e2", 0))).isEqualTo(Board.EMPTY);
        assertThat(next.board().at(Square.parse("e4", 0))).isEqualTo('P');
    }

    @Test
    void refusesOtherLettersAndSizes() {
        assertThatThrownBy(() -> Board.of(new char[63])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Board.of(new char[64])).isInstanceOf(IllegalArgumentException.class);
    }
}
