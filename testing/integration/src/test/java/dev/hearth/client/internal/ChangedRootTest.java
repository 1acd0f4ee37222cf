package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Contact;
import dev.hearth.client.Contacts;
import dev.hearth.halo.ContactCard;
import dev.hearth.halo.Identities;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.IdentityName;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import dev.hearth.halo.SafetyNumber;
import dev.hearth.halo.SpaceCredentials;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A contact whose root key is changed, with proof, is the same one and is verified no more. */
final class ChangedRootTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Seams seams = Seams.system();
    private final LocalIdentity bob = Identities.person("Bob");

    private final Path folder;
    private final OpenSpace home;
    private Client ann;

    ChangedRootTest(@TempDir Path folder) {
        this.folder = folder;
        ann = open(folder);
        ann.halo().createIdentity("Ann");
        home = (OpenSpace) ann.spaces().create("Home");
        home.access().admit(bob.chain(), Role.WRITER, Bytes.of(new byte[16]));
    }

    private static Client open(Path folder) {
        return Client.open(
                folder, ClientOptions.defaults().network(MemoryNetwork.create()).transports(List.of("memory")));
    }

    @AfterEach
    void close() {
        ann.close();
        seams.close();
    }

    private Contacts contacts() {
        return ann.halo().contacts();
    }

    private Contact bobNow() {
        return contacts().find(bob.id()).orElseThrow();
    }

    /** As Bob's own software sees it: it knows {@code bob} as its newest chain. */
    private SafetyNumber numberOf(IdentityChain ofBob) throws MalformedException {
        IdentityChain own = IdentityChain.verify(ann.halo().chain());
        return SafetyNumber.of(SafetyNumber.Party.of(ofBob), SafetyNumber.Party.of(own));
    }

    private void come(LocalIdentity device) throws MalformedException {
        SpaceCredentials theirs = SpaceCredentials.restore(home.access().all(), seams);
        theirs.devices().comeByRoot(device);
        home.access().offer(theirs.all());
    }

    @Test
    void theProofOfAChangedRootKeyDropsTheVerificationUntilItIsDoneAgain() throws MalformedException {
        SafetyNumber before = contacts().safetyNumber(bob.id());
        assertThat(before).isEqualTo(numberOf(bob.chain()));
        assertThat(contacts().verify(bob.id(), before.toString()).trust().state())
                .isEqualTo(Contact.State.VERIFIED);
        List<Contact> told = new CopyOnWriteArrayList<>();
        contacts().onChange(Runnable::run, told::add);

        LocalIdentity recovered = Identities.withNewRoot(bob);
        come(recovered);
        Await.until(
                "told", BOUND, () -> told.stream().anyMatch(each -> each.trust().state() == Contact.State.CHANGED));
        assertThat(bobNow().trust().rootChanges()).isEqualTo(1);
        assertThat(bobNow().trust().disputed()).isFalse();
        assertThat(bobNow().trust().verified()).isPresent();
        assertThat(bobNow().isVerified()).isFalse();
        refused(ErrorCode.SAFETY_NUMBER_DIFFERS, () -> contacts().verify(bob.id(), before.digits()));
        assertThat(contacts().safetyNumber(bob.id())).isEqualTo(numberOf(recovered.chain()));

        ann.close();
        ann = open(folder);
        assertThat(bobNow().trust().state()).isEqualTo(Contact.State.CHANGED);
        String link = contacts().safetyNumber(bob.id()).link();
        assertThat(contacts().verify(bob.id(), link).isVerified()).isTrue();
    }

    /** What is known of a root key is not forgotten with the space that told of it. */
    @Test
    void aChangeIsRememberedWithoutTheSpaceThatToldOfIt() throws MalformedException {
        contacts().verify(bob.id(), contacts().safetyNumber(bob.id()).digits());
        come(Identities.withNewRoot(bob));
        Await.until(
                "kept",
                BOUND,
                () -> ann.spaces().personal().query(KeptContact.class).list().stream()
                        .anyMatch(each -> rootChanges(each.value().chain()) == 1));
        ann.spaces().close(home.id());
        assertThat(bobNow().seen().spaces()).isEmpty();
        assertThat(bobNow().trust().state()).isEqualTo(Contact.State.CHANGED);
    }

    private static int rootChanges(Bytes chain) {
        try {
            return IdentityChain.verify(chain).rootChanges();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whichever of the two chains is the greater, and also once the space that told of one of them is gone. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void contradictoryChangesVerifyNobody(boolean greater) throws MalformedException {
        contacts().verify(bob.id(), contacts().safetyNumber(bob.id()).digits());
        LocalIdentity recovered = Identities.withNewRoot(bob);
        come(recovered);
        Contact changed =
                contacts().verify(bob.id(), contacts().safetyNumber(bob.id()).digits());
        assertThat(changed.isVerified()).isTrue();
        LocalIdentity thief = Identities.withNewRoot(bob);
        while (thief.chain().encoded().compareTo(recovered.chain().encoded()) > 0 != greater) {
            thief = Identities.withNewRoot(bob);
        }
        contacts()
                .add(ContactCard.create(thief, thief.chain(), IdentityName.first("Bob"), List.of())
                        .text());
        ann.spaces().close(home.id());
        assertThat(bobNow().trust().disputed()).isTrue();
        assertThat(bobNow().trust().state()).isEqualTo(Contact.State.CHANGED);
        String digits = contacts().safetyNumber(bob.id()).digits();
        refused(ErrorCode.SAFETY_NUMBER_DIFFERS, () -> contacts().verify(bob.id(), digits));
    }

    @Test
    void theOwnContactCardTellsTheRootKeyOfAllDevices() {
        ContactCard card = ContactCard.parse(contacts().card());
        assertThat(card.chain().identity())
                .isEqualTo(ann.halo().identity().orElseThrow().id());
        assertThat(card.root()).isEqualTo(card.chain());
        assertThat(Optional.of(card.name())).contains("Ann");
    }

    private static void refused(ErrorCode code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
