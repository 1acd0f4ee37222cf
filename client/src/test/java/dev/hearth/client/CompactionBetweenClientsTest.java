package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.echo.CompactionReport;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spaces that are compacted before and after others join, with real credentials, keys and sessions. */
final class CompactionBetweenClientsTest extends ClientsInMemory {
    record Note(String title, Text body) {}

    private static final Duration BOUND = Duration.ofSeconds(20);

    @Test
    void whoJoinsACompactedSpaceTakesItsStateOverAndCompactsItToo() {
        Space home = open("ann").spaces().create("Home");
        List<Ref<Note>> notes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            notes.add(home.put(new Note("n" + i, Text.of("start"))));
            home.text(notes.get(i), Note::body).insert(5, "ed");
        }
        notes.subList(30, 300).forEach(home::delete);
        CompactionReport report = home.compact();
        assertThat(report.purged()).isEqualTo(270);
        assertThat(report.blocks()).isGreaterThan(800);
        assertThat(report.bytesAfter()).isPositive();
        Space same = join(open("bob"), home.invite(Role.WRITER));
        Ref<Note> own = same.put(new Note("bob's", Text.of("")));
        Await.until("the state", BOUND, () -> same.query(Note.class).count() == 31);
        Await.until("bob's note", BOUND, () -> home.find(own).isPresent());
        assertThat(same.get(notes.get(7)).body().value()).isEqualTo("started");
        assertThat(same.status().quarantined()).isEmpty();
        assertThat(home.status().quarantined()).isEmpty();
        Await.until(
                "bob's note compacted",
                BOUND,
                () -> home.compact().base().heads().size() == 2);
        assertThat(home.query(Note.class).count()).isEqualTo(31);
        Space third = join(open("carl"), home.invite(Role.READER));
        Await.until("the state", BOUND, () -> third.query(Note.class).count() == 31);
        assertThat(third.get(own).title()).isEqualTo("bob's");
    }
}
