package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A contact card and a space with profiles as they were written first; see {@link GoldenFilesTest}. */
final class GoldenContactsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/contacts-1.hex");

    private static void write() throws IOException {
        LocalIdentity ann = People.person("Ann");
        SpaceCredentials space = People.space(ann);
        new SpaceProfiles(space).say(ann, new IdentityName("Ann Lee", 1));
        List<URI> signals = List.of(URI.create("ws://127.0.0.1:8890/"));
        List<String> lines = new ArrayList<>();
        lines.add(ContactCard.create(ann, ann.chain(), new IdentityName("Ann Lee", 1), signals)
                .text());
        space.all().forEach(each -> lines.add(each.hex()));
        Files.write(GOLDEN, lines);
    }

    @Test
    void cardsAndProfilesOfFormatOneAreRead() throws IOException {
        if ("write".equals(System.getProperty("hearth.golden")) && !Files.exists(GOLDEN)) {
            write();
        }
        List<String> lines = Files.readAllLines(GOLDEN);
        ContactCard card = ContactCard.parse(lines.get(0));
        assertThat(card.name()).isEqualTo("Ann Lee");
        assertThat(card.signals()).containsExactly(URI.create("ws://127.0.0.1:8890/"));
        SpaceCredentials space = People.restore(
                lines.subList(1, lines.size()).stream().map(Bytes::fromHex).toList());
        assertThat(space.authority().nameOf(card.chain().identity())).contains(new IdentityName("Ann Lee", 1));
        assertThat(space.authority().members().keySet())
                .containsExactly(card.chain().identity());
    }
}
