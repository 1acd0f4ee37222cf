package dev.hearth.examples.chess;

/**
 * The object that a game belongs to; its field {@value #GAME} is a {@link ChessModel}.
 *
 * @param title what the players call it
 */
public record Match(String title) {
    /** The name of the field that holds the game. */
    public static final String GAME = "game";
}
