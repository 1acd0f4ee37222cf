package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Hpke;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What leads into the swarm of a space: the topic at which its members meet, and the secret that they show each other.
 * Both are derived from the secret of the first epoch, which later members get along with later ones, so that all
 * members agree; a removed member can still find the place, and is turned away there. The derivation goes one way only:
 * a relay is given these two and learns nothing of any key that opens content.
 *
 * @param topic 32 bytes
 * @param secret 32 bytes
 */
record SwarmWay(Bytes topic, Bytes secret) {
    private static final String SWARM = "hearth swarm";
    private static final String GRANT = "hearth swarm grant";
    private static final int SIZE = 32;

    /** Derives it from the secret of the first epoch. */
    static SwarmWay of(Secret first) {
        return new SwarmWay(derive(first, "topic"), derive(first, "secret"));
    }

    private static Bytes derive(Secret first, String purpose) {
        try (Secret derived = Hkdf.derive(first, SWARM, Bytes.utf8(purpose), Aead.KEY)) {
            return Bytes.of(derived.reveal());
        }
    }

    /** Returns the credentials that show it to each of {@code devices} that anything can be sealed to. */
    List<Statement> grants(SpaceId space, Suite suite, List<IdentityChain> devices) {
        List<Statement> grants = new ArrayList<>();
        for (IdentityChain each : devices) {
            wrap(space, suite, each).ifPresent(wrap -> grants.add(new Statement.SwarmGrant(each.device(), wrap)));
        }
        return grants;
    }

    /**
     * Seals by the space's suite to a device that has a key of it. A device without one is no reader, but may be a
     * relay: it is sealed to by the first suite, since the sessions that the swarm makes are of that suite too.
     */
    private Optional<Bytes> wrap(SpaceId space, Suite suite, IdentityChain to) {
        Optional<Bytes> hybrid = suite == Suite.HYBRID ? to.hybridKey() : Optional.empty();
        try (Secret both = Secret.of(Bytes.concat(topic, secret))) {
            return Optional.of(
                    hybrid.isPresent()
                            ? Hpke.sealHybrid(hybrid.get(), GRANT, space.value(), both)
                            : Hpke.seal(to.boxKey(), GRANT, space.value(), both));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** Returns it as far as {@code identity} was given the first key, or the way by itself. */
    static Optional<SwarmWay> find(Authority now, SpaceId space, Suite suite, LocalIdentity identity) {
        return new EpochKeys(space, suite, identity)
                .find(now, 0)
                .map(SwarmWay::of)
                .or(() -> find(now.epochs().ways().getOrDefault(identity.device(), List.of()), space, suite, identity));
    }

    /** Returns what the first of {@code wraps} holds that opens for {@code identity}. */
    static Optional<SwarmWay> find(List<Bytes> wraps, SpaceId space, Suite suite, LocalIdentity identity) {
        for (Bytes wrap : wraps) {
            Optional<SwarmWay> found = open(wrap, space, suite, identity);
            if (found.isEmpty() && suite != Suite.CLASSICAL) {
                found = open(wrap, space, Suite.CLASSICAL, identity);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<SwarmWay> open(Bytes wrap, SpaceId space, Suite suite, LocalIdentity identity) {
        try (Secret both = identity.openSealed(suite, GRANT, space.value(), wrap)) {
            if (both.size() != 2 * SIZE) {
                return Optional.empty();
            }
            Bytes opened = Bytes.of(both.reveal());
            return Optional.of(new SwarmWay(opened.slice(0, SIZE), opened.slice(SIZE, 2 * SIZE)));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
