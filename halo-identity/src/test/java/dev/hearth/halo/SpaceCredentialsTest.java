package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SpaceCredentialsTest {
    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final LocalIdentity carl = People.person("Carl");
    private final LocalIdentity dora = People.person("Dora");

    @Test
    void theOwnerAdmitsAndRolesDecide() {
        SpaceCredentials space = People.space(ann);
        space.admit(ann, bob.chain(), Role.WRITER);
        space.admit(ann, carl.chain(), Role.READER);
        Authority authority = space.authority();
        assertThat(authority.roleOf(ann.id())).contains(Role.OWNER);
        assertThat(authority.mayWrite(bob.device())).isTrue();
        assertThat(authority.mayWrite(carl.device())).isFalse();
        assertThatThrownBy(() -> space.admit(bob, dora.chain(), Role.READER)).isInstanceOf(HearthException.class);
        assertThatThrownBy(() -> space.admit(dora, dora.chain(), Role.READER)).isInstanceOf(HearthException.class);
    }

    /** A writer's credential is signed right and says what a writer may not: nothing is kept of it. */
    @Test
    void whatARoleForbidsHasNoEffectOnAnyone() {
        SpaceCredentials space = People.space(ann);
        space.admit(ann, bob.chain(), Role.WRITER);
        Credential forged =
                Credential.sign(bob, space.id().value(), space.heads(), new Statement.Admit(dora.chain(), Role.ADMIN));
        assertThat(space.add(forged.encoded())).isInstanceOf(Addition.PassedOver.class);
        assertThat(space.authority().roleOf(dora.id())).isEmpty();
        Credential ownRole =
                Credential.sign(bob, space.id().value(), space.heads(), new Statement.ChangeRole(bob.id(), Role.ADMIN));
        space.add(ownRole.encoded());
        assertThat(space.authority().roleOf(bob.id())).contains(Role.WRITER);
    }

    @Test
    void refusesForgedForeignAndMalformedCredentials() {
        SpaceCredentials space = People.space(ann);
        SpaceCredentials other = People.space(bob);
        assertThat(space.add(other.all().get(1))).isInstanceOf(Addition.Refused.class);
        byte[] good = Credential.sign(
                        ann, space.id().value(), space.heads(), new Statement.Admit(dora.chain(), Role.READER))
                .encoded()
                .toArray();
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= 0x20;
            assertThat(space.add(Bytes.of(changed))).as("byte %d", at).isInstanceOf(Addition.Refused.class);
        }
        assertThat(space.authority().roleOf(dora.id())).isEmpty();
        assertThat(space.add(Bytes.of(good))).isInstanceOf(Addition.Added.class);
        assertThat(space.add(Bytes.of(good))).isInstanceOf(Addition.Known.class);
    }

    @Test
    void aGenesisThatAnotherSignedFoundsNothing() {
        Credential stolen = Credential.sign(
                bob, Bytes.EMPTY, List.of(), new Statement.Genesis(ann.chain(), Bytes.of(new byte[16])));
        assertThatThrownBy(() -> SpaceCredentials.restore(List.of(stolen.encoded()), People.SEAMS))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aRemovedMemberIsOutAndCantOpenTheNextEpoch() throws MalformedException {
        SpaceCredentials space = People.space(ann);
        space.admit(ann, bob.chain(), Role.WRITER);
        SpaceKeys annKeys = new SpaceKeys(space, ann);
        SpaceKeys bobKeys = new SpaceKeys(space, bob);
        byte[] text = Bytes.utf8("before").toArray();
        SealedContent before = annKeys.seal(Bytes.EMPTY, text);
        assertThat(bobKeys.open(ann.device(), before.epoch(), Bytes.EMPTY, before.ciphertext()))
                .contains(text);

        space.remove(ann, bob.id(), Map.of());
        SealedContent after = annKeys.seal(Bytes.EMPTY, Bytes.utf8("after").toArray());
        assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
        assertThat(new SpaceKeys(space, bob).open(ann.device(), after.epoch(), Bytes.EMPTY, after.ciphertext()))
                .isEmpty();
        assertThat(space.authority().roleOf(bob.id())).isEmpty();

        space.admit(ann, carl.chain(), Role.READER);
        assertThat(new SpaceKeys(space, carl).open(ann.device(), before.epoch(), Bytes.EMPTY, before.ciphertext()))
                .as("the new key opens the older ones")
                .contains(text);
    }

    @Test
    void whatAllShareIsEqualForAllOfAnEpochAndForNobodyElse() throws MalformedException {
        SpaceCredentials space = People.space(ann);
        space.admit(ann, bob.chain(), Role.WRITER);
        SpaceKeys annKeys = new SpaceKeys(space, ann);
        SpaceKeys bobKeys = new SpaceKeys(space, bob);
        byte[] text = Bytes.utf8("the same picture").toArray();
        Bytes context = Bytes.utf8("context");
        SealedContent sealed = annKeys.sealShared(context, text);
        assertThat(bobKeys.sealShared(context, text).ciphertext()).isEqualTo(sealed.ciphertext());
        assertThat(bobKeys.openShared(sealed.epoch(), context, sealed.ciphertext()))
                .contains(text);
        assertThat(annKeys.sealShared(Bytes.EMPTY, text).ciphertext()).isNotEqualTo(sealed.ciphertext());
        assertThat(annKeys.seal(context, text).ciphertext()).isNotEqualTo(sealed.ciphertext());
        SpaceKeys elsewhere = new SpaceKeys(People.space(ann), ann);
        assertThat(elsewhere.sealShared(context, text).ciphertext()).isNotEqualTo(sealed.ciphertext());
        assertThatThrownBy(() -> elsewhere.openShared(0, context, sealed.ciphertext()))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> annKeys.openShared(0, Bytes.EMPTY, sealed.ciphertext()))
                .isInstanceOf(MalformedException.class);

        space.remove(ann, bob.id(), Map.of());
        SealedContent after = annKeys.sealShared(context, text);
        assertThat(after.ciphertext()).isNotEqualTo(sealed.ciphertext());
        assertThat(annKeys.openShared(sealed.epoch(), context, sealed.ciphertext()))
                .contains(text);
        SpaceKeys formers = new SpaceKeys(space, bob);
        assertThat(formers.openShared(after.epoch(), context, after.ciphertext()))
                .isEmpty();
        assertThatThrownBy(() -> formers.sealShared(context, text)).isInstanceOf(HearthException.class);
    }

    @Test
    void contentIsBoundToAuthorContextAndKey() throws MalformedException {
        SpaceCredentials space = People.space(ann);
        SpaceKeys keys = new SpaceKeys(space, ann);
        Bytes context = Bytes.utf8("context");
        SealedContent sealed = keys.seal(context, new byte[] {1, 2, 3});
        assertThat(keys.open(ann.device(), 0, context, sealed.ciphertext())).contains(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> keys.open(bob.device(), 0, context, sealed.ciphertext()))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> keys.open(ann.device(), 0, Bytes.EMPTY, sealed.ciphertext()))
                .isInstanceOf(MalformedException.class);
        for (int at = 0; at < sealed.ciphertext().length; at++) {
            byte[] changed = sealed.ciphertext().clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> keys.open(ann.device(), 0, context, changed))
                    .isInstanceOf(MalformedException.class);
        }
    }

    /** Of two admins who remove each other the one who was admitted nearer to the owner stays. */
    @Test
    void theSeniorOfTwoWhoRemoveEachOtherStays() {
        SpaceCredentials one = People.space(ann);
        one.admit(ann, bob.chain(), Role.ADMIN);
        one.admit(bob, carl.chain(), Role.ADMIN);
        SpaceCredentials other = People.copy(one);
        one.remove(bob, carl.id(), Map.of());
        other.remove(carl, bob.id(), Map.of());
        other.admit(carl, dora.chain(), Role.ADMIN);
        People.sync(one, other);
        for (SpaceCredentials each : List.of(one, other)) {
            assertThat(each.authority().roleOf(bob.id())).contains(Role.ADMIN);
            assertThat(each.authority().roleOf(carl.id())).isEmpty();
            assertThat(each.authority().roleOf(dora.id()))
                    .as("admitted by a removed one, unknown to the remover")
                    .isEmpty();
        }
    }

    @Test
    void whatTheRemoverKnewStays() {
        SpaceCredentials space = People.space(ann);
        space.admit(ann, bob.chain(), Role.ADMIN);
        space.admit(bob, carl.chain(), Role.WRITER);
        space.remove(ann, bob.id(), Map.of());
        assertThat(space.authority().roleOf(carl.id())).contains(Role.WRITER);
    }

    @Test
    void anyOrderOfArrivalYieldsTheSameAuthority() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<LocalIdentity> people = List.of(ann, bob, carl, dora);
            List<SpaceCredentials> replicas = new ArrayList<>();
            SpaceCredentials first = People.space(ann);
            for (int i = 0; i < 3; i++) {
                replicas.add(People.copy(first));
            }
            for (int step = 0; step < 25; step++) {
                act(random, people, replicas);
            }
            for (int round = 0; round < 2; round++) {
                for (SpaceCredentials each : replicas) {
                    People.sync(each, replicas.get(0));
                }
            }
            List<Bytes> shuffled = new ArrayList<>(replicas.get(0).all());
            Collections.shuffle(shuffled.subList(1, shuffled.size()), random);
            SpaceCredentials fourth = People.restore(shuffled);
            for (SpaceCredentials each : replicas) {
                assertThat(describe(each)).as("seed %d", seed).isEqualTo(describe(fourth));
            }
        }
    }

    private static void act(Random random, List<LocalIdentity> people, List<SpaceCredentials> replicas) {
        SpaceCredentials replica = replicas.get(random.nextInt(replicas.size()));
        LocalIdentity by = people.get(random.nextInt(people.size()));
        LocalIdentity about = people.get(random.nextInt(people.size()));
        try {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    if (replica.authority().roleOf(about.id()).isEmpty()) {
                        replica.admit(by, about.chain(), random.nextBoolean() ? Role.ADMIN : Role.WRITER);
                    }
                }
                case 2 -> replica.remove(by, about.id(), Map.of());
                case 3 -> replica.changeRole(by, about.id(), random.nextBoolean() ? Role.READER : Role.ADMIN);
                default -> People.sync(replica, replicas.get(random.nextInt(replicas.size())));
            }
        } catch (HearthException e) {
            assertThat(e.code()).isEqualTo(dev.hearth.base.ErrorCode.NOT_PERMITTED);
        }
    }

    private static String describe(SpaceCredentials space) {
        StringBuilder out = new StringBuilder();
        space.authority()
                .members()
                .forEach((id, member) -> out.append(id).append(member.role()).append(' '));
        return out.append(space.authority().epoch()).toString();
    }
}
