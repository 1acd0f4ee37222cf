package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.Role;
import dev.hearth.mesh.signal.SignalServer;
import dev.hearth.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part of the data folder is put back to what it was: the store of a space, or the registry. */
final class RollbackTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    record Note(String title) {}

    @TempDir
    private Path folder;

    private final SignalServer signal = SignalServer.start();

    @AfterEach
    void close() {
        signal.close();
    }

    private Client open(String name) {
        return Client.open(folder.resolve(name), name, signal.uri());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void assertUnconfirmed(Space space) {
        assertThat(space.status().unconfirmed()).isTrue();
        assertThatThrownBy(() -> space.put(new Note("too early")))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SPACE_UNCONFIRMED));
    }

    /** Puts a part of Ann's folder back to before she wrote what Bob has, and sees that she says nothing otherwise. */
    private void rollBack(String part, boolean invites) throws IOException {
        Client bob = open("bob");
        Space home;
        Space bobs;
        try (Client ann = open("ann")) {
            home = ann.spaces().create("Home");
            Invitation invitation = home.invite(Role.WRITER);
            bobs = bob.spaces()
                    .join(invitation.link(), invitation.code())
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            home.put(new Note("one"));
        }
        Path place = folder.resolve("ann").resolve(part);
        copy(place, folder.resolve("former"));
        try (Client ann = open("ann")) {
            Space again = ann.spaces().get(home.id());
            if (invites) {
                Invitation invitation = again.invite(Role.READER);
                try (Client cleo = open("cleo")) {
                    cleo.spaces()
                            .join(invitation.link(), invitation.code())
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join();
                }
            }
            again.put(new Note("two"));
            Await.until("both at Bob's", BOUND, () -> bobs.query(Note.class).count() == 2);
        }
        delete(place);
        copy(folder.resolve("former"), place);
        bob.mesh().pause();
        try (bob;
                Client ann = open("ann")) {
            Space again = ann.spaces().get(home.id());
            assertUnconfirmed(again);
            bob.mesh().resume();
            Await.until("what was written", BOUND, () -> !again.status().unconfirmed());
            again.put(new Note("three"));
            Await.until("three at Bob's", BOUND, () -> bobs.query(Note.class).count() == 3);
            assertThat(List.of(bobs.status().frozen(), again.status().frozen())).containsOnly(List.of());
        }
    }

    @Test
    void aFormerStoreOfASpaceIsNoticed() throws IOException {
        rollBack("spaces", false);
    }

    @Test
    void aFormerRegistryIsNoticedByWhatTheBlocksName() throws IOException {
        rollBack("registry", true);
    }
}
