package dev.hearth.halo;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Hpke;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Suite;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the secret of an epoch reaches those who may read: sealed to each device by HPKE, and under the secret of the
 * next epoch, so that whoever has a later one has the earlier ones. The suite is the space's: what is sealed by another
 * does not open here, and a device without a key of it gets none.
 */
final class EpochKeys {
    private static final String WRAP = "hearth epoch wrap";
    private static final String CHAIN = "hearth epoch chain";
    private static final String COMMITMENT = "hearth epoch commitment";

    private final SpaceId space;
    private final Suite suite;
    private final LocalIdentity identity;

    EpochKeys(SpaceId space, Suite suite, LocalIdentity identity) {
        this.space = space;
        this.suite = suite;
        this.identity = identity;
    }

    /** Returns how many wraps fit into one credential; who is left out is given the key by a grant each. */
    static int most(Suite suite) {
        return suite == Suite.CLASSICAL ? (int) Statement.MAX_ENTRIES.max() : 200;
    }

    /** Hands {@code key} out as that of a new epoch, to all of {@code readers}, as far as it has room. */
    static Statement.Epoch create(
            SpaceId space,
            Suite suite,
            int number,
            Collection<IdentityChain> readers,
            Optional<Secret> former,
            Secret key) {
        Map<DeviceId, Bytes> wraps = new TreeMap<>();
        for (IdentityChain reader : readers) {
            if (wraps.size() < most(suite)) {
                wrap(space, suite, number, key, reader).ifPresent(wrap -> wraps.put(reader.device(), wrap));
            }
        }
        Bytes previous = former.map(secret ->
                        chain(space, number, key).seal(nonce(), context(space, number), Bytes.of(secret.reveal())))
                .orElse(Bytes.EMPTY);
        return new Statement.Epoch(number, wraps, previous, commitment(space, number, key));
    }

    /**
     * Returns {@code key} for the device of {@code to} alone; empty when it has no key of the suite, or one that
     * nothing can be sealed to: by publishing such a key a member must not keep the others from changing theirs.
     */
    static Optional<Bytes> wrap(SpaceId space, Suite suite, int number, Secret key, IdentityChain to) {
        Optional<Bytes> recipient = suite == Suite.CLASSICAL ? Optional.of(to.boxKey()) : to.hybridKey();
        if (recipient.isEmpty()) {
            return Optional.empty();
        }
        Bytes aad = context(space, number);
        try {
            return Optional.of(
                    suite == Suite.CLASSICAL
                            ? Hpke.seal(recipient.get(), WRAP, aad, key)
                            : Hpke.sealHybrid(recipient.get(), WRAP, aad, key));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** As {@link #wrap(SpaceId, Suite, int, Secret, IdentityChain)}, for this space. */
    Optional<Bytes> wrap(int number, Secret key, IdentityChain to) {
        return wrap(space, suite, number, key, to);
    }

    /** Returns the secret to write under in an epoch, if this device was given it or a later one. */
    Optional<Secret> find(Authority authority, int number) {
        SpaceEpochs.Key key = authority.epochs().current(number);
        return key == null
                ? Optional.empty()
                : Optional.ofNullable(all(authority, number).get(key.statement().commitment()));
    }

    /** Returns the secrets of an epoch that this device was given, or that later ones lead to, by their commitments. */
    Map<Bytes, Secret> all(Authority authority, int number) {
        Set<Bytes> wanted = new HashSet<>();
        authority.epochs().all(number).forEach(key -> wanted.add(key.statement().commitment()));
        Map<Bytes, Secret> found = new HashMap<>();
        Set<Bytes> wraps = new LinkedHashSet<>();
        for (SpaceEpochs.Key key : authority.epochs().all(number)) {
            Optional.ofNullable(key.statement().wraps().get(identity.device())).ifPresent(wraps::add);
            wraps.addAll(key.granted().getOrDefault(identity.device(), List.of()));
        }
        wraps.forEach(wrap -> keep(number, unwrap(number, wrap), wanted, found));
        if (found.size() < wanted.size() && !authority.epochs().all(number + 1).isEmpty()) {
            fromLater(authority, number, wanted, found);
        }
        return found;
    }

    private void keep(int number, @Nullable Secret secret, Set<Bytes> wanted, Map<Bytes, Secret> found) {
        if (secret != null) {
            Bytes commitment = commitment(space, number, secret);
            if (wanted.contains(commitment)) {
                found.put(commitment, secret);
            }
        }
    }

    private @Nullable Secret unwrap(int number, Bytes wrap) {
        try {
            return identity.openSealed(suite, WRAP, context(space, number), wrap);
        } catch (MalformedException e) {
            return null;
        }
    }

    /** Each key has sealed under it the one that its maker wrote under before. */
    private void fromLater(Authority authority, int number, Set<Bytes> wanted, Map<Bytes, Secret> found) {
        Map<Bytes, Secret> later = all(authority, number + 1);
        for (SpaceEpochs.Key next : authority.epochs().all(number + 1)) {
            Secret key = later.get(next.statement().commitment());
            if (key != null && !next.statement().previous().isEmpty()) {
                keep(number, before(number, key, next.statement().previous()), wanted, found);
            }
        }
    }

    private @Nullable Secret before(int number, Secret later, Bytes sealed) {
        try {
            return Secret.of(chain(space, number + 1, later).open(nonce(), context(space, number + 1), sealed));
        } catch (MalformedException e) {
            return null;
        }
    }

    /** One key seals one value only, so the nonce may be constant. */
    private static Bytes nonce() {
        return Bytes.of(new byte[Aead.NONCE]);
    }

    private static Aead chain(SpaceId space, int number, Secret key) {
        return new Aead(Hkdf.derive(key, CHAIN, context(space, number), Aead.KEY));
    }

    /** Returns what a key is known by to those who don't have it. */
    static Bytes commitment(SpaceId space, int number, Secret key) {
        return Bytes.of(Hkdf.derive(key, COMMITMENT, context(space, number), 32).reveal());
    }

    private static Bytes context(SpaceId space, int number) {
        return new ByteWriter().raw(space.value()).u32(number).toBytes();
    }

    /** An epoch may have no room for all: its maker needs the key, and the admins, who give it to the others. */
    static List<IdentityChain> firstThoseWhoGrant(LocalIdentity by, Authority now) {
        return now.readingDevices().stream()
                .sorted(Comparator.comparing(
                                (IdentityChain each) -> !each.device().equals(by.device()))
                        .thenComparing(each -> -now.roleOfDevice(each.device())
                                .orElse(Role.RELAY)
                                .code()))
                .toList();
    }
}
