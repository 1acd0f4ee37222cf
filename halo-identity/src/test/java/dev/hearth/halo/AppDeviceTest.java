package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The device of an application: whose chain says so to anybody, and which gets nowhere by it alone. */
class AppDeviceTest {
    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final LocalIdentity notes = application(ann, "Notes");

    private static LocalIdentity application(LocalIdentity by, String name) {
        try {
            LocalIdentity device = LocalIdentity.provisional(People.SEAMS.random());
            return device.join(by.enrolApplication(device.chain(), name));
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refused(ErrorCode code, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void itsChainTellsAnybodyWhoseApplicationItIs() throws MalformedException {
        IdentityChain read = IdentityChain.verify(notes.chain().encoded());
        assertThat(read).isEqualTo(notes.chain());
        assertThat(read.identity()).isEqualTo(ann.id());
        assertThat(read.name()).isEqualTo("Ann");
        assertThat(read.application()).contains("Notes");
        assertThat(read.hybridKey()).isPresent();
        assertThat(ann.chain().application()).isEmpty();
        assertThat(LocalIdentity.decode(notes.encode()).chain()).isEqualTo(notes.chain());
        byte[] changed = read.encoded().toArray();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> IdentityChain.verify(Bytes.of(changed))).isInstanceOf(MalformedException.class);
    }

    @Test
    void itEnrolsNoFurtherDevice() {
        LocalIdentity puppet = LocalIdentity.provisional(People.SEAMS.random());
        refused(ErrorCode.NOT_PERMITTED, () -> notes.enrolApplication(puppet.chain(), "Puppet"));
        assertThatThrownBy(() -> puppet.join(notes.enrol(puppet.chain()))).isInstanceOf(MalformedException.class);
        refused(
                ErrorCode.NOT_PERMITTED,
                () -> LocalIdentity.provisional(People.SEAMS.random()).enrolApplication(puppet.chain(), "Puppet"));
    }

    @Test
    void itsNameHasALength() {
        IdentityChain other = LocalIdentity.provisional(People.SEAMS.random()).chain();
        assertThatThrownBy(() -> ann.enrolApplication(other, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ann.enrolApplication(other, "x".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itMakesNobodyAMember() {
        List<Statement> said = List.of(
                new Statement.Genesis(notes.chain(), Bytes.of(new byte[Statement.Genesis.NONCE])),
                new Statement.Admit(notes.chain(), Role.WRITER),
                new Statement.Transfer(notes.chain()));
        for (Statement each : said) {
            assertThatThrownBy(() -> Statement.decode(each.encode()))
                    .as(each.getClass().getSimpleName())
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void itIsLetInAsAWriterAtMost() {
        SpaceCredentials space = People.space(ann);
        for (Role cap : List.of(Role.ADMIN, Role.OWNER)) {
            refused(ErrorCode.NOT_PERMITTED, () -> space.devices().admit(ann, notes.chain(), cap));
            Statement forged = new Statement.AdmitDevice(notes.chain(), cap);
            assertThatThrownBy(() -> Statement.decode(forged.encode()))
                    .as(cap.toString())
                    .isInstanceOf(MalformedException.class);
        }
        assertThat(space.devices().admit(ann, notes.chain(), Role.WRITER)).isTrue();
        assertThat(space.authority().mayWrite(notes.device())).isTrue();
        assertThat(People.restore(space.all()).authority().roleOfDevice(notes.device()))
                .contains(Role.WRITER);
    }

    @Test
    void aKeychainTakesTheIdentityOnceAndOfTheRightDevice(@TempDir Path folder) throws MalformedException {
        Path file = folder.resolve("keychain");
        try (Keychain keychain = Keychain.create(file, "words".toCharArray(), KeychainCost.FLOOR, People.SEAMS)) {
            assertThatThrownBy(() -> keychain.joinIdentity(Bytes.EMPTY)).isInstanceOf(HearthException.class);
            LocalIdentity device = keychain.createProvisional();
            Bytes enrolment = ann.enrolApplication(device.chain(), "Notes");
            assertThatThrownBy(() -> keychain.joinIdentity(ann.enrolApplication(
                            LocalIdentity.provisional(People.SEAMS.random()).chain(), "Notes")))
                    .isInstanceOf(MalformedException.class);
            assertThat(keychain.joinIdentity(enrolment).id()).isEqualTo(ann.id());
            refused(ErrorCode.IDENTITY_EXISTS, () -> {
                try {
                    keychain.joinIdentity(enrolment);
                } catch (MalformedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        try (Keychain keychain = Keychain.open(file, "words".toCharArray(), People.SEAMS)) {
            LocalIdentity again = keychain.identity().orElseThrow();
            assertThat(again.chain().application()).isEqualTo(Optional.of("Notes"));
            assertThat(again.hasRoot()).isFalse();
        }
    }

    @Test
    void aProofIsOfItsMessageItsApplicationAndItsDevice() {
        Bytes message = Bytes.utf8("a question");
        AppProof proof = AppProof.sign(ann, notes.device(), message);
        assertThat(proof.isGenuine()).isTrue();
        assertThat(new AppProof(bob.chain(), proof.app(), message, proof.signature()).isGenuine())
                .isFalse();
        assertThat(new AppProof(ann.chain(), bob.device(), message, proof.signature()).isGenuine())
                .isFalse();
        assertThat(new AppProof(ann.chain(), proof.app(), Bytes.utf8("another"), proof.signature()).isGenuine())
                .isFalse();
        assertThatThrownBy(() -> AppProof.sign(ann, notes.device(), Bytes.of(new byte[4_097])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
