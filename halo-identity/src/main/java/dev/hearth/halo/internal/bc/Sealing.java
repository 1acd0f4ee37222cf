package dev.hearth.halo.internal.bc;

import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;
import org.jspecify.annotations.Nullable;

/** HPKE (RFC 9180), base mode, HKDF-SHA256, AES-256-GCM, with DHKEM(X25519, HKDF-SHA256) or with X-Wing. */
public final class Sealing {
    /** Bytes of the encapsulated key that stand in front of every ciphertext. */
    public static final int ENCAPSULATION = 32;

    /** Bytes of the encapsulated key of X-Wing. */
    public static final int HYBRID_ENCAPSULATION = 1_120;

    /** Bytes of a public key of X-Wing. */
    public static final int HYBRID_KEY = 1_216;

    /** Bytes of a secret key of X-Wing. */
    public static final int SEED = 32;

    private static final byte[] NONE = {};

    private Sealing() {}

    /** Returns the X-Wing public key of a 32-byte seed. */
    public static byte[] hybridPublicKey(byte[] seed) {
        return new XWingPrivateKeyParameters(seed).getPublicKeyParameters().getEncoded();
    }

    /** Returns encapsulated key and ciphertext, one after the other; null when the recipient's key is no key. */
    public static byte @Nullable [] seal(byte[] recipient, byte[] info, byte[] aad, byte[] plaintext) {
        return seal(HPKE.kem_X25519_SHA256, X25519PublicKeyParameters::new, recipient, info, aad, plaintext);
    }

    /** As {@link #seal}, by X-Wing. */
    public static byte @Nullable [] sealHybrid(byte[] recipient, byte[] info, byte[] aad, byte[] plaintext) {
        return seal(HPKE.kem_X_WING, XWingPublicKeyParameters::new, recipient, info, aad, plaintext);
    }

    /** Reads a key; throws IllegalArgumentException when it is none. */
    private interface Reader {
        AsymmetricKeyParameter read(byte[] key);
    }

    private static byte @Nullable [] seal(
            short kem, Reader reader, byte[] recipient, byte[] info, byte[] aad, byte[] plaintext) {
        try {
            byte[][] sealed = suite(kem, HPKE.aead_AES_GCM256)
                    .seal(reader.read(recipient), info, aad, plaintext, NONE, NONE, null);
            byte[] joined = Arrays.copyOf(sealed[1], sealed[1].length + sealed[0].length);
            System.arraycopy(sealed[0], 0, joined, sealed[1].length, sealed[0].length);
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
        X25519PrivateKeyParameters key = new X25519PrivateKeyParameters(secret);
        AsymmetricCipherKeyPair pair = new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
        return open(suite(HPKE.kem_X25519_SHA256, aead), ENCAPSULATION, pair, info, aad, sealed);
    }

    /** Returns the plaintext of what was sealed by X-Wing; null when anything does not fit. */
    public static byte @Nullable [] openHybrid(byte[] seed, byte[] info, byte[] aad, byte[] sealed) {
        return openHybrid(HPKE.aead_AES_GCM256, seed, info, aad, sealed);
    }

    /** As {@link #openHybrid(byte[], byte[], byte[], byte[])}, with the cipher of a published vector. */
    static byte @Nullable [] openHybrid(short aead, byte[] seed, byte[] info, byte[] aad, byte[] sealed) {
        XWingPrivateKeyParameters key = new XWingPrivateKeyParameters(seed);
        AsymmetricCipherKeyPair pair = new AsymmetricCipherKeyPair(key.getPublicKeyParameters(), key);
        return open(suite(HPKE.kem_X_WING, aead), HYBRID_ENCAPSULATION, pair, info, aad, sealed);
    }

    private static HPKE suite(short kem, short aead) {
        return new HPKE(HPKE.mode_base, kem, HPKE.kdf_HKDF_SHA256, aead);
    }

    private static byte @Nullable [] open(
            HPKE suite, int split, AsymmetricCipherKeyPair pair, byte[] info, byte[] aad, byte[] sealed) {
        if (sealed.length < split) {
            return null;
        }
        byte[] encapsulated = Arrays.copyOf(sealed, split);
        byte[] ciphertext = Arrays.copyOfRange(sealed, split, sealed.length);
        try {
            return suite.open(encapsulated, pair, info, aad, ciphertext, NONE, NONE, null);
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
            return null;
        }
    }
}
