package dev.hearth.examples.chess;

/**
 * A move in coordinates: from where, to where, and what a pawn becomes. Castling is the king's move of two files.
 * Whether it is legal depends on the {@link Position}. Immutable.
 *
 * @param from a square, 0 (a1), 1 (b1) to 63 (h8)
 * @param to another square
 * @param promotion one of {@code q r b n}, or {@link #NO_PROMOTION}
 */
public record ChessMove(int from, int to, char promotion) {
    /** The promotion of a move that is none. */
    public static final char NO_PROMOTION = '-';

    /** What a promotion may be, each at the place of its number in an encoding. */
    static final String PROMOTIONS = NO_PROMOTION + "qrbn";

    /** Refuses what is no move on any board with {@link IllegalArgumentException}. */
    public ChessMove {
        if (((from | to) & ~63) != 0 || from == to || PROMOTIONS.indexOf(promotion) < 0) {
            throw new IllegalArgumentException("Not a move: " + from + ", " + to + ", " + promotion);
        }
    }

    /** Reads coordinate notation such as {@code e2e4} or {@code e7e8q}; else {@link IllegalArgumentException}. */
    public static ChessMove of(String text) {
        if (text.length() < 4 || text.length() > 5) {
            throw new IllegalArgumentException("A move is four or five letters, such as e2e4 or e7e8q");
        }
        int from = Square.parse(text, 0);
        int to = Square.parse(text, 2);
        char promotion = text.length() == 5 ? text.charAt(4) : NO_PROMOTION;
        if (from == Square.NONE
                || to == Square.NONE
                || from == to
                || PROMOTIONS.indexOf(promotion, text.length() - 4) < 0) {
            throw new IllegalArgumentException("A move is four or five letters, such as e2e4 or e7e8q");
        }
        return new ChessMove(from, to, promotion);
    }

    /** Returns the coordinate notation. */
    @Override
    public String toString() {
        return Square.name(from) + Square.name(to) + (promotion == NO_PROMOTION ? "" : promotion);
    }
}
