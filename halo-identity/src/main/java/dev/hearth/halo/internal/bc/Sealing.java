package dev.hearth.halo.internal.bc;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;

/** HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
public final class Sealing {
    /** Bytes of the encapsulated key that stand in front of every ciphertext. */
    public static final int ENCAPSULATION = 32;

    private static final byte[] NONE = {};

    private Sealing() {}

    private static HPKE suite(short aead) {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, aead);
    }

    /** Returns encapsulated key and ciphertext, one after the other; null when the recipient's key is no key. */
    public static byte @Nullable [] seal(byte[] recipient, byte[] info, byte[] aad, byte[] plaintext) {
        try {
            byte[][] sealed = suite(HPKE.aead_AES_GCM256)
                    .seal(new X25519PublicKeyParameters(recipient), info, aad, plaintext, NONE, NONE, null);
            byte[] joined = new byte[ENCAPSULATION + sealed[0].length];
            System.arraycopy(sealed[1], 0, joined, 0, ENCAPSULATION);
            System.arraycopy(sealed[0], 0, joined, ENCAPSULATION, sealed[0].length);
            return joined;
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
            return null;
        }
    }

    /** Returns the plaintext; null when anything does not fit. */
    public static byte @Nullable [] open(byte[] secret, byte[] info, byte[] aad, byte[] sealed) {
        return open(HPKE.aead_AES_GCM256, secret, info, aad, sealed);
    }

    /** As {@link #open(byte[], byte[], byte[], byte[])}, with the cipher of a published vector. */
    static byte @Nullable [] open(short aead, byte[] secret, byte[] info, byte[] aad, byte[] sealed) {
        if (sealed.length < ENCAPSULATION) {
            return null;
        }
        byte[] encapsulated = java.util.Arrays.copyOf(sealed, ENCAPSULATION);
        byte[] ciphertext = java.util.Arrays.copyOfRange(sealed, ENCAPSULATION, sealed.length);
        X25519PrivateKeyParameters key = new X25519PrivateKeyParameters(secret);
        AsymmetricCipherKeyPair pair = new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
        try {
            return suite(aead).open(encapsulated, pair, info, aad, ciphertext, NONE, NONE, null);
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
            return null;
        }
    }
}
