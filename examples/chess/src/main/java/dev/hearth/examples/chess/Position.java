package dev.hearth.examples.chess;

import dev.hearth.base.MalformedException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what may be played next, by the laws of chess but for repetition, which needs the history. A
 * position comes from {@link #start()}, from {@link #fromFen} or from a legal move, so it has one king each and can be
 * played on. Immutable, and a pure function of what led to it.
 */
public final class Position {
    /** With so many half-moves without a capture or a pawn move the game is drawn. */
    public static final int QUIET_LIMIT = 100;

    /** The highest number of a move that is read; no game of the laws comes near it. */
    public static final int NUMBER_LIMIT = 9_999;

    private static final Position START = new Position(
            Board.of(("RNBQKBNR" + "P".repeat(8) + ".".repeat(32) + "p".repeat(8) + "rnbqkbnr").toCharArray()),
            Side.WHITE,
            Castling.ALL,
            Square.NONE,
            0,
            1);

    private final Board board;
    private final Side turn;
    private final int castling;
    private final int passed;
    private final int quiet;
    private final int number;

    Position(Board board, Side turn, int castling, int passed, int quiet, int number) {
        this.board = board;
        this.turn = turn;
        this.castling = castling;
        this.passed = passed;
        this.quiet = quiet;
        this.number = number;
    }

    /** Returns the position that a game starts from. */
    public static Position start() {
        return START;
    }

    /**
     * Reads Forsyth-Edwards notation in the form that {@link #fen()} gives. What breaks the notation throws, and so
     * does a position that can't be played on: not one king each, a pawn on the first or last rank, the side that has
     * moved in check, a right to castle without its king and rook at home, a passed square without its pawn.
     */
    public static Position fromFen(String fen) throws MalformedException {
        return Fen.read(fen);
    }

    /** Returns what stands where. */
    public Board board() {
        return board;
    }

    /** Returns who is to move. */
    public Side turn() {
        return turn;
    }

    /** Returns the rights to castle as bits: 1 (white, kingside), 2 (white, queenside), 4 and 8 (black). */
    public int castling() {
        return castling;
    }

    /** Returns the square that a pawn has just passed over, 0 (a1) to 63 (h8), or -1. */
    public int passed() {
        return passed;
    }

    /** Returns the half-moves since the last capture or pawn move, 0 to {@value #QUIET_LIMIT}. */
    public int quiet() {
        return quiet;
    }

    /** Returns the number of the move, 1 to {@value #NUMBER_LIMIT}, counted up after black. */
    public int number() {
        return number;
    }

    /** Returns the position in Forsyth-Edwards notation, at most {@value Fen#MAX_LENGTH} characters. */
    public String fen() {
        return Fen.write(this);
    }

    /**
     * Returns all legal moves, in an order that depends on the position alone; none once the game has ended by rule.
     */
    public List<ChessMove> legalMoves() {
        return quiet >= QUIET_LIMIT ? List.of() : MoveGenerator.legal(this);
    }

    /** Returns whether {@code move} may be played. */
    public boolean isLegal(ChessMove move) {
        return quiet < QUIET_LIMIT && MoveGenerator.isLegal(this, move);
    }

    /** Returns the position after {@code move}; throws {@link IllegalArgumentException} unless it is legal. */
    public Position after(ChessMove move) {
        if (!isLegal(move)) {
            throw new IllegalArgumentException("Not legal here: " + move);
        }
        return moved(move);
    }

    /** Returns whether the king of who is to move is attacked. */
    public boolean inCheck() {
        return board.attacks(turn.other(), board.king(turn));
    }

    /** Returns how the position stands; mate goes before the fifty moves. */
    public Outcome outcome() {
        if (MoveGenerator.canMove(this)) {
            return quiet >= QUIET_LIMIT ? Outcome.FIFTY_MOVES : Outcome.OPEN;
        }
        return inCheck() ? Outcome.CHECKMATE : Outcome.STALEMATE;
    }

    /** Returns the position after a move that goes as its piece goes, whether or not it leaves the king attacked. */
    Position moved(ChessMove move) {
        int from = move.from();
        int to = move.to();
        char piece = board.at(from);
        char kind = Character.toLowerCase(piece);
        boolean capture = board.at(to) != Board.EMPTY;
        int next = Square.NONE;
        Board changed;
        if (kind == 'p' && to == passed) {
            capture = true;
            changed = board.with(
                    from, Board.EMPTY, Square.of(Square.file(to), Square.rank(from)), Board.EMPTY, to, piece);
        } else if (kind == 'k' && Math.abs(from - to) == 2) {
            int rook = to > from ? from + 3 : from - 4;
            changed = board.with(from, Board.EMPTY, rook, Board.EMPTY, to, piece, (from + to) / 2, turn.letter('r'));
        } else if (move.promotion() != ChessMove.NO_PROMOTION) {
            changed = board.with(from, Board.EMPTY, to, turn.letter(move.promotion()));
        } else {
            changed = board.with(from, Board.EMPTY, to, piece);
            next = kind == 'p' && Math.abs(from - to) == 16 ? (from + to) / 2 : Square.NONE;
        }
        return new Position(
                changed,
                turn.other(),
                castling & ~(Castling.endedAt(from) | Castling.endedAt(to)),
                next,
                kind == 'p' || capture ? 0 : quiet + 1,
                turn == Side.BLACK ? Math.min(number + 1, NUMBER_LIMIT) : number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Position that
                && board.equals(that.board)
                && turn == that.turn
                && castling == that.castling
                && passed == that.passed
                && quiet == that.quiet
                && number == that.number;
    }

    @Override
    public int hashCode() {
        return Objects.hash(board, turn, castling, passed, quiet, number);
    }

    /** Returns {@link #fen()}. */
    @Override
    public String toString() {
        return fen();
    }
}
