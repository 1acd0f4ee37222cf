package dev.hearth.halo.crypto;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.internal.bc.Sealing;
import org.jspecify.annotations.Nullable;

/**
 * Seals to a recipient's public key: HPKE (RFC 9180), base mode, HKDF-SHA-256, AES-256-GCM, by X25519 or, in the hybrid
 * suite, by X-Wing. What the hybrid suite seals starts with its byte; what the first one seals never had one, and is
 * told by its place.
 */
public final class Hpke {
    private Hpke() {}

    /** Returns {@code plaintext} for the holder of {@code recipient} alone, bound to {@code domain} and {@code aad}. */
    public static Bytes seal(Bytes recipient, String domain, Bytes aad, Bytes plaintext) throws MalformedException {
        return seal(recipient, domain, aad, plaintext.toArray());
    }

    /** As {@link #seal(Bytes, String, Bytes, Bytes)}, of a secret, of which no copy is left behind. */
    public static Bytes seal(Bytes recipient, String domain, Bytes aad, Secret secret) throws MalformedException {
        return seal(recipient, domain, aad, secret.bytes());
    }

    private static Bytes seal(Bytes recipient, String domain, Bytes aad, byte[] plaintext) throws MalformedException {
        byte[] info = Suite.CLASSICAL.signed(domain, Bytes.EMPTY);
        byte[] sealed = Sealing.seal(recipient.toArray(), info, aad.toArray(), plaintext);
        if (sealed == null) {
            throw new MalformedException("Not a valid X25519 key");
        }
        return Bytes.of(sealed);
    }

    /** Reverses {@link #seal}; refuses what was changed or is for somebody else. */
    public static Bytes open(AgreementKey key, String domain, Bytes aad, Bytes sealed) throws MalformedException {
        return Bytes.of(opened(key, domain, aad, sealed));
    }

    /** As {@link #open}, of a secret, of which no other copy is left behind. */
    public static Secret openSecret(AgreementKey key, String domain, Bytes aad, Bytes sealed)
            throws MalformedException {
        return Secret.take(opened(key, domain, aad, sealed));
    }

    private static byte[] opened(AgreementKey key, String domain, Bytes aad, Bytes sealed) throws MalformedException {
        byte[] info = Suite.CLASSICAL.signed(domain, Bytes.EMPTY);
        return opened(Sealing.open(key.secret().bytes(), info, aad.toArray(), sealed.toArray()));
    }

    /** As {@link #seal(Bytes, String, Bytes, Secret)}, in the hybrid suite, to an X-Wing key of 1,216 bytes. */
    public static Bytes sealHybrid(Bytes recipient, String domain, Bytes aad, Secret secret) throws MalformedException {
        byte[] info = Suite.HYBRID.signed(domain, Bytes.EMPTY);
        byte[] sealed = Sealing.sealHybrid(recipient.toArray(), info, aad.toArray(), secret.bytes());
        if (sealed == null) {
            throw new MalformedException("Not a valid X-Wing key");
        }
        return new ByteWriter(sealed.length + 1)
                .u8(Suite.HYBRID.code())
                .raw(Bytes.of(sealed))
                .toBytes();
    }

    /** Reverses {@link #sealHybrid}; refuses also what another suite sealed. */
    public static Secret openSecret(HybridKey key, String domain, Bytes aad, Bytes sealed) throws MalformedException {
        if (sealed.isEmpty() || sealed.at(0) != Suite.HYBRID.code()) {
            throw new MalformedException("Not sealed by the hybrid suite");
        }
        byte[] info = Suite.HYBRID.signed(domain, Bytes.EMPTY);
        byte[] ciphertext = sealed.slice(1, sealed.size()).toArray();
        return Secret.take(opened(Sealing.openHybrid(key.seed().bytes(), info, aad.toArray(), ciphertext)));
    }

    private static byte[] opened(byte @Nullable [] plaintext) throws MalformedException {
        if (plaintext == null) {
            throw new MalformedException("Sealed to another key, or changed");
        }
        return plaintext;
    }
}
