package dev.hearth.examples.chess;

/** Rights to castle as a set of bits, in the order of their letters in FEN. */
final class Castling {
    static final String LETTERS = "KQkq";
    static final int ALL = 15;

    private static final int[] KINGS = {4, 4, 60, 60};
    private static final int[] ROOKS = {7, 0, 63, 56};

    private Castling() {}

    /** Returns the right of a side to castle towards its rook on the h file, or else on the a file. */
    static int right(Side side, boolean kingside) {
        return (kingside ? 1 : 2) << (side == Side.WHITE ? 0 : 2);
    }

    /** Returns the rights that a move from or to {@code square} ends: a king or a rook leaves it, or falls on it. */
    static int endedAt(int square) {
        int ended = 0;
        for (int i = 0; i < 4; i++) {
            if (KINGS[i] == square || ROOKS[i] == square) {
                ended |= 1 << i;
            }
        }
        return ended;
    }

    /** Returns whether each right has its king and its rook at home. */
    static boolean fits(int rights, Board board) {
        for (int i = 0; i < 4; i++) {
            Side side = i < 2 ? Side.WHITE : Side.BLACK;
            if ((rights & 1 << i) != 0
                    && (board.at(KINGS[i]) != side.letter('k') || board.at(ROOKS[i]) != side.letter('r'))) {
                return false;
            }
        }
        return true;
    }
}
