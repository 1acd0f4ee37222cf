package dev.hearth.examples.chess;

import java.util.ArrayList;
import java.util.List;

/**
 * The moves of a position: those that go as their piece goes, of which the legal ones don't leave their own king
 * attacked. Stateless but for the list that it fills; not thread-safe.
 */
final class MoveGenerator {
    private final Position position;
    private final Board board;
    private final Side side;
    private final List<ChessMove> moves = new ArrayList<>(48);

    private MoveGenerator(Position position) {
        this.position = position;
        this.board = position.board();
        this.side = position.turn();
    }

    /** Returns the legal moves, by the square that they start from. */
    static List<ChessMove> legal(Position position) {
        List<ChessMove> moves = new MoveGenerator(position).all();
        moves.removeIf(move -> exposed(position, move));
        return List.copyOf(moves);
    }

    static boolean canMove(Position position) {
        return new MoveGenerator(position).all().stream().anyMatch(move -> !exposed(position, move));
    }

    static boolean isLegal(Position position, ChessMove move) {
        MoveGenerator one = new MoveGenerator(position);
        one.from(move.from());
        return one.moves.contains(move) && !exposed(position, move);
    }

    private static boolean exposed(Position position, ChessMove move) {
        Side mover = position.turn();
        Board board = position.moved(move).board();
        return board.attacks(mover.other(), board.king(mover));
    }

    private List<ChessMove> all() {
        for (int square = 0; square < 64; square++) {
            from(square);
        }
        return moves;
    }

    private void from(int square) {
        char piece = board.at(square);
        if (!side.owns(piece)) {
            return;
        }
        char kind = Character.toLowerCase(piece);
        if (kind == 'p') {
            pawn(square);
            return;
        }
        for (int[] way : Board.steps(kind)) {
            go(square, way, Board.slides(kind));
        }
        if (kind == 'k') {
            castle(square, true);
            castle(square, false);
        }
    }

    private void go(int from, int[] way, boolean slides) {
        int to = Square.step(from, way[0], way[1]);
        while (to != Square.NONE && board.at(to) == Board.EMPTY) {
            add(from, to);
            to = slides ? Square.step(to, way[0], way[1]) : Square.NONE;
        }
        if (to != Square.NONE && side.other().owns(board.at(to))) {
            add(from, to);
        }
    }

    private void pawn(int from) {
        int ahead = Square.step(from, 0, side.forward());
        if (board.at(ahead) == Board.EMPTY) {
            advance(from, ahead);
            int twice = Square.step(from, 0, 2 * side.forward());
            if (Square.rank(from) == side.home() + side.forward() && board.at(twice) == Board.EMPTY) {
                add(from, twice);
            }
        }
        for (int files = -1; files <= 1; files += 2) {
            int to = Square.step(from, files, side.forward());
            if (to != Square.NONE && (side.other().owns(board.at(to)) || to == position.passed())) {
                advance(from, to);
            }
        }
    }

    private void advance(int from, int to) {
        if (Square.rank(to) != side.other().home()) {
            add(from, to);
            return;
        }
        for (int i = 1; i < ChessMove.PROMOTIONS.length(); i++) {
            moves.add(new ChessMove(from, to, ChessMove.PROMOTIONS.charAt(i)));
        }
    }

    /**
     * The king does not castle out of check, through an attacked square, or over a piece; into check is refused later.
     */
    private void castle(int king, boolean kingside) {
        if ((position.castling() & Castling.right(side, kingside)) == 0) {
            return;
        }
        int way = kingside ? 1 : -1;
        int rook = kingside ? king + 3 : king - 4;
        for (int square = king + way; square != rook; square += way) {
            if (board.at(square) != Board.EMPTY) {
                return;
            }
        }
        if (!board.attacks(side.other(), king) && !board.attacks(side.other(), king + way)) {
            add(king, king + 2 * way);
        }
    }

    private void add(int from, int to) {
        moves.add(new ChessMove(from, to, ChessMove.NO_PROMOTION));
    }
}
