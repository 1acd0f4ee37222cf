package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Spaces whose later members get no keys from before. */
final class HistoryPolicyTest {
    private static final Bytes CONTEXT = Bytes.utf8("context");

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final LocalIdentity carl = People.person("Carl");
    private final SpaceCredentials space = sinceJoin();

    private SpaceCredentials sinceJoin() {
        return SpaceCredentials.create(ann, false, HistoryPolicy.SINCE_JOIN, People.SEAMS);
    }

    private static SealedContent seal(SpaceCredentials in, LocalIdentity by, String text) {
        return new SpaceKeys(in, by).seal(CONTEXT, Bytes.utf8(text).toArray());
    }

    private static Optional<String> open(
            SpaceCredentials in, LocalIdentity by, LocalIdentity author, SealedContent text) throws MalformedException {
        return new SpaceKeys(in, by)
                .open(author.device(), text.epoch(), CONTEXT, text.ciphertext())
                .map(plain -> new String(plain, java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Of a key whose number another one has too, which alone is known, a ciphertext counts as malformed. */
    private static boolean opens(SpaceCredentials in, LocalIdentity by, LocalIdentity author, SealedContent text) {
        try {
            return open(in, by, author, text).isPresent();
        } catch (MalformedException e) {
            return false;
        }
    }

    private static void assertRefused(ErrorCode code, Executable refused) {
        assertThat(assertThrows(HearthException.class, refused).code()).isEqualTo(code);
    }

    @Test
    void thePolicyIsPartOfTheSpaceAndSurvivesACopy() {
        assertThat(space.history()).isEqualTo(HistoryPolicy.SINCE_JOIN);
        assertThat(People.copy(space).history()).isEqualTo(HistoryPolicy.SINCE_JOIN);
        assertThat(People.space(ann).history()).isEqualTo(HistoryPolicy.FULL);
        SpaceCredentials both = SpaceCredentials.create(ann, true, HistoryPolicy.SINCE_JOIN, People.SEAMS);
        assertThat(People.copy(both).isPostQuantum()).isTrue();
        assertThat(People.copy(both).history()).isEqualTo(HistoryPolicy.SINCE_JOIN);
    }

    @Test
    void whoIsAdmittedReadsWhatComesAndFindsTheSwarm() throws MalformedException {
        SealedContent before = seal(space, ann, "before");
        space.admit(ann, bob.chain(), Role.WRITER);
        SealedContent between = seal(space, ann, "between");
        space.admit(ann, carl.chain(), Role.READER);
        SealedContent after = seal(space, bob, "after");
        assertThat(open(space, bob, ann, before)).isEmpty();
        assertThat(open(space, bob, ann, between)).contains("between");
        assertThat(open(space, carl, ann, before)).isEmpty();
        assertThat(open(space, carl, ann, between)).isEmpty();
        for (LocalIdentity each : List.of(ann, bob, carl)) {
            assertThat(open(space, each, bob, after)).contains("after");
            assertThat(new SpaceKeys(space, each).topic()).isEqualTo(new SpaceKeys(space, ann).topic());
            assertThat(new SpaceKeys(space, each).swarmSecret()).isEqualTo(new SpaceKeys(space, ann).swarmSecret());
        }
        for (SealedContent each : List.of(before, between, after)) {
            assertThat(open(space, ann, each.equals(after) ? bob : ann, each))
                    .as("who was there finds all keys")
                    .isPresent();
        }
        space.remove(ann, carl.id(), Map.of());
        SealedContent last = seal(space, ann, "last");
        assertThat(open(space, bob, ann, last)).contains("last");
        assertThat(open(space, carl, ann, last)).isEmpty();
        assertThat(open(space, bob, ann, before)).isEmpty();
    }

    @Test
    void aKeyThatLeadsBackIsNotHeard() {
        space.admit(ann, bob.chain(), Role.WRITER);
        Statement linked = EpochKeys.create(
                space.id(),
                Suite.CLASSICAL,
                space.authority().epoch() + 1,
                space.authority().readingDevices(),
                Optional.of(Secret.random(People.SEAMS.random(), Aead.KEY)),
                Secret.random(People.SEAMS.random(), Aead.KEY));
        Bytes said =
                Credential.sign(bob, space.id().value(), space.heads(), linked).encoded();
        assertThat(space.add(said)).isInstanceOf(Addition.PassedOver.class);
    }

    @Test
    void anAdminHandsTheHistoryOver() throws MalformedException {
        SealedContent before = seal(space, ann, "before");
        space.admit(ann, bob.chain(), Role.ADMIN);
        SealedContent between = seal(space, ann, "between");
        space.admit(ann, carl.chain(), Role.WRITER);
        assertRefused(ErrorCode.NOT_PERMITTED, () -> space.grantHistory(carl, carl.id()));
        assertRefused(
                ErrorCode.NOT_PERMITTED,
                () -> space.grantHistory(ann, People.person("Eve").id()));
        assertThat(space.grantHistory(bob, carl.id())).as("what Bob has").isOne();
        assertThat(open(space, carl, ann, between)).contains("between");
        assertThat(open(space, carl, ann, before)).isEmpty();
        assertRefused(ErrorCode.KEY_MISSING, () -> space.grantHistory(bob, carl.id()));
        assertThat(space.authority().readsFrom(carl.device())).isEqualTo(2);
        assertThat(space.grantHistory(ann, carl.id())).isOne();
        assertThat(open(space, carl, ann, before)).contains("before");
        assertThat(space.authority().readsFrom(carl.device())).isZero();
        assertThat(space.grantHistory(ann, carl.id())).as("nothing is missing").isZero();
    }

    /** A removed admin's puppet, which an honest admin takes for a member for a while. */
    @Test
    void a19APuppetThatWasAdmittedAtTheSameTimeGetsNoHistory() throws MalformedException {
        LocalIdentity puppet = People.person("Puppet");
        SealedContent before = seal(space, ann, "before");
        space.admit(ann, bob.chain(), Role.ADMIN);
        space.admit(ann, carl.chain(), Role.ADMIN);
        SealedContent between = seal(space, ann, "between");
        SpaceCredentials atBob = People.copy(space);
        SpaceCredentials atCarl = People.copy(space);
        space.remove(ann, bob.id(), Map.of());
        SealedContent after = seal(space, ann, "after");
        atBob.admit(bob, puppet.chain(), Role.WRITER);
        People.sync(atBob, atCarl);
        atCarl.prepareToWrite(carl); // who has not heard of the removal
        SealedContent fooled = seal(atCarl, carl, "meanwhile");
        assertThat(open(atCarl, puppet, carl, fooled))
                .as("a member, as far as Carl knows")
                .isPresent();
        People.sync(space, atCarl);
        for (LocalIdentity each : List.of(carl, ann)) {
            space.prepareToWrite(each);
        }
        SealedContent last = seal(space, carl, "last");
        for (SealedContent each : List.of(before, between, after, last)) {
            for (SpaceCredentials known : List.of(space, atCarl, atBob)) {
                assertThat(opens(known, puppet, each.equals(last) ? carl : ann, each))
                        .isFalse();
            }
        }
        assertThat(open(space, ann, carl, last)).contains("last");
    }

    @Test
    void aNewcomerWritesOnceItWasToldFromWhere() {
        space.admit(ann, bob.chain(), Role.ADMIN);
        space.admit(bob, carl.chain(), Role.WRITER);
        assertThat(space.authority().mayWrite(ann.device())).isTrue();
        assertThat(space.authority().mayWrite(bob.device())).isFalse();
        assertThat(space.authority().awaitsStart(bob.device())).isTrue();
        assertThat(space.newcomers(bob)).as("he is one himself").isEmpty();
        assertThat(space.newcomers(ann)).hasSize(2);
        Statement start = new Statement.Start(carl.device(), Map.of());
        Bytes said =
                Credential.sign(bob, space.id().value(), space.heads(), start).encoded();
        assertThat(space.add(said)).isInstanceOf(Addition.PassedOver.class);
        Map<DeviceId, Long> version = Map.of(ann.device(), 7L);
        space.start(ann, version);
        assertThat(space.authority().mayWrite(bob.device())).isTrue();
        assertThat(space.authority().startsOf(bob.device())).containsExactly(version);
        assertThat(space.newcomers(bob)).as("Carl, who lacks keys").hasSize(1);
        int size = space.size();
        space.start(ann, version);
        assertThat(space.size()).as("once").isEqualTo(size);
        space.changeRole(ann, carl.id(), Role.READER);
        space.changeRole(ann, carl.id(), Role.WRITER);
        assertThat(space.authority().mayWrite(carl.device()))
                .as("others may have dropped blocks meanwhile")
                .isFalse();
        space.remove(ann, bob.id(), Map.of());
        space.admit(ann, bob.chain(), Role.WRITER);
        assertThat(space.authority().mayWrite(bob.device())).isFalse();
    }

    /** Admins admit and remove without knowing of each other, and meet now and then. */
    @Test
    void noNewcomerEverHasAKeyFromBefore() {
        for (int seed = 0; seed < 40; seed++) {
            play(seed);
        }
    }

    private void play(int seed) {
        Random random = new Random(seed);
        String replay = "seed " + seed;
        SpaceCredentials first = sinceJoin();
        first.admit(ann, bob.chain(), Role.ADMIN);
        first.admit(ann, carl.chain(), Role.ADMIN);
        List<LocalIdentity> admins = List.of(ann, bob, carl);
        first.grantHistory(ann, bob.id());
        first.grantHistory(ann, carl.id());
        first.start(ann, Map.of());
        List<SpaceCredentials> at = new ArrayList<>(List.of(first, People.copy(first), People.copy(first)));
        List<LocalIdentity> people = new ArrayList<>(admins);
        for (int step = 0; step < 24; step++) {
            int one = random.nextInt(3);
            SpaceCredentials here = at.get(one);
            LocalIdentity by = admins.get(one);
            LocalIdentity some = people.get(random.nextInt(people.size()));
            Optional<Role> role = here.authority().roleOf(some.id());
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    LocalIdentity newcomer = People.person("P" + people.size());
                    people.add(newcomer);
                    here.admit(by, newcomer.chain(), random.nextBoolean() ? Role.WRITER : Role.READER);
                }
                case 2 -> {
                    if (role.filter(Role.ADMIN::equals).isEmpty()
                            && role.filter(Role.OWNER::equals).isEmpty()
                            && role.isPresent()) {
                        here.remove(by, some.id(), Map.of());
                    }
                }
                case 3 -> People.sync(here, at.get(random.nextInt(3)));
                default -> here.prepareToWrite(by);
            }
        }
        at.forEach(each -> at.forEach(other -> People.sync(each, other)));
        first.prepareToWrite(ann);
        for (LocalIdentity each : people) {
            EpochKeys keys = new EpochKeys(first.id(), Suite.CLASSICAL, each);
            Authority now = first.authority();
            if (now.roleOf(each.id()).isPresent()) {
                assertThat(keys.find(now, now.epoch()))
                        .as(replay + " " + each.chain().name())
                        .isPresent();
                assertThat(new SpaceKeys(first, each).topic()).isEqualTo(new SpaceKeys(first, ann).topic());
            }
            if (!admins.contains(each)) {
                assertThat(keysOfOthers(first, each, keys))
                        .as(replay + " " + each.chain().name())
                        .isEmpty();
            }
        }
        assertThat(first.prepareToWrite(ann)).as(replay).isFalse();
    }

    /** The numbers of keys that a newcomer found although their maker did not know of it. */
    private static List<Integer> keysOfOthers(SpaceCredentials space, LocalIdentity newcomer, EpochKeys keys) {
        List<Integer> found = new ArrayList<>();
        space.authority().epochs().all().forEach((number, made) -> {
            Map<Bytes, Secret> secrets = keys.all(space.authority(), number);
            for (SpaceEpochs.Key key : made) {
                boolean given = key.statement().wraps().containsKey(newcomer.device());
                if (number > 0 && !given && secrets.containsKey(key.statement().commitment())) {
                    found.add(number);
                }
            }
        });
        return found;
    }
}
