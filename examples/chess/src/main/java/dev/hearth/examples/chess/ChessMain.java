package dev.hearth.examples.chess;

import dev.hearth.base.AtTheEdge;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SerialExecutor;
import dev.hearth.base.Subscription;
import dev.hearth.client.Client;
import dev.hearth.client.Invitation;
import dev.hearth.client.Space;
import dev.hearth.echo.Ref;
import dev.hearth.halo.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The program: chess in a terminal, against somebody in another one. */
@AtTheEdge("a program of its own: prints, reads what is typed, and ends the process with its exit code")
public final class ChessMain {
    private static final int MATCH_SECONDS = 60;

    private static final String USAGE = """
            chess DATA create --signal URI   starts a game, and prints a link and a code for the other player
            chess DATA join LINK CODE        joins the game of that link
            chess DATA play [--signal URI]   goes on with the last game, also offline
            DATA is a folder of this player's own, named as the player. Then type moves such as e2e4 or e7e8q;
            moves lists the legal ones, board shows the board, quit ends.""";

    private final PrintWriter out;
    private final BufferedReader in;

    private ChessMain(InputStream in, OutputStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    /**
     * Runs the program and ends the process. Standard output is closed before: the native library of WebRTC prints
     * there while the process ends.
     */
    public static void main(String... arguments) {
        int code = run(System.in, System.out, arguments);
        System.out.close();
        System.exit(code);
    }

    /**
     * Runs the program on the given streams until the input ends or says {@code quit}, and returns its exit code: 0, or
     * 1 when Hearth refused something, or 2 for wrong usage. What went wrong is on {@code out}.
     */
    public static int run(InputStream in, OutputStream out, String... arguments) {
        ChessMain program = new ChessMain(in, out);
        try {
            return program.run(List.of(arguments));
        } catch (HearthException e) {
            return program.fail(1, e.getMessage() + " " + e.remedy());
        } catch (IllegalArgumentException e) {
            return program.fail(2, e.getMessage() + "\n" + USAGE);
        } catch (IOException e) {
            return program.fail(1, "Can't read what is typed: " + e.getMessage());
        }
    }

    private int run(List<String> arguments) throws IOException {
        if (arguments.size() < 2) {
            return fail(2, USAGE);
        }
        Path data = Path.of(arguments.get(0));
        List<String> rest = arguments.subList(2, arguments.size());
        switch (arguments.get(1)) {
            case "create" -> {
                try (Client client = open(data, signals(rest))) {
                    create(client);
                }
            }
            case "join" -> {
                if (rest.size() != 2) {
                    return fail(2, USAGE);
                }
                try (Client client = open(data, List.of())) {
                    sit(client, await(client.spaces().join(rest.get(0), rest.get(1))));
                }
            }
            case "play" -> {
                try (Client client = open(data, signals(rest))) {
                    return resume(client);
                }
            }
            default -> {
                return fail(2, USAGE);
            }
        }
        return 0;
    }

    private static List<URI> signals(List<String> options) {
        if (options.isEmpty()) {
            return List.of();
        }
        if (options.size() != 2 || !options.get(0).equals("--signal")) {
            throw new IllegalArgumentException("Unknown: " + String.join(" ", options));
        }
        return List.of(URI.create(options.get(1)));
    }

    private static Client open(Path data, List<URI> signals) {
        Path name = data.toAbsolutePath().getFileName();
        return Client.open(data, name == null ? "player" : name.toString(), signals.toArray(URI[]::new));
    }

    private void create(Client client) throws IOException {
        Space space = client.spaces().create("Chess");
        Ref<Match> match = space.put(new Match("Chess"));
        Invitation invitation = space.invite(Role.WRITER);
        out.println("Link: " + invitation.link());
        out.println("Code: " + invitation.code());
        out.println("Waiting for the other player; white's first move may be made meanwhile.");
        CompletableFuture<Void> greeting =
                invitation.accepted().thenAccept(member -> out.println(member.name() + " has come."));
        try {
            sit(client, space, match);
        } finally {
            greeting.cancel(false);
        }
    }

    private int resume(Client client) throws IOException {
        List<Space> spaces = client.spaces().list();
        if (spaces.isEmpty()) {
            return fail(2, "There is no game in this folder yet.\n" + USAGE);
        }
        sit(client, spaces.get(spaces.size() - 1));
        return 0;
    }

    /** Sits down at the space's game, which comes with the first blocks from the player who created it. */
    private void sit(Client client, Space space) throws IOException {
        CompletableFuture<Ref<Match>> match = new CompletableFuture<>();
        Subscription arrivals = space.query(Match.class)
                .live(
                        Runnable::run,
                        diff -> diff.added().stream().findFirst().ifPresent(row -> match.complete(row.ref())));
        try (arrivals) {
            await(match.copy().orTimeout(MATCH_SECONDS, TimeUnit.SECONDS));
        }
        sit(client, space, match.join());
    }

    private void sit(Client client, Space space, Ref<Match> match) throws IOException {
        DeviceId self = client.halo().identity().orElseThrow().device();
        try (SerialExecutor printing = client.seams().serial("chess");
                ChessTable table = new ChessTable(space, match, self, out, printing)) {
            table.play(in);
        }
    }

    /** Waits, and throws what a person can read. */
    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof HearthException refusal) {
                throw refusal;
            }
            if (e.getCause() instanceof TimeoutException) {
                throw new HearthException(ErrorCode.TIMED_OUT);
            }
            throw e;
        }
    }

    private int fail(int code, String message) {
        out.println(message);
        return code;
    }
}
