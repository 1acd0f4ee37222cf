package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.CredentialId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Sha256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Attacks on credentials and authority, by their numbers in {@code docs/threat-model.md}; all of it is signed. */
final class CredentialAttacksTest {
    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final LocalIdentity carl = People.person("Carl");
    private final LocalIdentity dora = People.person("Dora");
    private final SpaceCredentials space = People.space(ann);

    private Credential sign(LocalIdentity by, SpaceCredentials known, Statement statement) {
        return Credential.sign(by, space.id().value(), known.heads(), statement);
    }

    private static Bytes envelope(Bytes payload, Bytes signature) {
        return Cbor.array(Cbor.of(payload), Cbor.of(signature)).encode();
    }

    private static Bytes part(Credential credential, int part) throws MalformedException {
        return Cbor.decode(credential.encoded()).asList(2).get(part).asBytes();
    }

    private void assertRefused(Bytes credential) {
        int before = space.size();
        assertThat(space.add(credential)).isInstanceOf(Addition.Refused.class);
        assertThat(space.size()).isEqualTo(before);
    }

    @Test
    void a1AForgedCredentialIsRefused() throws MalformedException {
        Credential real = sign(ann, space, new Statement.Admit(dora.chain(), Role.READER));
        Bytes payload = part(real, 0);
        byte[] signature = part(real, 1).toArray();
        assertRefused(envelope(payload, bob.sign("hearth credential", payload)));
        assertRefused(envelope(payload, Bytes.concat(Bytes.of(signature), Bytes.fromHex("00"))));
        assertRefused(envelope(payload, Bytes.of(signature).slice(0, 63)));
        assertRefused(envelope(payload, Bytes.of(plusOrder(signature))));
        byte[] smallOrder = signature.clone();
        java.util.Arrays.fill(smallOrder, (byte) 0);
        smallOrder[0] = 1;
        assertRefused(envelope(payload, Bytes.of(smallOrder)));
        assertThat(space.add(real.encoded())).isInstanceOf(Addition.Added.class);
    }

    /** The same signature with the order of the group added to its scalar, which lenient verifiers take. */
    private static byte[] plusOrder(byte[] signature) {
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] reversed = new byte[32];
        for (int i = 0; i < 32; i++) {
            reversed[i] = signature[63 - i];
        }
        byte[] sum = new BigInteger(1, reversed).add(order).toByteArray();
        byte[] changed = signature.clone();
        for (int i = 0; i < 32; i++) {
            changed[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        return changed;
    }

    @Test
    void a2ASignatureForAnotherPurposeIsRefused() throws MalformedException {
        Bytes payload = part(sign(ann, space, new Statement.Admit(dora.chain(), Role.READER)), 0);
        for (String domain : List.of("hearth feed head", "hearth identity device", "", "hearth credentia")) {
            assertRefused(envelope(payload, ann.sign(domain, payload)));
        }
    }

    /** Whoever sends a bogus credential of the same payload first, neither takes its id nor keeps the real one out. */
    @Test
    void a3ABogusCredentialDoesNotSuppressTheRealOne() throws MalformedException {
        Credential real = sign(ann, space, new Statement.Admit(dora.chain(), Role.READER));
        assertRefused(envelope(part(real, 0), bob.sign("hearth credential", part(real, 0))));
        assertThat(space.ids()).doesNotContain(real.id());
        assertThat(space.add(real.encoded())).isEqualTo(new Addition.Added(List.of(real.id())));
        assertThat(real.id().value())
                .isEqualTo(Sha256.of(Bytes.utf8("hearth credential"), part(real, 0))
                        .value());
    }

    @Test
    void a4ACredentialOfAnotherSpaceIsRefused() {
        SpaceCredentials other = People.space(ann);
        other.admit(ann, dora.chain(), Role.ADMIN);
        for (Bytes each : other.all()) {
            assertRefused(each);
        }
    }

    @Test
    void a6FloodsAndEndlessChainsAreBounded() {
        List<CredentialId> parents = IntStream.range(0, 10_000)
                .mapToObj(i ->
                        new CredentialId(Sha256.of(Bytes.utf8("parent" + i)).value()))
                .sorted()
                .toList();
        Statement admit = new Statement.Admit(dora.chain(), Role.READER);
        for (int most : new int[] {65, 10_000}) {
            assertThatThrownBy(() -> Credential.sign(bob, space.id().value(), parents.subList(0, most), admit))
                    .as("%d parents", most)
                    .isInstanceOf(IllegalStateException.class);
        }
        int refused = 0;
        for (int i = 0; i < 1_100; i++) {
            Bytes orphan = Credential.sign(bob, space.id().value(), parents.subList(i, i + 1), admit)
                    .encoded();
            refused += space.add(orphan) instanceof Addition.Refused ? 1 : 0;
        }
        assertThat(refused).as("beyond those that may wait").isEqualTo(1_100 - 1_024);
        assertThat(space.authority().members()).hasSize(1);
    }

    /** Anybody with a key can sign as much as they like; of who has no right to it nothing is kept. */
    @Test
    void a6WhatWasSaidWithoutTheRightIsNotKept() {
        space.admit(ann, bob.chain(), Role.READER);
        int before = space.size();
        Credential root = sign(bob, space, new Statement.Admit(dora.chain(), Role.ADMIN));
        Credential onIt =
                Credential.sign(bob, space.id().value(), List.of(root.id()), new Statement.Remove(bob.id(), Map.of()));
        Credential later = Credential.sign(bob, space.id().value(), List.of(onIt.id()), new Statement.Delete());
        assertThat(space.add(later.encoded())).isInstanceOf(Addition.Waiting.class);
        assertThat(space.add(onIt.encoded())).isInstanceOf(Addition.Waiting.class);
        assertThat(space.add(root.encoded())).isInstanceOf(Addition.PassedOver.class);
        for (int i = 0; i < 1_024; i++) { // neither of the two takes the place of one that waits
            List<CredentialId> unknown = List.of(
                    new CredentialId(Sha256.of(Bytes.utf8("unknown " + i)).value()));
            Credential orphan = Credential.sign(bob, space.id().value(), unknown, new Statement.Delete());
            assertThat(space.add(orphan.encoded())).isInstanceOf(Addition.Waiting.class);
        }
        for (int i = 0; i < 2; i++) {
            for (Credential each : List.of(root, onIt, later)) {
                assertThat(space.add(each.encoded())).isInstanceOf(Addition.PassedOver.class);
            }
        }
        for (int i = 0; i < 2_000; i++) {
            Statement nonsense = new Statement.KeyGrant(i, dora.device(), Bytes.EMPTY);
            assertThat(space.add(sign(dora, space, nonsense).encoded())).isInstanceOf(Addition.PassedOver.class);
        }
        assertThat(space.size()).isEqualTo(before);
        assertThat(space.heads()).hasSize(1);
        space.changeRole(ann, bob.id(), Role.WRITER);
        assertThat(People.copy(space).authority().roleOf(bob.id())).contains(Role.WRITER);
        Credential leave = sign(bob, space, new Statement.Remove(bob.id(), Map.of()));
        assertThat(space.add(leave.encoded())).isInstanceOf(Addition.Added.class);
        assertThat(space.heads()).containsExactly(leave.id());
    }

    @Test
    void a6WhoIsTooFarFromTheOwnerAdmitsNobody() {
        List<LocalIdentity> people = new ArrayList<>(List.of(ann));
        for (int depth = 1; depth <= Seniority.Path.MAX_DEPTH + 1; depth++) {
            LocalIdentity next = People.person("P" + depth);
            space.add(sign(people.get(depth - 1), space, new Statement.Admit(next.chain(), Role.ADMIN))
                    .encoded());
            people.add(next);
        }
        Authority authority = space.authority();
        assertThat(authority.roleOf(people.get(Seniority.Path.MAX_DEPTH).id())).contains(Role.ADMIN);
        assertThat(authority.roleOf(people.get(Seniority.Path.MAX_DEPTH + 1).id()))
                .isEmpty();
    }

    @Test
    void a7AnyOrderOfDeliveryOnceOrTwiceYieldsTheSame() {
        conflict();
        for (int seed = 0; seed < 20; seed++) {
            List<Bytes> shuffled = new ArrayList<>(space.all());
            shuffled.addAll(space.all());
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.add(0, space.all().get(0));
            SpaceCredentials other = People.restore(shuffled);
            assertThat(other.authority().members()).isEqualTo(space.authority().members());
            assertThat(other.size()).isEqualTo(space.size());
        }
    }

    /** Bob and Carl, both admins, remove each other, and Carl goes on. */
    private SpaceCredentials conflict() {
        space.admit(ann, bob.chain(), Role.ADMIN);
        space.admit(ann, carl.chain(), Role.ADMIN);
        SpaceCredentials other = People.copy(space);
        space.remove(bob, carl.id(), Map.of());
        other.remove(carl, bob.id(), Map.of());
        other.admit(carl, dora.chain(), Role.ADMIN);
        People.sync(space, other);
        return other;
    }

    /** Bob tells two peers two different things; neither holds, and Bob says nothing more, whichever came first. */
    @Test
    void a8WhoSaysTwoThingsIsFrozenOnAllPeers() {
        space.admit(ann, bob.chain(), Role.ADMIN);
        SpaceCredentials other = People.copy(space);
        space.admit(bob, carl.chain(), Role.WRITER);
        other.admit(bob, dora.chain(), Role.WRITER);
        assertThat(space.authority().roleOf(carl.id())).contains(Role.WRITER);
        assertThat(other.authority().roleOf(dora.id())).contains(Role.WRITER);
        People.sync(space, other);
        space.add(sign(bob, space, new Statement.Admit(People.person("Eve").chain(), Role.ADMIN))
                .encoded());
        People.sync(space, other);
        for (SpaceCredentials each : List.of(space, other)) {
            assertThat(each.authority().members().keySet()).containsExactlyInAnyOrder(ann.id(), bob.id());
            assertThat(each.authority().frozen()).containsExactly(bob.device());
            assertThat(each.authority().mayWrite(bob.device())).isFalse();
        }
    }

    /** Bob, whom the owner removed, says something else than he had said, so as to take back whom he had admitted. */
    @Test
    void a8WhoWasRemovedCantUndoWhatTheOwnerKnew() {
        space.admit(ann, bob.chain(), Role.ADMIN);
        SpaceCredentials old = People.copy(space);
        space.admit(bob, carl.chain(), Role.WRITER);
        space.remove(ann, bob.id(), Map.of());
        old.admit(bob, dora.chain(), Role.WRITER);
        People.sync(space, old);
        for (SpaceCredentials each : List.of(space, old)) {
            assertThat(each.authority().members().keySet()).containsExactlyInAnyOrder(ann.id(), carl.id());
            assertThat(each.authority().frozen()).containsExactly(bob.device());
        }
    }

    /** Bob was removed, and acts as if he did not know: admits puppets, who remove everybody, for many rounds. */
    @Test
    void a10WhatARemovedMemberBackdatesChangesNothing() {
        space.admit(ann, bob.chain(), Role.ADMIN);
        space.admit(ann, carl.chain(), Role.ADMIN);
        SpaceCredentials old = People.copy(space);
        space.remove(ann, bob.id(), Map.of());
        old.remove(bob, carl.id(), Map.of());
        List<LocalIdentity> puppets = new ArrayList<>(List.of(bob));
        for (int i = 0; i < 8; i++) {
            LocalIdentity puppet = People.person("Puppet" + i);
            old.admit(puppets.get(i), puppet.chain(), Role.ADMIN);
            puppets.add(puppet);
        }
        Map<?, ?> before = space.authority().members();
        int epoch = space.authority().epoch();
        People.sync(space, old);
        assertThat(space.authority().members()).isEqualTo(before);
        assertThat(old.authority().members()).isEqualTo(before);
        assertThat(space.authority().epoch()).isEqualTo(epoch);
        space.changeRole(carl, carl.id(), Role.WRITER);
        assertThat(space.authority().roleOf(carl.id()))
                .as("who was removed by backdating still has a say, having seen it")
                .contains(Role.WRITER);
    }

    @Test
    void a11OfTwoWhoRemoveEachOtherTheSeniorStays() {
        SpaceCredentials other = conflict();
        for (SpaceCredentials each : List.of(space, other)) {
            assertThat(each.authority().members().keySet()).containsExactlyInAnyOrder(ann.id(), bob.id());
        }
    }

    @Test
    void a11OfThreeWhoRemoveEachOtherInACircleTheMostSeniorDecides() {
        List<LocalIdentity> circle = List.of(bob, carl, dora);
        circle.forEach(each -> space.admit(ann, each.chain(), Role.ADMIN));
        List<SpaceCredentials> replicas = List.of(People.copy(space), People.copy(space), People.copy(space));
        for (int i = 0; i < 3; i++) {
            replicas.get(i).remove(circle.get(i), circle.get((i + 1) % 3).id(), Map.of());
        }
        replicas.forEach(each -> People.sync(space, each));
        assertThat(space.authority().members().keySet())
                .as("Bob removes Carl, so Carl's removal of Dora is void, and Dora's of Bob holds")
                .containsExactlyInAnyOrder(ann.id(), dora.id());
    }

    @Test
    void a11TheOwnerCantBeRemovedAndIsThereWhenNoAdminIsLeft() {
        space.admit(ann, bob.chain(), Role.ADMIN);
        assertThatThrownBy(() -> space.remove(bob, ann.id(), Map.of()))
                .satisfies(
                        thrown -> assertThat(((HearthException) thrown).code()).isEqualTo(ErrorCode.NOT_PERMITTED));
        space.add(sign(bob, space, new Statement.Remove(ann.id(), Map.of())).encoded());
        space.add(sign(bob, space, new Statement.Remove(bob.id(), Map.of())).encoded());
        assertThat(space.authority().members().keySet()).containsExactly(ann.id());
        space.admit(ann, carl.chain(), Role.ADMIN);
        assertThat(space.authority().roleOf(carl.id())).contains(Role.ADMIN);
    }

    /** Juniors whom the owner made admins outvote a senior; admins whom a junior made count for nothing in this. */
    @Test
    void a11AMajorityOutvotesASeniorAndPuppetsMakeNone() {
        List.of(bob, carl, dora).forEach(each -> space.admit(ann, each.chain(), Role.ADMIN));
        SpaceCredentials others = People.copy(space);
        SpaceCredentials puppeteers = People.copy(space);
        space.remove(bob, carl.id(), Map.of());
        others.remove(carl, bob.id(), Map.of());
        others.add(sign(dora, others, new Statement.Remove(bob.id(), Map.of())).encoded());
        SpaceCredentials alone = People.copy(space);
        List<LocalIdentity> puppets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            puppets.add(People.person("Puppet" + i));
            puppeteers.admit(dora, puppets.get(i).chain(), Role.ADMIN);
        }
        puppeteers.remove(dora, bob.id(), Map.of());
        for (LocalIdentity puppet : puppets) {
            puppeteers.add(sign(puppet, puppeteers, new Statement.Remove(bob.id(), Map.of()))
                    .encoded());
        }
        alone.remove(bob, dora.id(), Map.of());
        People.sync(alone, puppeteers);
        assertThat(alone.authority().roleOf(bob.id())).contains(Role.ADMIN);
        assertThat(alone.authority().roleOf(dora.id())).isEmpty();
        People.sync(space, others);
        assertThat(space.authority().roleOf(bob.id())).isEmpty();
        assertThat(space.authority().roleOf(carl.id())).contains(Role.ADMIN);
    }

    @Test
    void a13WhatAnotherSaidCantBeClaimedOrChanged() throws MalformedException {
        space.admit(ann, bob.chain(), Role.WRITER);
        Credential real = sign(ann, space, new Statement.Admit(dora.chain(), Role.ADMIN));
        assertRefused(envelope(part(real, 0), bob.sign("hearth credential", part(real, 0))));
        Credential own = sign(bob, space, real.statement());
        assertThat(own.id()).isNotEqualTo(real.id());
        space.add(own.encoded());
        assertThat(space.authority().roleOf(dora.id())).isEmpty();
        space.add(real.encoded());
        assertThat(space.authority().roleOf(dora.id())).contains(Role.ADMIN);
    }

    /** An identity can say of any device that it were its own: that takes nothing away from the device's member. */
    @Test
    void a13WhoClaimsAnothersDeviceTakesNothingFromIt() {
        space.admit(ann, bob.chain(), Role.ADMIN);
        dev.hearth.halo.crypto.SigningKey root = dev.hearth.halo.crypto.SigningKey.generate(People.SEAMS.random());
        IdentityChain thief = IdentityChain.create(
                root, Bytes.of(new byte[16]), ann.device().value(), bob.chain().boxKey(), "Thief");
        space.admit(bob, thief, Role.READER);
        space.remove(bob, thief.identity(), Map.of(ann.device(), new Cut(0, new Hash(Bytes.of(new byte[32])))));
        space.admit(bob, thief, Role.READER);
        assertThat(space.authority().mayWrite(ann.device())).isTrue();
        assertThat(space.authority().ownerOf(ann.device())).contains(ann.id());
        assertThat(space.authority().cutOf(ann.device())).isEmpty();
        space.remove(ann, bob.id(), Map.of());
        assertThat(space.authority().roleOf(bob.id())).isEmpty();
    }

    /** A removal states where the feeds of the removed one end, and nobody else's. */
    @Test
    void a13ARemovalCutsNobodyElse() {
        Cut cut = new Cut(0, new Hash(Bytes.of(new byte[32])));
        space.admit(ann, bob.chain(), Role.ADMIN);
        space.admit(ann, carl.chain(), Role.WRITER);
        space.admit(ann, dora.chain(), Role.WRITER);
        space.remove(ann, dora.id(), Map.of(dora.device(), new Cut(7, cut.block())));
        space.remove(
                bob,
                carl.id(),
                Map.of(carl.device(), cut, ann.device(), cut, dora.device(), new Cut(100, cut.block())));
        assertThat(space.authority().cutOf(carl.device())).contains(cut);
        assertThat(space.authority().cutOf(ann.device())).isEmpty();
        assertThat(space.authority().cutOf(dora.device()).orElseThrow().seq()).isEqualTo(7);
    }

    @Test
    void a14NobodySaysMoreThanTheRoleAllows() {
        space.admit(ann, bob.chain(), Role.ADMIN);
        space.admit(ann, carl.chain(), Role.WRITER);
        Map<?, ?> before = space.authority().members();
        for (Statement statement : List.of(
                new Statement.Admit(dora.chain(), Role.READER),
                new Statement.ChangeRole(carl.id(), Role.ADMIN),
                new Statement.Remove(bob.id(), Map.of()),
                new Statement.Transfer(carl.chain()))) {
            space.add(sign(carl, space, statement).encoded());
        }
        space.add(sign(bob, space, new Statement.Transfer(bob.chain())).encoded());
        space.add(sign(bob, space, new Statement.ChangeRole(ann.id(), Role.READER))
                .encoded());
        assertThat(space.authority().members()).isEqualTo(before);
        assertThatThrownBy(() -> Statement.decode(new Statement.Admit(dora.chain(), Role.OWNER).encode()))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Statement.decode(new Statement.ChangeRole(bob.id(), Role.OWNER).encode()))
                .isInstanceOf(MalformedException.class);
    }

    /** The new owner stays whatever others, who did not know, said of it meanwhile; the former one is an admin. */
    @Test
    void a14TheOwnerHandsTheSpaceOverAndNobodyElseCan() {
        space.admit(ann, bob.chain(), Role.ADMIN);
        space.admit(ann, carl.chain(), Role.ADMIN);
        SpaceCredentials other = People.copy(space);
        assertThatThrownBy(() -> space.transfer(bob, carl.id())).isInstanceOf(HearthException.class);
        assertThatThrownBy(() -> space.transfer(ann, ann.id())).isInstanceOf(HearthException.class);
        space.transfer(ann, carl.id());
        other.remove(bob, carl.id(), Map.of());
        People.sync(space, other);
        for (SpaceCredentials each : List.of(space, other)) {
            assertThat(each.authority().roleOf(carl.id())).contains(Role.OWNER);
            assertThat(each.authority().roleOf(ann.id())).contains(Role.ADMIN);
        }
        space.add(sign(carl, space, new Statement.Remove(ann.id(), Map.of())).encoded());
        assertThat(space.authority().roleOf(ann.id())).isEmpty();
    }

    @Test
    void a14WhoLeavesIsOutAndTheOwnerCantLeave() {
        space.admit(ann, bob.chain(), Role.READER);
        Cut cut = new Cut(3, new Hash(Bytes.of(new byte[32])));
        space.leave(bob, Map.of(bob.device(), cut));
        assertThat(space.authority().roleOf(bob.id())).isEmpty();
        assertThat(space.authority().cutOf(bob.device())).contains(cut);
        assertThatThrownBy(() -> space.leave(ann, Map.of())).isInstanceOf(HearthException.class);
        assertThatThrownBy(() -> space.leave(bob, Map.of())).isInstanceOf(HearthException.class);
    }

    /** A lowered admin, who acts as if it did not know, has no more than the new role. */
    @Test
    void a14ALoweredAdminCantActFromAnOldView() {
        space.admit(ann, bob.chain(), Role.ADMIN);
        SpaceCredentials old = People.copy(space);
        space.changeRole(ann, bob.id(), Role.WRITER);
        old.admit(bob, dora.chain(), Role.ADMIN);
        old.changeRole(bob, bob.id(), Role.READER);
        People.sync(space, old);
        assertThat(space.authority().roleOf(dora.id())).isEmpty();
        assertThat(space.authority().roleOf(bob.id())).contains(Role.WRITER);
    }

    /** Who comes back comes back as what it is admitted as, not as what it was. */
    @Test
    void a14WhoIsAdmittedAgainHasTheNewRole() {
        space.admit(ann, bob.chain(), Role.WRITER);
        space.changeRole(ann, bob.id(), Role.ADMIN);
        space.remove(ann, bob.id(), Map.of());
        space.admit(ann, bob.chain(), Role.READER);
        assertThat(space.authority().roleOf(bob.id())).contains(Role.READER);
    }

    @Test
    void a15ARelayThatWithholdsReordersAndRepeatsDoesNotChangeTheOutcome() {
        conflict();
        List<Bytes> all = space.all();
        SpaceCredentials starved = People.restore(all.subList(0, 2));
        for (int at = all.size() - 1; at > 4; at--) {
            assertThat(starved.add(all.get(at))).isInstanceOf(Addition.Waiting.class);
        }
        assertThat(starved.authority().members()).hasSize(1);
        all.forEach(starved::add);
        assertThat(starved.authority().members()).isEqualTo(space.authority().members());
    }
}
