package dev.hearth.examples.chess;

import dev.hearth.base.DeviceId;
import dev.hearth.base.HearthException;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Database;
import dev.hearth.echo.ModelField;
import dev.hearth.echo.Ref;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * One player's view of a game: prints the board after each change, whoever made it, and plays the moves that are typed.
 * Thread-safe; closing it ends the printing.
 */
final class ChessTable implements AutoCloseable {
    private final ModelField<Game, ChessMove> field;
    private final DeviceId self;
    private final PrintWriter out;
    private final Subscription changes;

    /** Shows the game of {@code match} on {@code out}, now and, by way of {@code executor}, after each change. */
    ChessTable(Database database, Ref<Match> match, DeviceId self, PrintWriter out, Executor executor) {
        this.field = database.model(match.id(), Match.GAME, new ChessModel());
        this.self = self;
        this.out = out;
        show(field.state());
        this.changes = field.onChange(executor, this::show);
    }

    /** Plays the lines of {@code in} until it ends or says {@code quit}. */
    void play(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String word = line.strip();
            switch (word) {
                case "" -> {}
                case "quit" -> {
                    return;
                }
                case "board" -> show(field.state());
                case "moves" ->
                    say(field.state().position().legalMoves().stream()
                            .map(ChessMove::toString)
                            .collect(Collectors.joining(" ")));
                default -> move(word);
            }
        }
    }

    private void move(String word) {
        try {
            ChessMove move = ChessMove.of(word);
            Game game = field.state();
            Optional<String> objection = objection(game, move);
            if (objection.isPresent()) {
                say(objection.get());
            } else {
                field.submit(move);
            }
        } catch (IllegalArgumentException e) {
            say(e.getMessage() + ". Also: moves, board, quit.");
        } catch (HearthException e) {
            say(e.getMessage() + " " + e.remedy());
        }
    }

    /** A courtesy: the model ignores what the rules forbid anyway, but does not say so. */
    private Optional<String> objection(Game game, ChessMove move) {
        if (game.position().outcome() != Outcome.OPEN) {
            return Optional.of("The game is over.");
        }
        if (!game.isTurnOf(self)) {
            return Optional.of("It is not your turn.");
        }
        return game.position().isLegal(move) ? Optional.empty() : Optional.of("That is not legal here; try: moves");
    }

    private void show(Game game) {
        int count = game.moves().size();
        String last = count == 0
                ? "A new game."
                : "Half-move " + count + ": " + game.moves().get(count - 1) + ".";
        say("\n" + game.position().board() + "\n" + last + " " + standing(game));
    }

    private String standing(Game game) {
        Side turn = game.position().turn();
        return switch (game.position().outcome()) {
            case CHECKMATE -> "Checkmate: " + name(turn.other()) + " has won.";
            case STALEMATE -> "Stalemate: a draw.";
            case FIFTY_MOVES -> "Fifty moves without a capture or a pawn move: a draw.";
            case OPEN -> {
                String check = game.position().inCheck() ? "Check! " : "";
                String you = game.player(turn).isPresent() ? ": you." : ": you, if you are first.";
                yield check + name(turn) + " is to move" + (game.isTurnOf(self) ? you : ".");
            }
        };
    }

    private static String name(Side side) {
        return side == Side.WHITE ? "White" : "Black";
    }

    private synchronized void say(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public void close() {
        changes.close();
    }
}
