package dev.hearth.examples.chess;

import dev.hearth.base.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A game: its moves from the start, the position that they lead to, and who plays. The first device that moves sits at
 * white, the first other device that answers sits at black; nobody else moves. Immutable.
 */
public final class Game {
    /**
     * No game has more half-moves: there are at most 96 pawn moves and 30 captures, at most
     * {@value Position#QUIET_LIMIT} half-moves from one to the next, and as many after the last.
     */
    public static final int MAX_MOVES = (96 + 30 + 1) * Position.QUIET_LIMIT;

    private static final Game START = new Game(Position.start(), List.of(), null, null);

    private final Position position;
    private final List<ChessMove> moves;
    private final @Nullable DeviceId white;
    private final @Nullable DeviceId black;

    private Game(Position position, List<ChessMove> moves, @Nullable DeviceId white, @Nullable DeviceId black) {
        this.position = position;
        this.moves = moves;
        this.white = white;
        this.black = black;
    }

    /** Returns the game before its first move. */
    public static Game start() {
        return START;
    }

    /** Returns where the pieces stand now. */
    public Position position() {
        return position;
    }

    /** Returns the moves that count, at most {@value #MAX_MOVES}, unmodifiable. */
    public List<ChessMove> moves() {
        return moves;
    }

    /** Returns who plays {@code side}; empty until that side has moved. */
    public Optional<DeviceId> player(Side side) {
        return Optional.ofNullable(side == Side.WHITE ? white : black);
    }

    /**
     * Returns whether {@code device} may move now: it is its turn, or the seat is free and the other is not its own.
     */
    public boolean isTurnOf(DeviceId device) {
        Side turn = position.turn();
        return player(turn).map(device::equals).orElse(!player(turn.other()).equals(Optional.of(device)));
    }

    /**
     * Returns the game after {@code device} has made {@code move}, or this very game when the move is illegal here or
     * not that device's to make.
     */
    public Game played(ChessMove move, DeviceId device) {
        if (!isTurnOf(device) || !position.isLegal(move)) {
            return this;
        }
        List<ChessMove> longer = new ArrayList<>(moves.size() + 1);
        longer.addAll(moves);
        longer.add(move);
        boolean whites = position.turn() == Side.WHITE;
        return new Game(position.moved(move), List.copyOf(longer), whites ? device : white, whites ? black : device);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Game that
                && moves.equals(that.moves)
                && Objects.equals(white, that.white)
                && Objects.equals(black, that.black);
    }

    @Override
    public int hashCode() {
        return Objects.hash(moves, white, black);
    }

    @Override
    public String toString() {
        return position + " after " + moves;
    }
}
