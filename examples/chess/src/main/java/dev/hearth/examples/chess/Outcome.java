package dev.hearth.examples.chess;

/** How a position stands; all but {@link #OPEN} end the game. */
public enum Outcome {
    /** The game goes on. */
    OPEN,
    /** Who is to move is mated and has lost. */
    CHECKMATE,
    /** Who is to move has no legal move and is not in check: a draw. */
    STALEMATE,
    /** Fifty moves of each side without a capture or a pawn move: a draw, without a claim. */
    FIFTY_MOVES
}
