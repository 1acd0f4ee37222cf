package dev.hearth.examples.chess;

/** One of the two who play. */
public enum Side {
    /** Moves first, from ranks 1 and 2 upwards. */
    WHITE,
    /** Moves second, from ranks 8 and 7 downwards. */
    BLACK;

    /** Returns the opponent. */
    public Side other() {
        return this == WHITE ? BLACK : WHITE;
    }

    /** Returns the rank that its pieces start on, 0 to 7. */
    int home() {
        return this == WHITE ? 0 : 7;
    }

    /** Returns the direction of its pawns in ranks, 1 or -1. */
    int forward() {
        return this == WHITE ? 1 : -1;
    }

    /** Returns the letter of a piece of this side, given its letter in lower case. */
    char letter(char kind) {
        return this == WHITE ? Character.toUpperCase(kind) : kind;
    }

    /** Returns whether {@code piece} is a piece of this side. */
    boolean owns(char piece) {
        return piece != Board.EMPTY && Character.isUpperCase(piece) == (this == WHITE);
    }
}
