package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Seams;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.client.SpaceOptions;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.echo.TextField;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private void assertUse(boolean counts, Runnable call) {
        int before = uses.get();
        call.run();
        assertThat(uses.get() > before).isEqualTo(counts);
    }
}
