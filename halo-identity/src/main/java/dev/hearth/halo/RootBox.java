package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Hpke;
import dev.hearth.halo.crypto.HybridKey;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.crypto.VerifyKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What devices without the root key seal to, so that the recovery words alone open it: an X-Wing key that follows from
 * the root key's seed, signed by the root key. The signature keeps a stolen device from putting a key of its own in its
 * place. Immutable.
 */
public final class RootBox {
    private static final int FORMAT = 1;
    private static final String DOMAIN = "hearth root box";
    private static final int SEED = 32;

    private final IdentityId identity;
    private final Bytes publicKey;
    private final Bytes payload;
    private final Bytes signature;

    private RootBox(IdentityId identity, Bytes publicKey, Bytes payload, Bytes signature) {
        this.identity = identity;
        this.publicKey = publicKey;
        this.payload = payload;
        this.signature = signature;
    }

    /** Returns the box of an identity whose root key is on this device; throws RECOVERY_WORDS_AWAY. */
    public static RootBox of(LocalIdentity identity) {
        try (Secret seed = identity.rootSeed()) {
            Bytes key = key(seed).publicKey();
            Bytes payload = Cbor.array(Cbor.of(FORMAT), Cbor.of(identity.id().value()), Cbor.of(key))
                    .encode();
            return new RootBox(identity.id(), key, payload, SigningKey.of(seed).sign(DOMAIN, payload));
        }
    }

    private static HybridKey key(Secret seed) {
        return HybridKey.of(Hkdf.derive(seed, DOMAIN, Bytes.EMPTY, SEED));
    }

    /**
     * Reads what {@link #encoded()} gave. Refuses what the newest root key that {@code known}, chains of one identity,
     * tell of did not sign.
     */
    public static RootBox verify(Bytes encoded, Collection<IdentityChain> known) throws MalformedException {
        IdentityChain newest = known.stream()
                .max(Comparator.comparingInt(IdentityChain::rootChanges))
                .orElseThrow(() -> new MalformedException("A root box of nobody"));
        List<Cbor> parts = Cbor.decode(encoded).asList(2);
        Bytes payload = parts.get(0).asBytes();
        Bytes signature = parts.get(1).asBytes();
        List<Cbor> fields = Cbor.decode(payload).asList(3);
        IdentityId identity = new IdentityId(fields.get(1).asBytes(IdentityId.SIZE));
        if (fields.get(0).asLong() != FORMAT
                || !identity.equals(newest.identity())
                || !VerifyKey.of(newest.rootKey()).verify(DOMAIN, payload, signature)) {
            throw new MalformedException("A root box that the root key did not sign");
        }
        return new RootBox(identity, fields.get(2).asBytes(HybridKey.PUBLIC_KEY), payload, signature);
    }

    /** Returns the bytes that {@link #verify} takes: public, some 1,350. */
    public Bytes encoded() {
        return Cbor.array(Cbor.of(payload), Cbor.of(signature)).encode();
    }

    Bytes seal(Bytes context, Secret secret) {
        try {
            return Hpke.sealHybrid(publicKey, DOMAIN, context, secret);
        } catch (MalformedException e) {
            throw new IllegalStateException("A root key that signed a box that is none", e);
        }
    }

    /** Opens what was sealed to the box of {@code words}; refuses what is for other ones. */
    static Secret open(RecoveryPhrase words, Bytes context, Bytes sealed) throws MalformedException {
        try (Secret seed = key(words.entropy()).seed()) {
            return Hpke.openSecret(HybridKey.of(seed), DOMAIN, context, sealed);
        }
    }

    @Override
    public String toString() {
        return "RootBox(" + identity.brief() + ")";
    }
}
