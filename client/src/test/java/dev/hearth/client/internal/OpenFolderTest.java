package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Seams;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.client.SpaceOptions;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.echo.TextField;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.RecoveryPhrase;
import dev.hearth.halo.SpaceCredentials;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder from its opening on. */
final class OpenFolderTest {
    private final AtomicInteger uses = new AtomicInteger();

    record Note(Text text) {}

    /** What counts as use, for a client that is locked when it is idle. */
    @Test
    void callsAndWritesAreUseAndAskingForTheStatusIsNot(@TempDir Path data) {
        ClientOptions options = ClientOptions.defaults().transports(List.of());
        try (Seams seams = Seams.system();
                OpenFolder folder = OpenFolder.open(data, options, seams, uses::incrementAndGet)) {
            folder.createIdentity("Ann");
            Space home = folder.hostForNew().create("Home", SpaceOptions.defaults());
            Ref<Note> note = home.put(new Note(Text.of("")));
            assertUse(true, () -> home.find(note));
            assertUse(true, () -> home.query(Note.class));
            TextField text = home.text(note, Note::text);
            assertUse(true, () -> text.insert(0, "written by a handle"));
            assertUse(false, home::spaceStatus);
            assertUse(false, home::status);
            assertUse(false, home::id);
            assertUse(false, () -> home.onCommit(Runnable::run, commit -> {}).close());
        }
    }

    /** The process ends before the keychain has the identity, and in another run after that. */
    @Test
    void anIdentityAndWhatComesWithItAreThereTogetherOrNotAtAll(@TempDir Path data) {
        ClientOptions options = ClientOptions.defaults().transports(List.of());
        try (Seams seams = Seams.system();
                RecoveryPhrase words = RecoveryPhrase.generate(seams.random())) {
            SpaceCredentials personal;
            try (OpenFolder folder = OpenFolder.open(data, options, seams, uses::incrementAndGet)) {
                folder.provisional();
                LocalIdentity ann = ann(folder, words);
                personal = SpaceCredentials.create(ann, seams);
                expect(folder, ann, personal);
            }
            try (OpenFolder folder = OpenFolder.open(data, options, seams, uses::incrementAndGet)) {
                assertThat(folder.identity()).isEmpty();
                assertThat(folder.registry().credentials(personal.id())).isEmpty();
                assertThat(folder.registry().areOthersLost()).isFalse();
                LocalIdentity ann = ann(folder, words);
                expect(folder, ann, personal);
                folder.folder().changeKeychain(keychain -> keychain.become(ann));
            }
            for (int run = 0; run < 2; run++) {
                try (OpenFolder folder = OpenFolder.open(data, options, seams, uses::incrementAndGet)) {
                    assertThat(folder.identity().orElseThrow().name()).isEqualTo("Ann");
                    assertThat(folder.hostForNew().personal().id()).isEqualTo(personal.id());
                    assertThat(folder.registry().areOthersLost()).isTrue();
                    assertThat(folder.registry().spaces()).hasSize(1);
                }
            }
        }
    }

    private static LocalIdentity ann(OpenFolder folder, RecoveryPhrase words) {
        return folder.folder().keychain().recover(words, Optional.empty(), "Ann", Optional.empty());
    }

    private static void expect(OpenFolder folder, LocalIdentity identity, SpaceCredentials personal) {
        folder.registry()
                .expect(
                        new Arrival(identity.id(), true, List.of(SpaceEntry.open(personal.id(), List.of(), true))),
                        Map.of(personal.id(), personal.all()));
    }

    private void assertUse(boolean counts, Runnable call) {
        int before = uses.get();
        call.run();
        assertThat(uses.get() > before).isEqualTo(counts);
    }
}
