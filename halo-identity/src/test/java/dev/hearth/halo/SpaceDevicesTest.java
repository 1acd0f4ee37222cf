package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several devices of one identity in a space: enrolled, limited, revoked, lost, and back by the root key. */
class SpaceDevicesTest {
    private static final Bytes AAD = Bytes.utf8("aad");

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity phone = another(ann);
    private final LocalIdentity bob = People.person("Bob");
    private final SpaceCredentials space = People.space(ann);

    /** Another device of an identity, let in by one that it has. */
    private static LocalIdentity another(LocalIdentity by) {
        try {
            LocalIdentity device = LocalIdentity.provisional(People.SEAMS.random());
            return device.join(by.enrol(device.chain()));
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LocalIdentity recover(LocalIdentity lost, Optional<IdentityChain> known, boolean newRoot) {
        LocalIdentity device = LocalIdentity.provisional(People.SEAMS.random());
        return device.recover(
                lost.rootSeed(), known, "Ann", newRoot ? SigningKey.generate(People.SEAMS.random()) : null);
    }

    private static Cut cut(long seq) {
        return new Cut(seq, new Hash(Bytes.of(new byte[Hash.SIZE])));
    }

    private static boolean reads(SpaceCredentials in, LocalIdentity device) {
        return new EpochKeys(in.id(), in.suite(), device)
                        .find(in.authority(), 0)
                        .isPresent()
                && new EpochKeys(in.id(), in.suite(), device)
                        .find(in.authority(), in.authority().epoch())
                        .isPresent();
    }

    private static void refused(Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED));
    }

    @Test
    void aDeviceThatAnotherEnrolledShowsSoToAnybody() throws MalformedException {
        assertThat(phone.id()).isEqualTo(ann.id());
        assertThat(phone.device()).isNotEqualTo(ann.device());
        assertThat(phone.name()).isEqualTo("Ann");
        assertThat(phone.hasRoot()).isFalse();
        assertThat(IdentityChain.verify(phone.chain().encoded())).isEqualTo(phone.chain());
        LocalIdentity tablet = another(phone);
        assertThat(IdentityChain.verify(tablet.chain().encoded()).identity()).isEqualTo(ann.id());
    }

    @Test
    void aDeviceIsEnrolledOnlyWhereItAgrees() {
        byte[] encoded = phone.chain().encoded().toArray();
        encoded[encoded.length - 1] ^= 1; // of the device's own signature
        assertThatThrownBy(() -> IdentityChain.verify(Bytes.of(encoded))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> bob.join(ann.enrol(phone.chain()))).isInstanceOf(MalformedException.class);
    }

    @Test
    void aChainOfTooManyDevicesIsRefused() {
        LocalIdentity device = ann;
        for (int i = 1; i < IdentityChain.MAX_DEVICES.max(); i++) {
            device = another(device);
        }
        LocalIdentity last = device;
        LocalIdentity more = LocalIdentity.provisional(People.SEAMS.random());
        assertThatThrownBy(() -> more.join(last.enrol(more.chain()))).isInstanceOf(MalformedException.class);
    }

    /** Of chains by the root key none is too long; so many devices must not lead from the first to one all the same. */
    @Test
    void sevenDevicesLeadToAnotherAtMost() {
        LocalIdentity device = ann;
        for (long i = 1; i <= IdentityChain.MAX_DEVICES.max(); i++) {
            LocalIdentity next = recover(ann, Optional.empty(), false);
            assertThat(space.devices().admit(device, next.chain(), Role.OWNER)).isTrue();
            device = next;
        }
        LocalIdentity last = device;
        LocalIdentity more = recover(ann, Optional.empty(), false);
        refused(() -> space.devices().admit(last, more.chain(), Role.OWNER));
        assertThat(space.devices().admit(ann, more.chain(), Role.OWNER)).isTrue();
    }

    @Test
    void aMemberHas64Devices() {
        for (int i = 1; i < 64; i++) {
            space.devices().admit(ann, recover(ann, Optional.empty(), false).chain(), Role.OWNER);
        }
        LocalIdentity more = recover(ann, Optional.empty(), false);
        refused(() -> space.devices().admit(ann, more.chain(), Role.OWNER));
        refused(() -> space.devices().comeByRoot(more));
        space.devices()
                .revoke(
                        ann,
                        space.authority().member(ann.id()).orElseThrow().devices().keySet().stream()
                                .filter(it -> !it.equals(ann.device()))
                                .findFirst()
                                .orElseThrow(),
                        Optional.empty());
        assertThat(space.devices().comeByRoot(more)).isTrue();
    }

    @Test
    void aRevocationCutsItsDeviceAlone() throws MalformedException {
        Cbor encoded = new Statement.RevokeDevice(ann.id(), phone.device(), Optional.of(cut(7))).encode();
        assertThat(Statement.decode(encoded)).isInstanceOf(Statement.RevokeDevice.class);
        List<Cbor> fields = new ArrayList<>(encoded.asList());
        fields.set(2, Cbor.of(bob.device().value()));
        assertThatThrownBy(() -> Statement.decode(Cbor.array(fields))).isInstanceOf(MalformedException.class);
        List<Cbor> cuts = new ArrayList<>(encoded.asList().get(3).asList());
        cuts.addAll(new Statement.RevokeDevice(ann.id(), bob.device(), Optional.of(cut(7)))
                .encode()
                .asList()
                .get(3)
                .asList());
        fields.set(2, Cbor.of(phone.device().value()));
        fields.set(3, Cbor.array(cuts));
        assertThatThrownBy(() -> Statement.decode(Cbor.array(fields))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @EnumSource(HistoryPolicy.class)
    void anEnrolledDeviceReadsWritesAndAdmits(HistoryPolicy history) throws MalformedException {
        for (boolean postQuantum : new boolean[] {false, true}) {
            SpaceCredentials each = SpaceCredentials.create(ann, postQuantum, history, People.SEAMS);
            byte[] secret = "said before".getBytes(StandardCharsets.UTF_8);
            SealedContent sealed = new SpaceKeys(each, ann).seal(AAD, secret);
            assertThat(each.devices().admit(ann, phone.chain(), Role.OWNER)).isTrue();
            assertThat(each.devices().admit(ann, phone.chain(), Role.OWNER)).isFalse();
            assertThat(reads(each, phone)).isTrue();
            assertThat(new SpaceKeys(each, phone).open(ann.device(), sealed.epoch(), AAD, sealed.ciphertext()))
                    .contains(secret);
            assertThat(new SpaceKeys(each, phone).topic()).isEqualTo(new SpaceKeys(each, ann).topic());
            each.start(ann, Map.of(ann.device(), 1L));
            assertThat(each.authority().mayWrite(phone.device())).isTrue();
            each.admit(phone, bob.chain(), Role.WRITER);
            assertThat(People.restore(each.all()).authority().roleOf(bob.id())).contains(Role.WRITER);
        }
    }

    @Test
    void aRevokedDeviceIsOutAndKnowsNoNewKey() {
        space.devices().admit(ann, phone.chain(), Role.OWNER);
        space.admit(ann, bob.chain(), Role.WRITER);
        int before = space.authority().epoch();
        assertThat(space.devices().revoke(ann, phone.device(), Optional.of(cut(7))))
                .isTrue();
        assertThat(space.authority().mayWrite(phone.device())).isFalse();
        assertThat(space.authority().mayWrite(ann.device())).isTrue();
        assertThat(space.authority().cutOf(phone.device())).contains(cut(7));
        assertThat(space.authority().formerOwnerOf(phone.device())).contains(phone.chain());
        assertThat(space.authority().epoch()).isGreaterThan(before);
        assertThat(reads(space, phone)).isFalse();
        assertThat(reads(space, bob)).isTrue();
        assertThat(space.authority().roleOf(phone)).isEmpty();
        assertThat(space.devices().revoke(ann, phone.device(), Optional.empty()))
                .isFalse();
        refused(() -> space.devices().admit(ann, phone.chain(), Role.OWNER));
    }

    /** It hears of its end, and of nothing that was said since; whoever is in hears nothing in this way. */
    @Test
    void aDeviceThatIsOutIsToldSoAndNoMore() {
        LocalIdentity tablet = another(ann);
        space.devices().admit(ann, phone.chain(), Role.OWNER);
        space.devices().admit(ann, tablet.chain(), Role.OWNER);
        assertThat(space.devices().farewell(phone.device())).isEmpty();
        space.devices().revoke(ann, phone.device(), Optional.empty());
        space.admit(ann, bob.chain(), Role.WRITER);
        space.remove(ann, bob.id(), Map.of(bob.device(), cut(1)));
        space.devices().revoke(ann, tablet.device(), Optional.empty());
        Authority told =
                People.restore(space.devices().farewell(phone.device())).authority();
        assertThat(told.ownerOf(phone.device())).isEmpty();
        assertThat(told.ownerOf(tablet.device())).contains(ann.id());
        assertThat(told.cuts()).isEmpty();
        Authority bobIsTold =
                People.restore(space.devices().farewell(bob.device())).authority();
        assertThat(bobIsTold.cuts()).containsOnlyKeys(bob.device());
        space.admit(ann, bob.chain(), Role.WRITER);
        assertThat(space.devices().farewell(bob.device())).isEmpty();
    }

    @Test
    void whoHasLostAllDevicesIsWelcomedBackAndReads() {
        space.admit(ann, bob.chain(), Role.WRITER);
        LocalIdentity back = recover(bob, Optional.empty(), false);
        assertThat(space.devices().welcomeBack(ann, back.chain())).isTrue();
        assertThat(reads(space, back)).isTrue();
        assertThat(space.devices().welcomeBack(ann, back.chain())).isFalse();
    }

    @Test
    void aDeviceThatDoesNotReadIsShownTheWayByItsOwnPersonOrAnAdmin() {
        space.admit(ann, bob.chain(), Role.WRITER);
        space.say(ann, new Statement.AdmitDevice(phone.chain(), Role.RELAY));
        assertThat(space.authority().devicesWithoutKey()).isEmpty();
        assertThat(space.authority().devicesWithoutWay()).containsExactly(phone.chain());
        space.devices().showWay(bob);
        assertThat(space.authority().devicesWithoutWay()).containsExactly(phone.chain());
        space.devices().showWay(ann);
        assertThat(space.authority().devicesWithoutWay()).isEmpty();
        assertThat(space.authority().epochs().ways()).containsOnlyKeys(phone.device());
    }

    @Test
    void aDeviceThatNoKeyCanBeGivenIsLetInWhereItReadsNothing() throws MalformedException {
        SpaceCredentials postQuantum = SpaceCredentials.createPostQuantum(ann, People.SEAMS);
        postQuantum.admit(ann, bob.chain(), Role.WRITER);
        SigningKey key = SigningKey.generate(People.SEAMS.random());
        IdentityChain classical = IdentityChain.create(
                SigningKey.generate(People.SEAMS.random()),
                Bytes.of(new byte[16]),
                key.verifyKey(),
                ann.chain().boxKey(),
                "");
        IdentityChain anns = IdentityChain.agreed(ann.enrol(classical), key, Optional.empty());
        keyMissing(() -> postQuantum.devices().admit(ann, anns, Role.OWNER));
        assertThat(postQuantum.devices().admit(ann, anns, Role.RELAY)).isTrue();
        try (Secret seed = bob.rootSeed()) {
            Bytes enrolment = bob.chain().enrolByRoot(SigningKey.of(seed), classical, "Bob");
            IdentityChain bobs = IdentityChain.agreed(enrolment, key, Optional.empty());
            keyMissing(() -> postQuantum.devices().welcomeBack(ann, bobs));
        }
    }

    private static void keyMissing(Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_MISSING));
    }

    /** A20: what a stolen device says after it was revoked, or from an old view, has no effect. */
    @Test
    void whatARevokedDeviceSaysFromAnOldViewIsVoid() {
        space.devices().admit(ann, phone.chain(), Role.OWNER);
        SpaceCredentials stolen = People.copy(space);
        space.devices().revoke(ann, phone.device(), Optional.empty());
        LocalIdentity puppet = People.person("Puppet");
        stolen.admit(phone, puppet.chain(), Role.ADMIN);
        stolen.devices().revoke(phone, ann.device(), Optional.empty());
        LocalIdentity accomplice = another(phone);
        stolen.devices().admit(phone, accomplice.chain(), Role.OWNER);
        People.sync(space, stolen);
        for (SpaceCredentials each : new SpaceCredentials[] {space, stolen, People.restore(stolen.all())}) {
            Authority now = each.authority();
            assertThat(now.members()).containsOnlyKeys(ann.id());
            assertThat(now.member(ann.id()).orElseThrow().devices()).containsOnlyKeys(ann.device());
        }
    }

    @Test
    void ofTwoDevicesThatRevokeEachOtherTheElderStays() {
        space.devices().admit(ann, phone.chain(), Role.OWNER);
        SpaceCredentials other = People.copy(space);
        other.devices().revoke(phone, ann.device(), Optional.empty());
        space.devices().revoke(ann, phone.device(), Optional.empty());
        People.sync(space, other);
        assertThat(devices(space)).containsExactly(ann.device());
        assertThat(devices(other)).containsExactly(ann.device());
    }

    private Iterable<DeviceId> devices(SpaceCredentials in) {
        return in.authority().member(ann.id()).orElseThrow().devices().keySet();
    }

    @Test
    void theRootKeyBeatsAThiefWhoHasTheFirstDevice() {
        space.admit(ann, bob.chain(), Role.WRITER);
        SpaceCredentials stolen = People.copy(space);
        LocalIdentity back = recover(ann, Optional.empty(), false);
        assertThat(back.id()).isEqualTo(ann.id());
        assertThat(space.devices().comeByRoot(back)).isTrue();
        assertThat(space.devices().comeByRoot(back)).isFalse();
        space.devices().revoke(back, ann.device(), Optional.of(cut(3)));
        LocalIdentity thiefs = another(ann);
        stolen.devices().admit(ann, thiefs.chain(), Role.OWNER);
        stolen.admit(ann, People.person("Puppet").chain(), Role.ADMIN);
        People.sync(space, stolen);
        assertThat(devices(space)).containsExactly(back.device());
        assertThat(space.authority().members()).containsOnlyKeys(ann.id(), bob.id());
        assertThat(space.prepareToWrite(bob)).isTrue();
        assertThat(reads(space, back)).isTrue();
        assertThat(reads(space, ann)).isFalse();
        assertThat(space.authority().roleOfDevice(back.device())).contains(Role.OWNER);
    }

    /** A29: once the root key was changed, words that stand for the former one let nobody in. */
    @Test
    void theFormerRootKeyIsRefused() {
        SpaceCredentials before = People.copy(space);
        LocalIdentity back = recover(ann, Optional.empty(), true);
        assertThat(back.hasRoot()).isTrue();
        space.devices().comeByRoot(back);
        LocalIdentity late = recover(ann, Optional.empty(), false);
        refused(() -> space.devices().comeByRoot(late));
        assertThatThrownBy(() -> recover(ann, Optional.of(back.chain()), false))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECOVERY_WORDS_OUTDATED));
        before.devices().comeByRoot(late); // from a view that does not know of the new key
        People.sync(space, before);
        assertThat(space.authority().member(ann.id()).orElseThrow().has(late.device()))
                .isFalse();
        assertThat(before.authority().member(ann.id()).orElseThrow().has(back.device()))
                .isTrue();
        LocalIdentity again = recover(back, Optional.of(back.chain()), false);
        assertThat(space.devices().comeByRoot(again)).isTrue();
    }

    @Test
    void aRevokedDeviceDoesNotComeBackByItsOldChain() {
        LocalIdentity back = recover(ann, Optional.empty(), false);
        space.devices().comeByRoot(back);
        space.devices().revoke(ann, back.device(), Optional.empty());
        refused(() -> space.devices().comeByRoot(back));
        refused(() -> space.devices().admit(ann, back.chain(), Role.OWNER));
    }

    @Test
    void aStrangerDoesNotComeByARootKeyOfItsOwn() {
        SpaceCredentials theirs = People.space(bob);
        refused(() -> theirs.devices().comeByRoot(recover(ann, Optional.empty(), false)));
        LocalIdentity puppet = another(bob);
        refused(() -> space.devices().admit(bob, puppet.chain(), Role.OWNER));
    }

    /** A14: what an application may do ends at its scope. */
    @Test
    void anApplicationsDeviceDoesNoMoreThanItsScope() {
        space.admit(ann, bob.chain(), Role.WRITER);
        space.devices().admit(ann, phone.chain(), Role.WRITER);
        assertThat(space.authority().roleOfDevice(phone.device())).contains(Role.WRITER);
        assertThat(space.authority().mayWrite(phone.device())).isTrue();
        refused(() -> space.admit(phone, People.person("Cleo").chain(), Role.READER));
        refused(() -> space.remove(phone, bob.id(), Map.of()));
        refused(() -> space.delete(phone));
        refused(() -> space.transfer(phone, bob.id()));
        refused(() -> space.devices().admit(phone, another(phone).chain(), Role.OWNER));
        refused(() -> space.devices().revoke(phone, ann.device(), Optional.empty()));
        for (Statement said : new Statement[] {
            new Statement.Admit(People.person("Cleo").chain(), Role.READER),
            new Statement.Remove(bob.id(), Map.of()),
            new Statement.Remove(ann.id(), Map.of()),
            new Statement.Delete(),
            new Statement.AdmitDevice(another(phone).chain(), Role.READER),
            new Statement.RevokeDevice(ann.id(), ann.device(), Optional.empty())
        }) {
            Credential forged = Credential.sign(phone, space.id().value(), space.heads(), said);
            assertThat(space.add(forged.encoded())).as(said.toString()).isInstanceOf(Addition.PassedOver.class);
        }
        assertThat(space.devices().revoke(phone, phone.device(), Optional.empty()))
                .isTrue();
        assertThat(space.authority().mayWrite(phone.device())).isFalse();
    }

    @Test
    void aReadersApplicationDoesNotWrite() {
        space.devices().admit(ann, phone.chain(), Role.READER);
        assertThat(reads(space, phone)).isTrue();
        assertThat(space.authority().mayWrite(phone.device())).isFalse();
        assertThat(space.prepareToWrite(phone)).isFalse();
    }

    @Test
    void aMemberThatIsRemovedTakesItsDevicesAlong() {
        LocalIdentity tablet = another(bob);
        space.admit(ann, bob.chain(), Role.WRITER);
        space.devices().admit(bob, tablet.chain(), Role.OWNER);
        assertThat(space.authority().mayWrite(tablet.device())).isTrue();
        space.remove(ann, bob.id(), Map.of(tablet.device(), cut(2)));
        assertThat(space.authority().mayWrite(tablet.device())).isFalse();
        assertThat(space.authority().cutOf(tablet.device())).contains(cut(2));
        assertThat(reads(space, tablet)).isFalse();
    }

    @Test
    void theKeychainKeepsADeviceWithoutARootKey() throws MalformedException {
        LocalIdentity read = LocalIdentity.decode(phone.encode());
        assertThat(read.chain()).isEqualTo(phone.chain());
        assertThat(read.hasRoot()).isFalse();
        LocalIdentity away = LocalIdentity.decode(ann.withoutRoot().encode());
        assertThat(away.hasRoot()).isFalse();
        assertThatThrownBy(away::rootSeed)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECOVERY_WORDS_AWAY));
        try (Secret seed = ann.rootSeed()) {
            assertThat(LocalIdentity.provisional(People.SEAMS.random())
                            .recover(seed, Optional.empty(), "Ann", null)
                            .id())
                    .isEqualTo(ann.id());
        }
    }

    @Test
    void devicesAgreeWhateverTheOrderOfArrival() {
        space.devices().admit(ann, phone.chain(), Role.OWNER);
        SpaceCredentials other = People.copy(space);
        Consumer<SpaceCredentials> bothAdmitBob =
                each -> each.admit(each == space ? ann : phone, bob.chain(), Role.WRITER);
        bothAdmitBob.accept(space);
        bothAdmitBob.accept(other);
        People.sync(space, other);
        assertThat(space.authority().members()).isEqualTo(other.authority().members());
        assertThat(space.authority().roleOf(bob.id())).contains(Role.WRITER);
    }
}
