package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.SigningKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Keys that are changed by whoever writes next, by several at once, and by who is removed. */
final class KeysAtOnceTest {
    private static final Bytes CONTEXT = Bytes.utf8("context");

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final LocalIdentity carl = People.person("Carl");
    private final SpaceCredentials space = People.space(ann);

    private static SealedContent seal(SpaceCredentials in, LocalIdentity by, String text) {
        return new SpaceKeys(in, by).seal(CONTEXT, Bytes.utf8(text).toArray());
    }

    private static Optional<String> open(
            SpaceCredentials in, LocalIdentity by, LocalIdentity author, SealedContent text) throws MalformedException {
        return new SpaceKeys(in, by)
                .open(author.device(), text.epoch(), CONTEXT, text.ciphertext())
                .map(plain -> new String(plain, java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void assertRefused(Executable refused) {
        assertThat(assertThrows(HearthException.class, refused).code()).isEqualTo(ErrorCode.NOT_PERMITTED);
    }

    private void admitBoth() {
        space.admit(ann, bob.chain(), Role.WRITER);
        space.admit(ann, carl.chain(), Role.WRITER);
    }

    @Test
    void a19WhoeverWritesNextChangesTheKeyAfterSomebodyLeft() throws MalformedException {
        admitBoth();
        SpaceCredentials left = People.copy(space);
        space.leave(bob, Map.of());
        assertThat(space.authority().epoch()).isZero();
        assertThat(space.prepareToWrite(bob)).as("who is out").isFalse();
        assertThat(space.prepareToWrite(carl)).isTrue();
        assertThat(space.prepareToWrite(carl)).as("once").isFalse();
        assertThat(space.prepareToWrite(ann)).isFalse();
        SealedContent sealed = seal(space, carl, "after");
        assertThat(sealed.epoch()).isOne();
        assertThat(open(space, ann, carl, sealed)).contains("after");
        assertThat(open(space, bob, carl, sealed)).isEmpty();
        assertThat(open(left, bob, carl, sealed)).isEmpty();
    }

    /** Each removes another one, and gives a new key to the one whom the other removes. */
    @Test
    void a19TwoRemovalsAtOnceLeadToAKeyThatNeitherOfTheRemovedHas() throws MalformedException {
        LocalIdentity dora = People.person("Dora");
        space.admit(ann, bob.chain(), Role.ADMIN);
        space.admit(ann, carl.chain(), Role.WRITER);
        space.admit(ann, dora.chain(), Role.WRITER);
        SpaceCredentials other = People.copy(space);
        space.remove(ann, carl.id(), Map.of());
        other.remove(bob, dora.id(), Map.of());
        SealedContent first = seal(space, ann, "first");
        SealedContent second = seal(other, bob, "second");
        People.sync(space, other);
        for (LocalIdentity each : List.of(ann, bob)) {
            assertThat(open(space, each, ann, first)).as("under either key").contains("first");
            assertThat(open(other, each, bob, second)).contains("second");
        }
        assertThat(space.prepareToWrite(bob)).isTrue();
        SealedContent sealed = seal(space, bob, "third");
        assertThat(sealed.epoch()).isEqualTo(2);
        assertThat(open(space, ann, bob, sealed)).contains("third");
        assertThat(open(space, carl, bob, sealed)).isEmpty();
        assertThat(open(space, dora, bob, sealed)).isEmpty();
        LocalIdentity eve = People.person("Eve");
        space.admit(ann, eve.chain(), Role.READER);
        assertThat(open(space, eve, ann, first))
                .as("who comes later reads both")
                .contains("first");
        assertThat(open(space, eve, bob, second)).contains("second");
        assertThat(open(space, eve, bob, sealed)).contains("third");
    }

    /**
     * The key that a writer made counts no more when its removal is heard of; what others wrote under it stays
     * readable.
     */
    @Test
    void whatWasWrittenUnderTheKeyOfARemovedWriterIsRead() throws MalformedException {
        LocalIdentity dora = People.person("Dora");
        admitBoth();
        space.admit(ann, dora.chain(), Role.WRITER);
        SpaceCredentials other = People.copy(space);
        other.leave(dora, Map.of());
        assertThat(other.prepareToWrite(bob)).isTrue();
        SealedContent sealed = seal(other, carl, "under Bob's key");
        space.remove(ann, bob.id(), Map.of());
        People.sync(space, other);
        assertThat(open(space, ann, carl, sealed)).contains("under Bob's key");
        assertThat(open(People.copy(space), carl, carl, sealed)).contains("under Bob's key");
    }

    /** Somebody is admitted, with the key that is the newest there, while another changes it. */
    @Test
    void whoWasAdmittedWhileTheKeyChangedIsGivenIt() throws MalformedException {
        admitBoth();
        space.leave(carl, Map.of());
        SpaceCredentials other = People.copy(space);
        LocalIdentity eve = People.person("Eve");
        space.admit(ann, eve.chain(), Role.READER);
        assertThat(other.prepareToWrite(bob)).isTrue();
        SealedContent sealed = seal(other, bob, "hello");
        People.sync(space, other);
        assertThat(open(space, eve, bob, sealed)).isEmpty();
        SpaceCredentials byWriter = People.copy(space);
        assertThat(byWriter.prepareToWrite(bob))
                .as("who may not grant it makes another")
                .isTrue();
        assertThat(open(byWriter, eve, bob, sealed)).contains("hello");
        assertThat(byWriter.prepareToWrite(bob)).isFalse();
        assertThat(space.prepareToWrite(ann)).isTrue();
        assertThat(open(space, eve, bob, sealed)).contains("hello");
        assertThat(space.prepareToWrite(ann)).isFalse();
    }

    @Test
    void aRemovedMembersBlocksAreAcceptedLateByAnAdmin() {
        admitBoth();
        space.admit(ann, People.person("Dora").chain(), Role.READER);
        Map<DeviceId, Cut> farther = Map.of(bob.device(), new Cut(9, new Hash(Bytes.of(new byte[Hash.SIZE]))));
        assertRefused(() -> space.acceptLate(ann, bob.id(), farther)); // he is in
        space.remove(ann, bob.id(), Map.of(bob.device(), new Cut(5, Cut.NOTHING.block())));
        assertRefused(() -> space.acceptLate(carl, bob.id(), farther));
        assertRefused(() -> space.acceptLate(bob, bob.id(), farther));
        space.acceptLate(ann, bob.id(), farther);
        assertThat(space.authority().cutOf(bob.device()).map(Cut::seq)).contains(9L);
        space.acceptLate(ann, bob.id(), Map.of(bob.device(), new Cut(7, Cut.NOTHING.block())));
        assertThat(People.copy(space).authority().cutOf(bob.device()).map(Cut::seq))
                .contains(9L);
        space.acceptLate(ann, bob.id(), Map.of(carl.device(), new Cut(3, Cut.NOTHING.block())));
        assertThat(space.authority().cutOf(carl.device()))
                .as("no device of his")
                .isEmpty();
    }

    /** One removal of two states a cut, and what is accepted late is said of the other; all see the same. */
    @Test
    void whichOfTwoWithOneDeviceCameFirstDoesNotDecideHowFarItCounts() {
        space.admit(ann, carl.chain(), Role.ADMIN);
        SpaceCredentials other = People.copy(space);
        IdentityChain thief = IdentityChain.create(
                SigningKey.generate(People.SEAMS.random()),
                Bytes.of(new byte[16]),
                bob.device().value(),
                carl.chain().boxKey(),
                "Thief");
        space.admit(ann, bob.chain(), Role.WRITER);
        other.admit(carl, thief, Role.READER);
        People.sync(space, other);
        space.remove(ann, bob.id(), Map.of());
        space.remove(ann, thief.identity(), Map.of(bob.device(), new Cut(5, Cut.NOTHING.block())));
        space.acceptLate(ann, bob.id(), Map.of(bob.device(), new Cut(9, Cut.NOTHING.block())));
        People.sync(space, other);
        for (SpaceCredentials each : List.of(space, other)) {
            assertThat(each.authority().cutOf(bob.device()).map(Cut::seq)).contains(9L);
            assertThat(each.authority().formerOwnerOf(bob.device()).map(IdentityChain::identity))
                    .as("who had the higher role")
                    .contains(bob.id());
        }
    }
}
