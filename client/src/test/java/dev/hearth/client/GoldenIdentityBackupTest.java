package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.halo.RecoveryPhrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A backup of an identity as it was written first, with the words that open it. */
class GoldenIdentityBackupTest extends ClientsInMemory {
    record Note(String text) {}

    private static final Path BACKUP = Path.of("src/test/resources/golden/identity-1.hearth");
    private static final Path WORDS = Path.of("src/test/resources/golden/identity-1.words");

    private void write() throws IOException {
        Client laptop = open("Golden");
        Space trip = laptop.spaces().create("Trip");
        trip.put(new Note("as it was"));
        Files.createDirectories(BACKUP.getParent());
        try (RecoveryPhrase words = laptop.halo().recovery().words()) {
            Files.writeString(WORDS, new String(words.reveal()) + "\n");
        }
        laptop.halo().recovery().backup(BACKUP);
    }

    @Test
    void formatOneIsRestored() throws IOException {
        if ("write".equals(System.getProperty("hearth.golden")) && !Files.exists(BACKUP)) {
            write();
        }
        Client back = openWithoutIdentity("back");
        try (RecoveryPhrase words = RecoveryPhrase.parse(Files.readString(WORDS).toCharArray())) {
            Recovery.Restored restored =
                    back.halo().recovery().restore(words, RestoreOptions.none().from(BACKUP));
            assertThat(restored.profile().name()).isEqualTo("Golden");
            assertThat(restored.spaces()).hasSize(2);
        }
        Space trip = back.spaces().list().get(0);
        assertThat(trip.name()).isEqualTo("Trip");
        assertThat(trip.query(Note.class).first().orElseThrow().value().text()).isEqualTo("as it was");
        trip.put(new Note("and more"));
        assertThat(trip.query(Note.class).count()).isEqualTo(2);
    }
}
