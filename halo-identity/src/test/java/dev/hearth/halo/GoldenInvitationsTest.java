package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links, kept invitations and their credentials as they were written first; see {@link GoldenFilesTest}. */
final class GoldenInvitationsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/invitations-2.hex");
    private static final List<URI> SIGNALS = List.of(URI.create("ws://127.0.0.1:8890/"));

    /** Two links, what their hosts keep of them, and a space in which the second was said, used and cancelled. */
    private static void write() throws IOException {
        LocalIdentity ann = People.person("Ann");
        LocalIdentity bob = People.person("Bob");
        SpaceCredentials space = People.space(ann);
        InvitationTerms terms = TestDesk.onApproval(3);
        InvitationKey key = TestDesk.delegate(space, ann, terms);
        space.admit(ann, bob.chain(), Role.WRITER, java.util.Optional.of(key.id()));
        new SpaceInvitations(space).cancel(ann, key.id());
        HostedInvitation byCode = HostedInvitation.byCode(terms, People.SEAMS.random());
        HostedInvitation byLink = HostedInvitation.byLink(terms, key)
                .afterAsking(bob.chain(), TestDesk.NOW)
                .afterDecline(ann.id());
        List<String> lines = new ArrayList<>();
        lines.add(link(new InvitationLink.Way.Code(byCode.id(), ann.device())));
        lines.add(link(new InvitationLink.Way.Key(key, space.id())));
        lines.add(byCode.encode().hex());
        lines.add(byLink.encode().hex());
        space.all().forEach(each -> lines.add(each.hex()));
        Files.write(GOLDEN, lines);
    }

    private static String link(InvitationLink.Way way) {
        return new InvitationLink(way, SIGNALS, TestDesk.onApproval(3).expires()).text();
    }

    @Test
    void invitationsOfFormatTwoAreRead() throws IOException, MalformedException {
        if ("write".equals(System.getProperty("hearth.golden")) && !Files.exists(GOLDEN)) {
            write();
        }
        List<String> lines = Files.readAllLines(GOLDEN);
        InvitationLink byCode = InvitationLink.parse(lines.get(0));
        InvitationLink byLink = InvitationLink.parse(lines.get(1));
        assertThat(byCode.needsCode()).isTrue();
        assertThat(byLink.needsCode()).isFalse();
        assertThat(byLink.signals()).isEqualTo(SIGNALS);
        HostedInvitation withCode = HostedInvitation.decode(Bytes.fromHex(lines.get(2)));
        HostedInvitation withKey = HostedInvitation.decode(Bytes.fromHex(lines.get(3)));
        assertThat(withCode.id()).isEqualTo(byCode.id());
        assertThat(withCode.code()).matches("\\d{4}-\\d{4}");
        assertThat(withKey.id()).isEqualTo(byLink.id());
        assertThat(withKey.key()).isPresent();
        assertThat(withKey.terms()).isEqualTo(TestDesk.onApproval(3));
        assertThat(withKey.asking()).extracting(each -> each.guest().name()).containsExactly("Bob");
        assertThat(withKey.declined()).hasSize(1);
        assertThat(withKey.encode().hex()).isEqualTo(lines.get(3));
        SpaceCredentials space = People.restore(
                lines.subList(4, lines.size()).stream().map(Bytes::fromHex).toList());
        assertThat(((InvitationLink.Way.Key) byLink.way()).space()).isEqualTo(space.id());
        DelegatedInvitation said = TestDesk.said(space, byLink.id());
        assertThat(said.cancelled()).isTrue();
        assertThat(said.terms()).isEqualTo(withKey.terms());
        assertThat(space.authority().admittedBy(byLink.id())).hasSize(1);
    }
}
