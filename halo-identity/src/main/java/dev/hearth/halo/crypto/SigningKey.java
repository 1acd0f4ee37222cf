package dev.hearth.halo.crypto;

import dev.hearth.base.Bytes;
import dev.hearth.halo.internal.bc.Curves;
import java.security.SecureRandom;

/** An Ed25519 secret key. Every signature covers the suite, a domain label and the message. Thread-safe. */
public final class SigningKey {
    private final Secret seed;
    private final byte[] publicKey;

    private SigningKey(Secret seed) {
        this.seed = seed;
        this.publicKey = Curves.ed25519PublicKey(seed.bytes());
    }

    /** Returns a new key. */
    public static SigningKey generate(SecureRandom random) {
        return new SigningKey(Secret.random(random, Curves.KEY));
    }

    /** Returns the key of a 32-byte seed. */
    public static SigningKey of(Secret seed) {
        if (seed.size() != Curves.KEY) {
            throw new IllegalArgumentException("seed takes " + Curves.KEY + " bytes, got " + seed.size());
        }
        return new SigningKey(seed);
    }

    /** Returns the 32 bytes that others verify with. */
    public Bytes verifyKey() {
        return Bytes.of(publicKey);
    }

    /** Returns the 64-byte signature of {@code message} under {@code domain}. */
    public Bytes sign(String domain, Bytes message) {
        return Bytes.of(Curves.ed25519Sign(seed.bytes(), publicKey, Suite.CLASSICAL.signed(domain, message)));
    }

    /** Returns the seed, for the keychain. */
    public Secret seed() {
        return seed;
    }

    @Override
    public String toString() {
        return "SigningKey(" + verifyKey().slice(0, 4).hex() + ")";
    }
}
