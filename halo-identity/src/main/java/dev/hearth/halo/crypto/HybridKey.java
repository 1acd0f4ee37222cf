package dev.hearth.halo.crypto;

import dev.hearth.base.Bytes;
import dev.hearth.halo.internal.bc.Sealing;
import java.security.SecureRandom;

/** An X-Wing secret key (draft-connolly-cfrg-xwing-kem): 32 bytes that both halves are derived from. Thread-safe. */
public final class HybridKey {
    /** Bytes of a public key. */
    public static final int PUBLIC_KEY = Sealing.HYBRID_KEY;

    private final Secret seed;
    private final Bytes publicKey;

    private HybridKey(Secret seed) {
        this.seed = seed;
        this.publicKey = Bytes.of(Sealing.hybridPublicKey(seed.bytes()));
    }

    /** Returns a new key. */
    public static HybridKey generate(SecureRandom random) {
        return new HybridKey(Secret.random(random, Sealing.SEED));
    }

    /** Returns the key of a 32-byte seed. */
    public static HybridKey of(Secret seed) {
        if (seed.size() != Sealing.SEED) {
            throw new IllegalArgumentException("seed takes " + Sealing.SEED + " bytes, got " + seed.size());
        }
        return new HybridKey(seed);
    }

    /** Returns the 1,216 bytes that others seal to. */
    public Bytes publicKey() {
        return publicKey;
    }

    /** Returns the seed, for the keychain. */
    public Secret seed() {
        return seed;
    }

    @Override
    public String toString() {
        return "HybridKey(" + publicKey.slice(0, 4).hex() + ")";
    }
}
