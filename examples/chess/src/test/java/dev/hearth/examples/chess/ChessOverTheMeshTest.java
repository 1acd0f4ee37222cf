package dev.hearth.examples.chess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.DeviceId;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.echo.ModelField;
import dev.hearth.echo.Ref;
import dev.hearth.halo.Role;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Players of one process, joined by a network in memory: the game as it is replicated. */
final class ChessOverTheMeshTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final MemoryNetwork network = MemoryNetwork.create();
    private final List<Client> clients = new ArrayList<>();

    @TempDir
    private Path folder;

    /** One player's side of the game. */
    private record Player(Client client, Space space, Ref<Match> match, ModelField<Game, ChessMove> field) {
        static Player at(Client client, Space space, Ref<Match> match) {
            Await.until("the match", BOUND, () -> space.find(match).isPresent());
            return new Player(client, space, match, space.model(match.id(), Match.GAME, new ChessModel()));
        }

        DeviceId device() {
            return client.halo().identity().orElseThrow().device();
        }

        Game game() {
            return field.state();
        }

        void move(String move) {
            field.submit(ChessMove.of(move));
        }

        void sees(String... moves) {
            List<ChessMove> all = List.of(moves).stream().map(ChessMove::of).toList();
            Await.until("the moves " + all, BOUND, () -> game().moves().equals(all));
        }
    }

    @AfterEach
    void close() {
        clients.forEach(Client::close);
    }

    private Client open(String name) {
        Client client = Client.open(
                folder.resolve(name), ClientOptions.defaults().network(network).transports(List.of("memory")));
        clients.add(client);
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    private Player create(String name) {
        Client client = open(name);
        Space space = client.spaces().create("Chess");
        return Player.at(client, space, space.put(new Match("Friendly")));
    }

    private Player join(String name, Player host) {
        Client client = open(name);
        var invitation = host.space().invite(Role.WRITER);
        Space space = client.spaces().join(invitation.link(), invitation.code()).join();
        return Player.at(client, space, host.match());
    }

    @Test
    void twoPlayToMate() {
        Player ann = create("ann");
        Player bob = join("bob", ann);
        ann.move("f2f3");
        bob.sees("f2f3");
        bob.move("e7e5");
        ann.sees("f2f3", "e7e5");
        ann.move("g2g4");
        bob.sees("f2f3", "e7e5", "g2g4");
        bob.move("d8h4");
        ann.sees("f2f3", "e7e5", "g2g4", "d8h4");
        assertThat(ann.game()).isEqualTo(bob.game());
        assertThat(ann.game().position().outcome()).isEqualTo(Outcome.CHECKMATE);
        assertThat(ann.game().player(Side.WHITE)).contains(ann.device());
        assertThat(ann.game().player(Side.BLACK)).contains(bob.device());
    }

    @Test
    void ofFirstMovesMadeApartOneCountsAndBothAgreeWhich() {
        Player ann = create("ann");
        Player bob = join("bob", ann);
        ann.client().mesh().pause();
        bob.client().mesh().pause();
        ann.move("e2e4");
        bob.move("d2d4");
        assertThat(ann.game().player(Side.WHITE)).contains(ann.device());
        assertThat(bob.game().player(Side.WHITE)).contains(bob.device());
        ann.client().mesh().resume();
        bob.client().mesh().resume();
        Await.until(
                "the same version",
                BOUND,
                () -> ann.space().version().equals(bob.space().version()));
        assertThat(ann.game()).isEqualTo(bob.game());
        assertThat(ann.game().moves()).hasSize(1);
        Player black = ann.game().player(Side.WHITE).orElseThrow().equals(ann.device()) ? bob : ann;
        black.move("e7e5");
        Await.until(
                "the answer",
                BOUND,
                () -> ann.game().moves().size() == 2 && ann.game().equals(bob.game()));
    }

    @Test
    void whatIsNotAllowedStaysWithoutEffectEverywhere() {
        Player ann = create("ann");
        Player bob = join("bob", ann);
        Player eve = join("eve", ann);
        ann.move("e2e4");
        bob.sees("e2e4");
        bob.move("e7e5");
        for (Player player : List.of(ann, eve)) {
            player.sees("e2e4", "e7e5");
        }
        eve.move("g1f3");
        ann.move("e4e5");
        bob.move("d7d5");
        agree(ann, bob, eve); // or the move of white might stand before that of black, which would be allowed then
        ann.move("d2d4");
        agree(ann, bob, eve);
        for (Player player : List.of(ann, bob, eve)) {
            player.sees("e2e4", "e7e5", "d2d4");
        }
    }

    private static void agree(Player one, Player two, Player three) {
        Await.until(
                "the same version",
                BOUND,
                () -> one.space().version().equals(two.space().version())
                        && one.space().version().equals(three.space().version()));
    }

    @Test
    void theGameGoesOnAfterARestart() {
        Player ann = create("ann");
        Player bob = join("bob", ann);
        ann.move("e2e4");
        bob.sees("e2e4");
        bob.client().close();
        Client again = open("bob");
        Player back = Player.at(again, again.spaces().get(bob.space().id()), bob.match());
        back.sees("e2e4");
        back.move("c7c5");
        ann.sees("e2e4", "c7c5");
    }

    @Test
    void theTableShowsWhatBothPlayAndRefusesTheRest() throws IOException {
        Player ann = create("ann");
        Player bob = join("bob", ann);
        StringWriter shown = new StringWriter();
        try (ChessTable table =
                new ChessTable(ann.space(), ann.match(), ann.device(), new PrintWriter(shown), Runnable::run)) {
            assertThat(shown.toString())
                    .contains("2 P P P P P P P P", "A new game. White is to move: you, if you are first.");
            table.play(new BufferedReader(new StringReader("""
                    e2e5
                    castle
                    moves
                    e2e4
                    d2d4
                    quit
                    g1f3
                    """)));
            assertThat(shown.toString())
                    .contains("That is not legal here", "four or five letters", "a2a3 a2a4", "It is not your turn.");
            Await.until("the own move", BOUND, () -> shown.toString().contains("Half-move 1: e2e4. Black is to move."));
            bob.sees("e2e4");
            bob.move("e7e5");
            Await.until(
                    "the other's move",
                    BOUND,
                    () -> shown.toString().contains("Half-move 2: e7e5. White is to move: you."));
        }
        assertThat(ann.game().moves()).hasSize(2);
    }
}
