package dev.hearth.halo.crypto;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.internal.bc.Sealing;

/** Seals to a recipient's public key: HPKE (RFC 9180), base mode, X25519, HKDF-SHA-256, AES-256-GCM. */
public final class Hpke {
    private Hpke() {}

    /** Returns {@code plaintext} for the holder of {@code recipient} alone, bound to {@code domain} and {@code aad}. */
    public static Bytes seal(Bytes recipient, String domain, Bytes aad, Bytes plaintext) throws MalformedException {
        byte[] info = Suite.signed(domain, Bytes.EMPTY);
        byte[] sealed = Sealing.seal(recipient.toArray(), info, aad.toArray(), plaintext.toArray());
        if (sealed == null) {
            throw new MalformedException("Not a valid X25519 key");
        }
        return Bytes.of(sealed);
    }

    /** Reverses {@link #seal}; refuses what was changed or is for somebody else. */
    public static Bytes open(AgreementKey key, String domain, Bytes aad, Bytes sealed) throws MalformedException {
        byte[] info = Suite.signed(domain, Bytes.EMPTY);
        byte[] plaintext = Sealing.open(key.secret().bytes(), info, aad.toArray(), sealed.toArray());
        if (plaintext == null) {
            throw new MalformedException("Sealed to another key, or changed");
        }
        return Bytes.of(plaintext);
    }
}
