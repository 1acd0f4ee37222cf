package dev.hearth.examples.chess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of chess, one by one, and the notation of positions. */
final class PositionTest {
    private static Position play(Position start, String moves) {
        Position position = start;
        for (String move : moves.split(" ", -1)) {
            position = position.after(ChessMove.of(move));
        }
        return position;
    }

    @ParameterizedTest
    @CsvSource({
        "f2f3 e7e5 g2g4 d8h4, CHECKMATE",
        "e2e4 e7e5 f1c4 b8c6 d1h5 g8f6 h5f7, CHECKMATE",
        "e2e4 e7e5 d1h5 e8e7 h5e5, CHECKMATE",
        "e2e4 e7e5 f1c4 b8c6 d1f3 g8f6, OPEN",
        "e2e3 a7a5 d1h5 a8a6 h5a5 h7h5 h2h4 a6h6 a5c7 f7f6 c7d7 e8f7 d7b7 d8d3 b7b8 d3h7 b8c8 f7g6 c8e6, STALEMATE"
    })
    void endsAsItShould(String moves, Outcome outcome) {
        Position end = play(Position.start(), moves);
        assertThat(end.outcome()).isEqualTo(outcome);
        assertThat(end.inCheck()).isEqualTo(outcome == Outcome.CHECKMATE);
        assertThat(end.legalMoves().isEmpty()).isEqualTo(outcome != Outcome.OPEN);
    }

    @Test
    void afterFiftyQuietMovesItIsADraw() throws Exception {
        Position before = Position.fromFen("7k/8/8/8/8/8/8/R3K3 w Q - 99 80");
        assertThat(before.outcome()).isEqualTo(Outcome.OPEN);
        Position drawn = before.after(ChessMove.of("a1a2"));
        assertThat(drawn.fen()).isEqualTo("7k/8/8/8/8/8/R7/4K3 b - - 100 80");
        assertThat(drawn.outcome()).isEqualTo(Outcome.FIFTY_MOVES);
        assertThat(drawn.legalMoves()).isEmpty();
        assertThat(drawn.isLegal(ChessMove.of("h8g8"))).isFalse();
        Position mate = Position.fromFen("6k1/5ppp/8/8/8/8/8/R3K3 w Q - 99 80").after(ChessMove.of("a1a8"));
        assertThat(mate.outcome()).isEqualTo(Outcome.CHECKMATE);
    }

    @Test
    void aPawnThatPassedIsTakenAtOnceOrNever() {
        Position passed = play(Position.start(), "e2e4 a7a6 e4e5 d7d5");
        assertThat(passed.fen()).isEqualTo("rnbqkbnr/1pp1pppp/p7/3pP3/8/8/PPPP1PPP/RNBQKBNR w KQkq d6 0 3");
        assertThat(passed.after(ChessMove.of("e5d6")).fen())
                .isEqualTo("rnbqkbnr/1pp1pppp/p2P4/8/8/8/PPPP1PPP/RNBQKBNR b KQkq - 0 3");
        assertThat(play(passed, "h2h3 h7h6").isLegal(ChessMove.of("e5d6"))).isFalse();
    }

    @Test
    void castlingTakesTheRookAlongAndEndsTheRights() throws Exception {
        Position both = Position.fromFen("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1");
        assertThat(both.after(ChessMove.of("e1g1")).fen()).isEqualTo("r3k2r/8/8/8/8/8/8/R4RK1 b kq - 1 1");
        assertThat(both.after(ChessMove.of("e1c1")).fen()).isEqualTo("r3k2r/8/8/8/8/8/8/2KR3R b kq - 1 1");
        assertThat(both.after(ChessMove.of("h1h8")).fen()).isEqualTo("r3k2R/8/8/8/8/8/8/R3K3 b Qq - 0 1");
        assertThat(play(both, "a1a2 e8d8 a2a1 d8e8").fen()).isEqualTo("r3k2r/8/8/8/8/8/8/R3K2R w K - 4 3");
    }

    @ParameterizedTest
    @CsvSource({
        "4k3/8/8/8/4r3/8/8/R3K2R w KQ - 0 1, e1g1", // out of check
        "4k3/8/8/8/5r2/8/8/R3K2R w KQ - 0 1, e1g1", // through check
        "4k3/8/8/8/6r1/8/8/R3K2R w KQ - 0 1, e1g1", // into check
        "4k3/8/8/8/8/8/8/RN2K2R w KQ - 0 1, e1c1", // over a piece
        "4k3/8/8/8/8/8/8/R3K2R w K - 0 1, e1c1", // without the right
        "4k3/8/8/8/4r3/8/4R3/4K3 w - - 0 1, e2d2", // pinned
        "4k3/P7/8/8/8/8/8/4K3 w - - 0 1, a7a8", // becomes nothing
        "4k3/8/P7/8/8/8/8/4K3 w - - 0 1, a6a7q", // becomes something too early
        "4k3/8/8/8/8/8/8/R3K3 w - - 0 1, a1a1q", // goes nowhere
        "4k3/8/8/8/8/8/8/R3K3 w - - 0 1, b1b2" // from an empty square
    })
    void refusesIllegalMoves(String fen, String move) throws Exception {
        Position position = Position.fromFen(fen);
        assertThatThrownBy(() -> position.after(ChessMove.of(move))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPawnBecomesEachOfFour() throws Exception {
        Position position = Position.fromFen("1r2k3/P7/8/8/8/8/8/4K3 w - - 0 1");
        assertThat(position.legalMoves())
                .filteredOn(move -> move.promotion() != ChessMove.NO_PROMOTION)
                .extracting(ChessMove::toString)
                .containsExactlyInAnyOrder("a7a8q", "a7a8r", "a7a8b", "a7a8n", "a7b8q", "a7b8r", "a7b8b", "a7b8n");
        assertThat(position.after(ChessMove.of("a7b8n")).fen()).isEqualTo("1N2k3/8/8/8/8/8/8/4K3 b - - 0 1");
    }

    @Test
    void fenOfRandomGamesReadsBackAndSoDoTheirMoves() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        for (int game = 0; game < 50; game++) {
            Position position = Position.start();
            List<ChessMove> moves = position.legalMoves();
            for (int ply = 0; ply < 150 && !moves.isEmpty(); ply++) {
                for (ChessMove move : moves) {
                    assertThat(ChessMove.of(move.toString())).isEqualTo(move);
                    assertThat(position.isLegal(move)).isTrue();
                }
                position = position.after(moves.get(random.nextInt(moves.size())));
                assertThat(Position.fromFen(position.fen())).isEqualTo(position).hasSameHashCodeAs(position);
                moves = position.legalMoves();
            }
        }
    }

    @Test
    void exactlyTheListedMovesAreLegal() throws Exception {
        Position position = Position.fromFen("r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1");
        List<ChessMove> legal = new ArrayList<>();
        for (int from = 0; from < 64; from++) {
            for (int to = 0; to < 64; to++) {
                for (char promotion : ChessMove.PROMOTIONS.toCharArray()) {
                    if (from != to && position.isLegal(new ChessMove(from, to, promotion))) {
                        legal.add(new ChessMove(from, to, promotion));
                    }
                }
            }
        }
        assertThat(legal).containsExactlyInAnyOrderElementsOf(position.legalMoves());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8/8/8/8/8/8/8/8 w - - 0 1", // no kings
                "4k3/8/8/8/8/8/8/4K3 w - - 0", // five parts
                "4k3/8/8/8/8/8/8/4K3 w - - 0 1 ", // seven parts
                "4k3/8/8/8/8/8/4K3 w - - 0 1", // seven ranks
                "4k3/8/8/8/8/8/9/4K3 w - - 0 1",
                "4k3/8/8/8/8/8/44/4K3 w - - 0 1", // two gaps
                "4k3/8/8/8/8/8/7/4K3 w - - 0 1", // a short rank
                "4k3/8/8/8/8/8/8p/4K3 w - - 0 1", // a long rank
                "4k3/8/8/8/8/8/7x/4K3 w - - 0 1",
                "4k3/8/8/8/8/8/7./4K3 w - - 0 1",
                "4k2P/8/8/8/8/8/8/4K3 w - - 0 1", // a pawn on the last rank
                "4k3/8/8/8/8/8/8/4K3 x - - 0 1",
                "4k3/8/8/8/8/8/8/4K3 w K - 0 1", // no rook
                "r3k2r/8/8/8/8/8/8/R3K2R w QK - 0 1", // another order
                "r3k2r/8/8/8/8/8/8/R3K2R w KK - 0 1",
                "r3k2r/8/8/8/8/8/8/R3K2R w  - 0 1",
                "4k3/8/8/8/8/8/8/4K3 w - e6 0 1", // no pawn has passed
                "4k3/8/8/8/4P3/8/8/4K3 w - e3 0 1", // it was the other side's turn
                "4k3/8/8/8/8/8/8/4K3 w - i6 0 1",
                "4k3/8/8/8/8/8/8/4K3 w - - 101 1",
                "4k3/8/8/8/8/8/8/4K3 w - - 00 1",
                "4k3/8/8/8/8/8/8/4K3 w - - -1 1",
                "4k3/8/8/8/8/8/8/4K3 w - - 0 0",
                "4k3/8/8/8/8/8/8/4K3 w - - 0 10000",
                "4k3/8/8/8/8/8/8/4R1K1 w - - 0 1" // who has moved is in check
            })
    void refusesWhatIsNoPosition(String fen) {
        assertThatThrownBy(() -> Position.fromFen(fen)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e2", "e2e", "e2e9", "i2e4", "e2e2", "e7e8k", "e7e8-", "e7e8Q", "e2e4e5", "E2E4"})
    void refusesWhatIsNoMove(String text) {
        assertThatThrownBy(() -> ChessMove.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
