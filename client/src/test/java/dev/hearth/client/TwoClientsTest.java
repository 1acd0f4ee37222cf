package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Clients of one process, joined by a network in memory: the facade as an application uses it. */
final class TwoClientsTest extends ClientsInMemory {
    record Note(String title, Text body, boolean pinned, int rank) {}

    private static final Duration BOUND = Duration.ofSeconds(20);

    @Test
    void shareObjectsAndTextsByInvitation() {
        Space home = open("ann").spaces().create("Home");
        Ref<Note> ref = home.put(new Note("Shopping", Text.of("milk"), false, 3));
        Space same = join(open("bob"), home.invite(Role.WRITER));
        Await.until("the note", BOUND, () -> same.find(ref).isPresent());
        assertThat(same.get(ref)).isEqualTo(new Note("Shopping", Text.of("milk"), false, 3));
        assertThat(same.name()).isEqualTo("Home");
        assertThat(same.members()).extracting(Member::name).containsExactlyInAnyOrder("ann", "bob");

        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        home.query(Note.class)
                .where(Note::pinned, true)
                .live(
                        Runnable::run,
                        diff -> diff.added().forEach(row -> seen.add(row.value().title())));
        same.update(ref, note -> new Note(note.title(), note.body(), true, note.rank()));
        same.text(ref, Note::body).insert(4, " and bread");
        Await.until("the live result", BOUND, () -> seen.contains("Shopping"));
        Await.until("the text", BOUND, () -> home.text(ref, Note::body).value().equals("milk and bread"));
    }

    /** Its keys go by X-Wing from the invitation to the removal that changes them, and over a restart. */
    @Test
    void aPostQuantumSpaceIsSharedAsAnyOther() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home", SpaceOptions.defaults().postQuantum(true));
        Ref<Note> ref = home.put(new Note("Shopping", Text.of("milk"), false, 3));
        Client bob = open("bob");
        Space same = join(bob, home.invite(Role.WRITER));
        Space third = join(open("carl"), home.invite(Role.READER));
        Await.until(
                "the note",
                BOUND,
                () -> same.find(ref).isPresent() && third.find(ref).isPresent());
        assertThat(same.isPostQuantum()).isTrue();
        assertThat(ann.spaces().create("Other").isPostQuantum()).isFalse();
        home.remove(bob.halo().identity().orElseThrow().id());
        Ref<Note> after = home.put(new Note("After", Text.of(""), false, 1));
        Await.until(
                "what is sealed by the new key", BOUND, () -> third.find(after).isPresent());
        assertThat(same.find(after)).isEmpty();
    }

    @Test
    void editsOfBothSidesWhileApartMerge() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Ref<Note> ref = home.put(new Note("Trip", Text.of("-"), false, 1));
        Space same = join(bob, home.invite(Role.WRITER));
        Await.until("the note", BOUND, () -> same.find(ref).isPresent());
        ann.mesh().pause();
        bob.mesh().pause();
        for (int i = 0; i < 50; i++) {
            home.text(ref, Note::body).insert(0, "a");
            same.text(ref, Note::body).insert(same.text(ref, Note::body).length(), "b");
        }
        home.update(ref, note -> new Note("Train trip", note.body(), note.pinned(), note.rank()));
        same.update(ref, note -> new Note(note.title(), note.body(), note.pinned(), 9));
        ann.mesh().resume();
        bob.mesh().resume();
        Await.until("the same version", BOUND, () -> home.version().equals(same.version()));
        assertThat(home.get(ref))
                .isEqualTo(same.get(ref))
                .isEqualTo(new Note("Train trip", Text.of("a".repeat(50) + "-" + "b".repeat(50)), false, 9));
    }

    @Test
    void aReaderReadsAndCantWrite() {
        Space home = open("ann").spaces().create("Home");
        Ref<Note> ref = home.put(new Note("Rules", Text.of(""), false, 0));
        Space same = join(open("carl"), home.invite(Role.READER));
        Await.until("the note", BOUND, () -> same.find(ref).isPresent());
        assertRefused(ErrorCode.NOT_PERMITTED, () -> same.put(new Note("Graffiti", Text.of(""), false, 0)));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> same.invite(Role.READER));
        assertThat(home.query(Note.class).count()).isEqualTo(1);
    }

    @Test
    void aWrongCodeIsRefusedAndTheRightOneStillAdmits() {
        Client bob = open("bob");
        Space home = open("ann").spaces().create("Home");
        Invitation invitation = home.invite(Role.WRITER);
        String wrong = invitation.code().equals("0000-0000") ? "0000-0001" : "0000-0000";
        assertThatThrownBy(() -> bob.spaces().join(invitation.link(), wrong).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CODE_WRONG));
        Space same = join(bob, invitation);
        assertThat(invitation.accepted().join().name()).isEqualTo("bob");
        assertThat(join(bob, invitation)).as("joining twice returns the space").isSameAs(same);
    }

    @Test
    void aUsedInvitationAdmitsNobodyElse() {
        Space home = open("ann").spaces().create("Home");
        Invitation invitation = home.invite(Role.WRITER);
        join(open("bob"), invitation);
        Client eve = Client.open(
                folder.resolve("eve"),
                ClientOptions.defaults()
                        .network(network)
                        .transports(List.of("memory"))
                        .joinTimeout(Duration.ofSeconds(2)));
        clients.add(eve);
        eve.halo().createIdentity("eve");
        assertThatThrownBy(() -> join(eve, invitation))
                .cause()
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code())
                                .isIn(ErrorCode.INVITATION_SPENT, ErrorCode.INVITER_UNREACHABLE));
        assertThat(home.members()).hasSize(2);
        assertThat(eve.spaces().list()).isEmpty();
    }

    @Test
    void anExpiredInvitationSaysSo() {
        Space home = open("ann").spaces().create("Home");
        Invitation invitation = home.invite(InvitationOptions.of(Role.WRITER).validFor(Duration.ofSeconds(1)));
        Client bob = open("bob");
        Await.until("the end of the invitation", BOUND, () -> {
            try {
                bob.spaces().join(invitation.link(), "9999-9999").join();
                return false;
            } catch (CompletionException e) {
                return e.getCause() instanceof HearthException refusal
                        && refusal.code() == ErrorCode.INVITATION_EXPIRED;
            }
        });
        assertThat(home.members()).hasSize(1);
    }

    @Test
    void anAbsentInviterIsNamedAsTheCause() {
        Client ann = open("ann");
        Invitation invitation = ann.spaces().create("Home").invite(Role.WRITER);
        ann.close();
        Client bob = Client.open(
                folder.resolve("bob"),
                ClientOptions.defaults()
                        .network(network)
                        .transports(List.of("memory"))
                        .joinTimeout(Duration.ofSeconds(1)));
        clients.add(bob);
        bob.halo().createIdentity("bob");
        assertThatThrownBy(() -> join(bob, invitation))
                .cause()
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVITER_UNREACHABLE));
    }

    @Test
    void everythingIsThereAfterARestart() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Ref<Note> ref = home.put(new Note("Kept", Text.of("text"), true, 7));
        home.text(ref, Note::body).insert(4, "!");
        ann.close();
        Client again = open("ann");
        Space reopened = again.spaces().get(home.id());
        assertThat(reopened.name()).isEqualTo("Home");
        assertThat(reopened.get(ref)).isEqualTo(new Note("Kept", Text.of("text!"), true, 7));
        Ref<Note> second = reopened.put(new Note("Second", Text.of(""), false, 0));
        assertThat(reopened.query(Note.class).list()).hasSize(2);
        assertThat(reopened.get(second).title()).isEqualTo("Second");
    }

    @Test
    void aTransactionThatThrowsChangesNothing() {
        Space home = open("ann").spaces().create("Home");
        Ref<Note> ref = home.put(new Note("One", Text.of("x"), false, 1));
        assertThatThrownBy(() -> home.transact(() -> {
                    home.update(ref, note -> new Note("Two", note.body(), true, 2));
                    home.text(ref, Note::body).insert(0, "yy");
                    home.put(new Note("Other", Text.of(""), false, 0));
                    throw new IllegalStateException("expected by the test");
                }))
                .hasMessage("expected by the test");
        assertThat(home.get(ref)).isEqualTo(new Note("One", Text.of("x"), false, 1));
        assertThat(home.query(Note.class).count()).isEqualTo(1);
    }

    @Test
    void theFolderBelongsToOneClientAtATime() {
        open("ann");
        assertRefused(ErrorCode.DATA_LOCKED, () -> Client.open(folder.resolve("ann")));
    }

    @Test
    void aPassphraseProtectsTheFolder() {
        ClientOptions secret = ClientOptions.defaults().passphrase("words".toCharArray());
        try (Client client = Client.open(folder.resolve("dora"), secret)) {
            client.halo().createIdentity("Dora");
        }
        assertRefused(
                ErrorCode.WRONG_PASSPHRASE,
                () -> Client.open(
                        folder.resolve("dora"), ClientOptions.defaults().passphrase("other".toCharArray())));
    }
}
