package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.HybridKey;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.crypto.Suite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Spaces of the hybrid suite, and attempts to get something of the other suite taken there. */
final class SuiteAttacksTest {
    private static final Bytes CONTEXT = Bytes.utf8("context");
    private static final int CLASSICAL_WRAP = 32 + Aead.KEY + Aead.TAG;
    private static final int HYBRID_WRAP = 1 + 1_120 + Aead.KEY + Aead.TAG;

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final SpaceCredentials space = SpaceCredentials.createPostQuantum(ann, People.SEAMS);

    private Secret key(LocalIdentity of, int epoch) {
        return find(space, of, epoch).orElseThrow();
    }

    private static Optional<Secret> find(SpaceCredentials in, LocalIdentity of, int epoch) {
        return new EpochKeys(in.id(), in.suite(), of).find(in.authority(), epoch);
    }

    private static SpaceEpochs.Key epoch(SpaceCredentials in, int number) {
        return Objects.requireNonNull(in.authority().epochs().current(number));
    }

    /** What devices were given of a key, with it and afterwards. */
    private static Map<DeviceId, Bytes> wraps(SpaceEpochs.Key key) {
        Map<DeviceId, Bytes> wraps = new HashMap<>(key.statement().wraps());
        key.granted().forEach((device, granted) -> wraps.put(device, granted.get(0)));
        return wraps;
    }

    /** An identity as a version without the hybrid suite made it. */
    static IdentityChain classical(String name) {
        return chain(name, AgreementKey.generate(People.SEAMS.random()).publicKey(), Optional.empty());
    }

    private static IdentityChain chain(String name, Bytes boxKey, Optional<Bytes> hybridKey) {
        SigningKey root = SigningKey.generate(People.SEAMS.random());
        SigningKey device = SigningKey.generate(People.SEAMS.random());
        return IdentityChain.create(root, Bytes.of(new byte[16]), device.verifyKey(), boxKey, hybridKey, name);
    }

    private static void assertKeyMissing(Runnable refused) {
        assertThatThrownBy(refused::run)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_MISSING));
    }

    @Test
    void everyWrapOfAPostQuantumSpaceIsHybrid() throws MalformedException {
        space.admit(ann, bob.chain(), Role.WRITER);
        space.admit(ann, People.person("Carl").chain(), Role.READER);
        space.remove(ann, bob.id(), Map.of());
        int wraps = 0;
        for (SpaceEpochs.Key epoch : space.authority().epochs().current().values()) {
            for (Bytes wrap : wraps(epoch).values()) {
                assertThat(wrap.size()).isEqualTo(HYBRID_WRAP);
                assertThat(wrap.at(0)).isEqualTo((byte) Suite.HYBRID.code());
                wraps++;
            }
        }
        assertThat(wraps).isEqualTo(5);
        SpaceCredentials copy = People.copy(space);
        assertThat(copy.isPostQuantum()).isTrue();
        SealedContent sealed = new SpaceKeys(copy, ann).seal(CONTEXT, new byte[] {1});
        assertThat(new SpaceKeys(space, ann).open(ann.device(), sealed.epoch(), CONTEXT, sealed.ciphertext()))
                .hasValueSatisfying(text -> assertThat(text).containsExactly(1));
        assertThat(new SpaceKeys(space, bob).open(ann.device(), sealed.epoch(), CONTEXT, sealed.ciphertext()))
                .isEmpty();
    }

    @Test
    void aSpaceOfTheFirstSuiteIsAsItWas() {
        SpaceCredentials first = People.space(ann);
        first.admit(ann, bob.chain(), Role.WRITER);
        assertThat(first.isPostQuantum()).isFalse();
        assertThat(wraps(epoch(first, 0)).values())
                .hasSize(2)
                .allSatisfy(wrap -> assertThat(wrap.size()).isEqualTo(CLASSICAL_WRAP));
        assertThat(find(first, bob, 0)).isPresent();
    }

    @Test
    void whoHasNoHybridKeyIsNotAdmittedToRead() {
        IdentityChain old = classical("Old");
        int before = space.size();
        assertKeyMissing(() -> space.admit(ann, old, Role.READER));
        assertThat(space.size()).as("nothing was said").isEqualTo(before);
        space.admit(ann, old, Role.RELAY);
        assertKeyMissing(() -> space.changeRole(ann, old.identity(), Role.WRITER));
        assertKeyMissing(() -> space.transfer(ann, old.identity()));
        assertThat(space.authority().roleOf(old.identity())).contains(Role.RELAY);
    }

    /** An admin with another program lets it in all the same: it is a member, and no key is ever sealed to it. */
    @Test
    void aRotationSealsNothingByAWeakerSuite() {
        IdentityChain old = classical("Old");
        space.add(Credential.sign(ann, space.id().value(), space.heads(), new Statement.Admit(old, Role.WRITER))
                .encoded());
        space.admit(ann, bob.chain(), Role.WRITER);
        space.remove(ann, bob.id(), Map.of());
        assertThat(space.authority().roleOf(old.identity())).contains(Role.WRITER);
        assertThat(wraps(epoch(space, 1))).containsOnlyKeys(ann.device());
    }

    @Test
    void aWrapOfTheOtherSuiteIsNotOpened() {
        SpaceCredentials first = People.space(ann);
        Secret key = Secret.random(People.SEAMS.random(), Aead.KEY);
        for (SpaceCredentials each : List.of(space, first)) {
            Suite wrong = each == space ? Suite.CLASSICAL : Suite.HYBRID;
            SpaceCredentials right = People.copy(each);
            add(
                    right,
                    EpochKeys.create(
                            each.id(), each.suite(), 1, each.authority().readingDevices(), Optional.empty(), key));
            assertThat(find(right, ann, 1)).contains(key);
            SpaceCredentials downgraded = People.copy(each);
            add(
                    downgraded,
                    EpochKeys.create(each.id(), wrong, 1, each.authority().readingDevices(), Optional.empty(), key));
            assertThat(downgraded.authority().epoch()).isEqualTo(1);
            assertThat(find(downgraded, ann, 1)).isEmpty();
        }
    }

    private void add(SpaceCredentials to, Statement said) {
        assertThat(to.add(
                        Credential.sign(ann, to.id().value(), to.heads(), said).encoded()))
                .isInstanceOf(Addition.Added.class);
    }

    /** The byte in front, and the byte that the seal covers, each changed alone: neither opens. */
    @Test
    void aFlippedSuiteByteIsRefused() {
        Secret key = key(ann, 0);
        byte[] wrap =
                Objects.requireNonNull(wraps(epoch(space, 0)).get(ann.device())).toArray();
        assertThat(openedWith(wrap, key)).isTrue();
        for (int code = 0; code < 256; code++) {
            byte[] flipped = wrap.clone();
            flipped[0] = (byte) code;
            assertThat(openedWith(flipped, key)).isEqualTo(code == Suite.HYBRID.code());
        }
        byte[] cut = Arrays.copyOfRange(wrap, 1, wrap.length);
        assertThat(openedWith(cut, key)).isFalse();
        for (int at : new int[] {1, 1_000, 1_090, 1_120, 1_121, wrap.length - 1}) {
            byte[] changed = wrap.clone();
            changed[at] ^= 1;
            assertThat(openedWith(changed, key)).as("byte %d", at).isFalse();
        }
    }

    private boolean openedWith(byte[] wrap, Secret key) {
        SpaceCredentials other = People.copy(space);
        Bytes commitment = epoch(other, 0).statement().commitment();
        Map<DeviceId, Bytes> wraps = Map.of(ann.device(), Bytes.of(wrap));
        SpaceEpochs.Key epoch = new SpaceEpochs.Key(
                other.heads().get(0), new Statement.Epoch(0, wraps, Bytes.EMPTY, commitment), Map.of(), wraps.keySet());
        SpaceEpochs epochs = new SpaceEpochs(Map.of(0, epoch), Map.of(0, List.of(epoch)), Map.of());
        Authority authority = new Authority(
                other.authority().members(),
                Map.of(),
                Map.of(),
                epochs,
                Set.of(),
                Map.of(),
                Optional.empty(),
                new RollOfInvitations.State(Map.of(), Map.of()),
                Map.of());
        return new EpochKeys(other.id(), other.suite(), ann).find(authority, 0).equals(Optional.of(key));
    }

    @Test
    void theSuiteOfASpaceIsPartOfItsId() throws MalformedException {
        Credential genesis = Credential.verify(space.all().get(0));
        Statement.Genesis said = (Statement.Genesis) genesis.statement();
        Credential downgraded =
                Credential.sign(ann, Bytes.EMPTY, List.of(), new Statement.Genesis(said.owner(), said.nonce()));
        assertThat(downgraded.space()).isNotEqualTo(space.id());
        List<Bytes> credentials = new ArrayList<>(space.all());
        credentials.set(0, downgraded.encoded());
        assertThatThrownBy(() -> SpaceCredentials.restore(credentials, People.SEAMS))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aGenesisNamesASuiteThatExistsAndThatItsOwnerHas() {
        Cbor kind = Cbor.of(Statement.Genesis.KIND);
        Cbor nonce = Cbor.of(Bytes.of(new byte[Statement.Genesis.NONCE]));
        Cbor owner = Cbor.of(ann.chain().encoded());
        Cbor old = Cbor.of(classical("Old").encoded());
        for (Cbor refused : List.of(
                Cbor.array(kind, owner, nonce, Cbor.of(0)),
                Cbor.array(kind, owner, nonce, Cbor.of(Suite.CLASSICAL.code())),
                Cbor.array(kind, owner, nonce, Cbor.of(3)),
                Cbor.array(kind, old, nonce, Cbor.of(Suite.HYBRID.code())),
                Cbor.array(kind, owner))) {
            assertThatThrownBy(() -> Statement.decode(refused)).isInstanceOf(MalformedException.class);
        }
    }

    /** A key of low order, or of coefficients out of range, would let its owner stop every change of the key. */
    @Test
    void aKeyThatIsNoneStopsNoRotation() {
        byte[] outOfRange = new byte[HybridKey.PUBLIC_KEY];
        Arrays.fill(outOfRange, (byte) 0xFF);
        IdentityChain low = chain("Low", Bytes.of(new byte[32]), Optional.of(Bytes.of(outOfRange)));
        SpaceCredentials first = People.space(ann);
        for (SpaceCredentials each : List.of(first, space)) {
            assertKeyMissing(() -> each.admit(ann, low, Role.READER));
            add(each, new Statement.Admit(low, Role.READER));
            each.admit(ann, bob.chain(), Role.WRITER);
            each.remove(ann, bob.id(), Map.of());
            assertThat(wraps(epoch(each, 1))).containsOnlyKeys(ann.device());
        }
    }

    /** Of more readers than one credential has room for, the others are given the key one by one. */
    @Test
    void moreReadersThanOneCredentialHolds() {
        int readers = 210;
        Bytes hybrid = ann.chain().hybridKey().orElseThrow();
        for (int i = 0; i < readers; i++) {
            add(space, new Statement.Admit(chain("R" + i, ann.chain().boxKey(), Optional.of(hybrid)), Role.READER));
        }
        space.admit(ann, bob.chain(), Role.WRITER);
        space.remove(ann, bob.id(), Map.of());
        SpaceEpochs.Key epoch = epoch(space, 1);
        assertThat(epoch.statement().wraps()).hasSize(200);
        assertThat(wraps(epoch)).hasSize(readers + 1);
        assertThat(epoch.holders()).hasSize(readers + 1);
        assertThat(find(People.copy(space), ann, 1)).isPresent();
        leavesToAdminsWhatAWriterMayNot(readers);
    }

    /**
     * A writer that changes the key has it, and so have the admins, who give it to those for whom there was no room.
     */
    private void leavesToAdminsWhatAWriterMayNot(int readers) {
        LocalIdentity carl = People.person("Carl");
        space.admit(ann, bob.chain(), Role.WRITER);
        space.admit(ann, carl.chain(), Role.WRITER);
        space.leave(carl, Map.of());
        int before = space.size();
        assertThat(space.prepareToWrite(bob)).isTrue();
        assertThat(space.size()).as("what it may not say it does not say").isEqualTo(before + 1);
        assertThat(epoch(space, 2).statement().wraps()).hasSize(200).containsKeys(ann.device(), bob.device());
        assertThat(space.prepareToWrite(ann)).isTrue();
        assertThat(wraps(epoch(space, 2))).hasSize(readers + 2);
    }

    @Test
    void theLongestNameFitsBesideTheKeys() throws MalformedException {
        String longest = "\u20ac".repeat((int) IdentityChain.MAX_NAME.max());
        IdentityChain chain = People.person(longest).chain();
        assertThat(IdentityChain.verify(chain.encoded()).name()).isEqualTo(longest);
        assertThat(chain.hybridKey()).isPresent();
    }

    @Test
    void anIdentityOfAnEarlierVersionStaysWhole() throws MalformedException {
        List<Cbor> kept = ann.encode().asList();
        assertThat(kept).hasSize(5);
        LocalIdentity again = LocalIdentity.decode(ann.encode());
        assertThat(again.chain()).isEqualTo(ann.chain());
        assertThat(find(space, again, 0)).isPresent();
        assertThatThrownBy(() -> LocalIdentity.decode(Cbor.array(kept.subList(0, 4))))
                .isInstanceOf(MalformedException.class);
    }
}
