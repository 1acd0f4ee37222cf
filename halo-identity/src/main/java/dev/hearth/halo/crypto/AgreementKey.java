package dev.hearth.halo.crypto;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.internal.bc.Curves;
import java.security.SecureRandom;

/** An X25519 secret key. Thread-safe. */
public final class AgreementKey {
    private final Secret secret;
    private final Bytes publicKey;

    private AgreementKey(Secret secret) {
        this.secret = secret;
        this.publicKey = Bytes.of(Curves.x25519PublicKey(secret.bytes()));
    }

    /** Returns a new key. */
    public static AgreementKey generate(SecureRandom random) {
        return new AgreementKey(Secret.random(random, Curves.KEY));
    }

    /** Returns the key of 32 secret bytes. */
    public static AgreementKey of(Secret secret) {
        if (secret.size() != Curves.KEY) {
            throw new IllegalArgumentException("secret takes " + Curves.KEY + " bytes, got " + secret.size());
        }
        return new AgreementKey(secret);
    }

    /** Returns the 32 bytes that a peer agrees with. */
    public Bytes publicKey() {
        return publicKey;
    }

    /** Returns the shared secret; a peer's key of low order is refused. */
    public Secret agree(Bytes peerKey) throws MalformedException {
        byte[] shared = Curves.x25519(secret.bytes(), peerKey.toArray());
        if (shared.length == 0) {
            throw new MalformedException("X25519 key of low order");
        }
        return Secret.take(shared);
    }

    /** Returns the secret, for the keychain. */
    public Secret secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "AgreementKey(" + publicKey.slice(0, 4).hex() + ")";
    }
}
