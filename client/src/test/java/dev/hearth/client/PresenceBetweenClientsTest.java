package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.DeviceId;
import dev.hearth.echo.PresenceChange;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Presence through the facade: a reader's caret shows at the writer, and is gone with the reader. */
final class PresenceBetweenClientsTest extends ClientsInMemory {
    record Caret(String page, int at) {}

    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    void aCaretShowsWhereTheOtherIsUntilItIsGone() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Client bob = open("bob");
        Space same = join(bob, home.invite(Role.READER));
        DeviceId bobs = bob.halo().identity().orElseThrow().device();
        List<PresenceChange<Caret>> heard = new CopyOnWriteArrayList<>();
        home.presence(Caret.class).onChange(Runnable::run, heard::add);

        same.presence(Caret.class).set(new Caret("intro", 3));
        Await.until("the caret", BOUND, () -> !heard.isEmpty());
        assertThat(home.presence(Caret.class).others()).isEqualTo(Map.of(bobs, new Caret("intro", 3)));
        bob.close();
        Await.until("its end", BOUND, () -> home.presence(Caret.class).others().isEmpty());
        assertThat(heard)
                .containsExactly(
                        new PresenceChange<>(bobs, Optional.of(new Caret("intro", 3))),
                        new PresenceChange<>(bobs, Optional.empty()));
    }
}
