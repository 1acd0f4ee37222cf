package dev.hearth.examples.chess;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stands on the 64 squares, each piece as its letter in FEN: {@code PNBRQK} are white, {@code pnbrqk} black.
 * Immutable.
 */
public final class Board {
    /** What an empty square reads as. */
    public static final char EMPTY = '.';

    static final String PIECES = "PNBRQKpnbrqk";

    private static final int[][] KNIGHT = {{1, 2}, {2, 1}, {2, -1}, {1, -2}, {-1, -2}, {-2, -1}, {-2, 1}, {-1, 2}};
    private static final int[][] STRAIGHT = {{0, 1}, {1, 0}, {0, -1}, {-1, 0}};
    private static final int[][] DIAGONAL = {{1, 1}, {1, -1}, {-1, -1}, {-1, 1}};
    private static final int[][] ROUND = {{0, 1}, {1, 0}, {0, -1}, {-1, 0}, {1, 1}, {1, -1}, {-1, -1}, {-1, 1}};

    private final char[] squares;

    private Board(char[] squares) {
        this.squares = squares;
    }

    /** Takes 64 letters, from a1 over b1 to h8; others throw {@link IllegalArgumentException}. */
    static Board of(char... letters) {
        if (letters.length != 64) {
            throw new IllegalArgumentException("A board has 64 squares, got " + letters.length);
        }
        for (char letter : letters) {
            if (letter != EMPTY && PIECES.indexOf(letter) < 0) {
                throw new IllegalArgumentException("Not a piece: " + letter);
            }
        }
        return new Board(letters.clone());
    }

    /** Returns the letter at a square, 0 (a1) to 63 (h8); {@link #EMPTY} where nothing stands. */
    public char at(int square) {
        return squares[square];
    }

    /** Returns where the king of {@code side} stands, or {@link Square#NONE}. */
    int king(Side side) {
        char king = side.letter('k');
        for (int square = 0; square < 64; square++) {
            if (squares[square] == king) {
                return square;
            }
        }
        return Square.NONE;
    }

    /** Returns how often {@code piece} stands here. */
    int count(char piece) {
        int count = 0;
        for (char square : squares) {
            count += square == piece ? 1 : 0;
        }
        return count;
    }

    /** Returns this board with pairs of a square and its new letter put in. */
    Board with(int... squaresAndLetters) {
        char[] changed = squares.clone();
        for (int i = 0; i < squaresAndLetters.length; i += 2) {
            changed[squaresAndLetters[i]] = (char) squaresAndLetters[i + 1];
        }
        return new Board(changed);
    }

    /** Returns the ways a piece goes, as files and ranks of one step; {@code kind} is its letter in lower case. */
    static int[][] steps(char kind) {
        return switch (kind) {
            case 'n' -> KNIGHT;
            case 'b' -> DIAGONAL;
            case 'r' -> STRAIGHT;
            default -> ROUND;
        };
    }

    /** Returns whether a piece goes on until something is in its way; {@code kind} is its letter in lower case. */
    static boolean slides(char kind) {
        return kind == 'b' || kind == 'r' || kind == 'q';
    }

    /** Returns whether {@code side} attacks {@code square}. */
    boolean attacks(Side side, int square) {
        for (int files = -1; files <= 1; files += 2) {
            int pawn = Square.step(square, files, -side.forward());
            if (pawn != Square.NONE && squares[pawn] == side.letter('p')) {
                return true;
            }
        }
        return meets(square, KNIGHT, false, side.letter('n'), side.letter('n'))
                || meets(square, ROUND, false, side.letter('k'), side.letter('k'))
                || meets(square, STRAIGHT, true, side.letter('r'), side.letter('q'))
                || meets(square, DIAGONAL, true, side.letter('b'), side.letter('q'));
    }

    private boolean meets(int square, int[][] ways, boolean slide, char one, char other) {
        for (int[] way : ways) {
            int at = Square.step(square, way[0], way[1]);
            while (slide && at != Square.NONE && squares[at] == EMPTY) {
                at = Square.step(at, way[0], way[1]);
            }
            if (at != Square.NONE && (squares[at] == one || squares[at] == other)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Board that && Arrays.equals(squares, that.squares);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(squares);
    }

    /** Draws the board for people, rank 8 on top: eight lines of squares with the ranks beside and the files below. */
    @Override
    public String toString() {
        StringBuilder drawing = new StringBuilder(200);
        for (int rank = 7; rank >= 0; rank--) {
            drawing.append(rank + 1);
            for (int file = 0; file < 8; file++) {
                drawing.append(' ').append(squares[Square.of(file, rank)]);
            }
            drawing.append('\n');
        }
        return drawing.append("  a b c d e f g h").toString();
    }
}
