package dev.hearth.examples.chess;

/** Squares as numbers from 0 (a1), 1 (b1) to 63 (h8). */
final class Square {
    /** No square. */
    static final int NONE = -1;

    private Square() {}

    static int of(int file, int rank) {
        return rank * 8 + file;
    }

    /** Returns 0 (the a file) to 7. */
    static int file(int square) {
        return square & 7;
    }

    /** Returns 0 (rank 1) to 7. */
    static int rank(int square) {
        return square >> 3;
    }

    /** Returns the square so many files and ranks away, or {@link #NONE} beyond the edge. */
    static int step(int square, int files, int ranks) {
        int file = file(square) + files;
        int rank = rank(square) + ranks;
        return (file | rank) >= 0 && file < 8 && rank < 8 ? of(file, rank) : NONE;
    }

    static String name(int square) {
        return "" + (char) ('a' + file(square)) + (char) ('1' + rank(square));
    }

    /** Returns the square named by two characters of {@code text} at {@code at}, or {@link #NONE}. */
    static int parse(String text, int at) {
        int file = text.charAt(at) - 'a';
        int rank = text.charAt(at + 1) - '1';
        return file >= 0 && file < 8 && rank >= 0 && rank < 8 ? of(file, rank) : NONE;
    }
}
