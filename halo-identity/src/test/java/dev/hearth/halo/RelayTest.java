package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Suite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A relay finds the swarm of its space, and opens nothing. */
final class RelayTest {
    private static final byte[] WORDS = Bytes.utf8("not for relays").toArray();

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final LocalIdentity relay = People.person("Rita");

    /** Post-quantum or not, and which history later members get. */
    static Stream<Arguments> kinds() {
        return Stream.of(false, true)
                .flatMap(postQuantum ->
                        Stream.of(HistoryPolicy.values()).map(history -> Arguments.of(postQuantum, history)));
    }

    private SpaceCredentials space(boolean postQuantum, HistoryPolicy history) {
        return SpaceCredentials.create(ann, postQuantum, history, People.SEAMS);
    }

    private SealedContent seal(SpaceCredentials space) {
        return new SpaceKeys(space, ann).seal(Bytes.EMPTY, WORDS);
    }

    private Optional<byte[]> open(SpaceCredentials space, LocalIdentity reader, SealedContent sealed)
            throws MalformedException {
        return new SpaceKeys(space, reader).open(ann.device(), sealed.epoch(), Bytes.EMPTY, sealed.ciphertext());
    }

    private static void assertFindsTheSwarm(SpaceCredentials space, LocalIdentity member, LocalIdentity other) {
        assertThat(new SpaceKeys(space, member).topic()).isEqualTo(new SpaceKeys(space, other).topic());
        assertThat(new SpaceKeys(space, member).swarmSecret()).isEqualTo(new SpaceKeys(space, other).swarmSecret());
    }

    /** Holds all that the relay was given against every key there is. */
    private void assertHasNoKey(SpaceCredentials space) {
        Authority now = space.authority();
        EpochKeys keys = new EpochKeys(space.id(), space.suite(), relay);
        for (int epoch = 0; epoch <= now.epoch(); epoch++) {
            assertThat(keys.all(now, epoch)).as("epoch " + epoch).isEmpty();
        }
        SpaceKeys opened = new SpaceKeys(space, relay);
        for (Bytes given : List.of(opened.topic(), opened.swarmSecret())) {
            for (int epoch = 0; epoch <= now.epoch(); epoch++) {
                Statement.Epoch made = now.epochs().all(epoch).get(0).statement();
                Statement.Epoch forged = EpochKeys.create(
                        space.id(), space.suite(), epoch, List.of(), Optional.empty(), Secret.of(given));
                assertThat(forged.commitment()).isNotEqualTo(made.commitment());
            }
        }
        assertThatThrownBy(() -> opened.seal(Bytes.EMPTY, WORDS)).satisfies(RelayTest::isNotPermitted);
        assertThatThrownBy(() -> opened.sealShared(Bytes.EMPTY, WORDS)).satisfies(RelayTest::isNotPermitted);
    }

    private static void isNotPermitted(Throwable thrown) {
        assertThat(((HearthException) thrown).code()).isEqualTo(ErrorCode.NOT_PERMITTED);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRelayFindsTheSwarmAndOpensNothing(boolean postQuantum, HistoryPolicy history) throws MalformedException {
        SpaceCredentials space = space(postQuantum, history);
        SealedContent before = seal(space);
        space.admit(ann, relay.chain(), Role.RELAY);
        SealedContent after = seal(space);
        space.admit(ann, bob.chain(), Role.WRITER);
        SealedContent last = seal(space);
        space.remove(ann, bob.id(), Map.of());
        SealedContent rotated = seal(space);
        SpaceCredentials there = People.copy(space);
        assertFindsTheSwarm(there, relay, ann);
        assertHasNoKey(there);
        for (SealedContent each : List.of(before, after, last, rotated)) {
            assertThat(open(there, relay, each)).isEmpty();
            assertThat(open(there, ann, each)).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRelayThatIsToReadGetsTheKeysThatThePolicyGivesIt(boolean postQuantum, HistoryPolicy history)
            throws MalformedException {
        SpaceCredentials space = space(postQuantum, history);
        space.admit(ann, relay.chain(), Role.RELAY);
        SealedContent before = seal(space);
        space.changeRole(ann, relay.id(), Role.READER);
        SealedContent after = seal(space);
        assertThat(open(space, relay, before).isPresent()).isEqualTo(history == HistoryPolicy.FULL);
        assertThat(open(space, relay, after)).isPresent();
        assertFindsTheSwarm(space, relay, ann);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whoBecomesARelayDoesNotReadTheNextEpoch(boolean postQuantum, HistoryPolicy history) throws MalformedException {
        SpaceCredentials space = space(postQuantum, history);
        space.admit(ann, relay.chain(), Role.WRITER);
        SealedContent before = seal(space);
        assertThat(open(space, relay, before)).isPresent();
        space.changeRole(ann, relay.id(), Role.RELAY);
        assertThat(space.prepareToWrite(ann)).isTrue();
        SealedContent after = seal(space);
        assertThat(after.epoch()).isGreaterThan(before.epoch());
        assertThat(open(space, relay, after)).isEmpty();
        assertFindsTheSwarm(space, relay, ann);
    }

    /** A device from before there were hybrid keys may be a relay of a post-quantum space, and finds it. */
    @Test
    void aRelayWithoutAKeyOfTheSuiteFindsTheSwarmToo() {
        SpaceCredentials space = space(true, HistoryPolicy.FULL);
        SwarmWay way = new SwarmWay(new SpaceKeys(space, ann).topic(), new SpaceKeys(space, ann).swarmSecret());
        for (Suite suite : Suite.values()) {
            Statement.SwarmGrant grant = (Statement.SwarmGrant)
                    way.grants(space.id(), suite, List.of(relay.chain())).get(0);
            assertThat(grant.wrap().size() > 1_000).isEqualTo(suite == Suite.HYBRID);
            assertThat(SwarmWay.find(List.of(grant.wrap()), space.id(), Suite.HYBRID, relay))
                    .contains(way);
            assertThat(SwarmWay.find(List.of(grant.wrap()), space.id(), Suite.HYBRID, bob))
                    .isEmpty();
        }
    }

    @Test
    void aRelaySaysNothingThatCounts() {
        SpaceCredentials space = People.space(ann);
        space.admit(ann, relay.chain(), Role.RELAY);
        Bytes wrap = Bytes.of(new byte[80]);
        List<Statement> tried = List.of(
                new Statement.Admit(bob.chain(), Role.RELAY),
                new Statement.ChangeRole(relay.id(), Role.READER),
                new Statement.Epoch(1, Map.of(relay.device(), wrap), Bytes.EMPTY, Bytes.of(new byte[32])),
                new Statement.KeyGrant(0, relay.device(), wrap),
                new Statement.SwarmGrant(bob.device(), wrap),
                new Statement.Start(relay.device(), Map.of()),
                new Statement.Delete());
        for (Statement each : tried) {
            Credential forged = Credential.sign(relay, space.id().value(), space.heads(), each);
            assertThat(space.add(forged.encoded())).as(each.toString()).isInstanceOf(Addition.PassedOver.class);
        }
        assertThat(space.authority().members()).containsOnlyKeys(ann.id(), relay.id());
        assertThat(space.authority().mayWrite(relay.device())).isFalse();
        assertThat(space.authority().isRelay(relay.device())).isTrue();
        assertThat(space.authority().isRelay(ann.device())).isFalse();
    }

    private static LocalIdentity another(LocalIdentity by) throws MalformedException {
        LocalIdentity device = LocalIdentity.provisional(People.SEAMS.random());
        return device.join(by.enrol(device.chain()));
    }

    /** A relay's own further device, let in by the relay, and one that a reader keeps as a relay of its own. */
    @ParameterizedTest
    @MethodSource("kinds")
    void devicesThatDoNotReadFindTheSwarmToo(boolean postQuantum, HistoryPolicy history) throws MalformedException {
        SpaceCredentials space = space(postQuantum, history);
        space.admit(ann, relay.chain(), Role.RELAY);
        space.admit(ann, bob.chain(), Role.READER);
        LocalIdentity second = another(relay);
        LocalIdentity box = another(bob);
        space.devices().admit(relay, second.chain(), Role.OWNER);
        space.devices().admit(bob, box.chain(), Role.RELAY);
        SealedContent sealed = seal(space);
        for (LocalIdentity each : List.of(second, box)) {
            assertThat(space.authority().isRelay(each.device())).isTrue();
            assertFindsTheSwarm(space, each, ann);
            assertThat(open(space, each, sealed)).isEmpty();
        }
        assertThat(space.authority().isRelay(bob.device())).isFalse();
        assertThat(open(space, bob, sealed)).isPresent();
    }
}
