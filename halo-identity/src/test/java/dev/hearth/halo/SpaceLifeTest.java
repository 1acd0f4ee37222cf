package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.CredentialId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a space ends, and how one that was founded without an identity gets an owner. */
final class SpaceLifeTest {
    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final LocalIdentity carl = People.person("Carl");

    @Test
    void theBytesOfADeletionAreThoseOfTheSpecification() throws MalformedException {
        assertThat(new Statement.Delete().encode().encode().hex()).isEqualTo("8107");
        assertThat(Statement.decode(Cbor.decode(Bytes.fromHex("8107")))).isEqualTo(new Statement.Delete());
        assertThatThrownBy(() -> Statement.decode(Cbor.decode(Bytes.fromHex("820700"))))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void theOwnerDeletesAndNobodySaysOrWritesAnythingAfterwards() {
        SpaceCredentials space = People.space(ann);
        space.admit(ann, bob.chain(), Role.ADMIN);
        space.delete(ann);
        assertThat(space.authority().deletedBy()).contains(ann.id());
        assertThat(space.authority().mayWrite(ann.device())).isFalse();
        assertThat(space.authority().mayWrite(bob.device())).isFalse();
        assertThat(space.authority().members()).containsKeys(ann.id(), bob.id());
        refused(ErrorCode.SPACE_DELETED, () -> space.admit(bob, carl.chain(), Role.READER));
        refused(ErrorCode.SPACE_DELETED, () -> space.changeRole(ann, bob.id(), Role.READER));
        refused(ErrorCode.SPACE_DELETED, () -> space.remove(ann, bob.id(), Map.of()));
        refused(ErrorCode.SPACE_DELETED, () -> space.transfer(ann, bob.id()));
        refused(ErrorCode.SPACE_DELETED, () -> space.leave(bob, Map.of()));
        refused(ErrorCode.SPACE_DELETED, () -> space.delete(ann));
        Credential late =
                Credential.sign(ann, space.id().value(), space.heads(), new Statement.Admit(carl.chain(), Role.READER));
        assertThat(space.add(late.encoded())).isInstanceOf(Addition.PassedOver.class);
        assertThat(space.authority().roleOf(carl.id())).isEmpty();
    }

    @Test
    void aDeletionByAnyoneElseHasNoEffect() {
        SpaceCredentials space = People.space(ann);
        space.admit(ann, bob.chain(), Role.ADMIN);
        refused(ErrorCode.NOT_PERMITTED, () -> space.delete(bob));
        refused(ErrorCode.NOT_PERMITTED, () -> space.delete(carl));
        Credential forged = Credential.sign(bob, space.id().value(), space.heads(), new Statement.Delete());
        space.add(forged.encoded());
        assertThat(space.authority().deletedBy()).isEmpty();
        assertThat(space.authority().mayWrite(bob.device())).isTrue();
        space.transfer(ann, bob.id());
        refused(ErrorCode.NOT_PERMITTED, () -> space.delete(ann));
        space.delete(bob);
        assertThat(space.authority().deletedBy()).contains(bob.id());
    }

    @Test
    void whatWasSaidWithoutKnowingOfTheDeletionStays() {
        SpaceCredentials space = People.space(ann);
        space.admit(ann, bob.chain(), Role.ADMIN);
        SpaceCredentials atBob = People.copy(space);
        List<CredentialId> before = atBob.heads();
        space.delete(ann);
        atBob.admit(bob, carl.chain(), Role.WRITER);
        People.sync(space, atBob);
        assertThat(atBob.authority().deletedBy()).contains(ann.id());
        assertThat(space.authority().roleOf(carl.id())).contains(Role.WRITER);
        assertThat(space.authorityAt(before).orElseThrow().mayWrite(bob.device()))
                .as("a block that names what its author knew then")
                .isTrue();
        assertThat(space.authorityAt(space.heads()).orElseThrow().mayWrite(bob.device()))
                .isFalse();
    }

    @Test
    void aMemberThatReadsFromNowOnGetsTheKey() throws MalformedException {
        SpaceCredentials space = People.space(ann);
        space.admit(ann, bob.chain(), Role.RELAY);
        SealedContent sealed =
                new SpaceKeys(space, ann).seal(Bytes.EMPTY, Bytes.utf8("hello").toArray());
        assertThat(new SpaceKeys(space, bob).open(ann.device(), sealed.epoch(), Bytes.EMPTY, sealed.ciphertext()))
                .isEmpty();
        space.changeRole(ann, bob.id(), Role.READER);
        assertThat(new SpaceKeys(space, bob).open(ann.device(), sealed.epoch(), Bytes.EMPTY, sealed.ciphertext()))
                .isPresent();
        space.admit(ann, carl.chain(), Role.RELAY);
        space.transfer(ann, carl.id());
        assertThat(new SpaceKeys(space, carl).open(ann.device(), sealed.epoch(), Bytes.EMPTY, sealed.ciphertext()))
                .isPresent();
    }

    @Test
    void anInstallationWithoutAnIdentityFoundsSpacesThatItsIdentityAdopts(@TempDir Path folder)
            throws MalformedException {
        Path file = folder.resolve("keychain");
        Path key = folder.resolve("key");
        Keychain before = Keychain.create(file, KeychainKey.file(key), People.SEAMS);
        assertThat(before.provisional()).isEmpty();
        LocalIdentity provisional = before.createProvisional();
        assertThat(before.createProvisional()).isSameAs(provisional);
        assertThat(before.identity()).isEmpty();
        SpaceCredentials space = People.space(provisional);
        SealedContent written = new SpaceKeys(space, provisional)
                .seal(Bytes.EMPTY, Bytes.utf8("before").toArray());
        List<CredentialId> named = space.heads();
        Keychain now = Keychain.open(file, People.SEAMS, KeychainKey.file(key));
        assertThat(now.provisional().orElseThrow().chain()).isEqualTo(provisional.chain());
        LocalIdentity dora = now.createIdentity("Dora");
        assertThat(now.provisional()).isEmpty();
        refused(ErrorCode.IDENTITY_EXISTS, now::createProvisional);
        try (Keychain keychain = Keychain.open(file, People.SEAMS, KeychainKey.file(key))) {
            assertThat(keychain.identity().orElseThrow().chain()).isEqualTo(dora.chain());
        }
        assertThat(dora.id()).isNotEqualTo(provisional.id());
        assertThat(dora.device()).isEqualTo(provisional.device());
        assertThat(space.adopt(dora)).isTrue();
        assertThat(space.adopt(dora)).as("once is enough").isFalse();
        assertThat(space.authority().members()).containsOnlyKeys(dora.id());
        assertThat(space.authority().roleOf(dora.id())).contains(Role.OWNER);
        assertThat(space.authority().ownerOf(dora.device())).contains(dora.id());
        assertThat(space.authorityAt(named).orElseThrow().mayWrite(dora.device()))
                .isTrue();
        assertThat(space.authority().cutOf(dora.device())).isEmpty();
        space.admit(dora, bob.chain(), Role.WRITER);
        SpaceCredentials atBob = People.copy(space);
        assertThat(new SpaceKeys(atBob, bob).open(dora.device(), written.epoch(), Bytes.EMPTY, written.ciphertext()))
                .isPresent();
    }

    @Test
    void onlyOwnSpacesOfNobodyAreAdopted() {
        SpaceCredentials ofAnn = People.space(ann);
        assertThat(ofAnn.adopt(ann)).isFalse();
        assertThat(ofAnn.adopt(bob)).isFalse();
        LocalIdentity provisional = LocalIdentity.provisional(People.SEAMS.random());
        SpaceCredentials space = People.space(provisional);
        assertThat(space.adopt(bob)).as("another device").isFalse();
        LocalIdentity dora = provisional.named("Dora", People.SEAMS.random());
        assertThat(space.adopt(dora)).isTrue();
        space.admit(dora, bob.chain(), Role.ADMIN);
        space.transfer(dora, bob.id());
        space.remove(bob, dora.id(), Map.of());
        assertThat(space.adopt(dora)).as("who was removed").isFalse();
        assertThat(space.authority().members()).containsOnlyKeys(bob.id());
    }

    private static void refused(ErrorCode code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
