package dev.hearth.halo.internal.bc;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.BigIntegers;

/** Ed25519 and X25519 through Bouncy Castle's lightweight API. */
public final class Curves {
    /** Bytes of a key, secret or public, of either curve. */
    public static final int KEY = 32;

    /** Bytes of a signature. */
    public static final int SIGNATURE = 64;

    private static final BigInteger PRIME = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    private Curves() {}

    /** Returns the Ed25519 public key of a 32-byte seed. */
    public static byte[] ed25519PublicKey(byte[] seed) {
        byte[] key = new byte[KEY];
        Ed25519.generatePublicKey(seed, 0, key, 0);
        return key;
    }

    /** Returns the Ed25519 signature of {@code message}. */
    public static byte[] ed25519Sign(byte[] seed, byte[] publicKey, byte[] message) {
        byte[] signature = new byte[SIGNATURE];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** Returns whether a public key is canonical and of prime order; about 80 microseconds, so ask once per key. */
    public static boolean ed25519ValidKey(byte[] publicKey) {
        return publicKey.length == KEY && Ed25519.validatePublicKeyFull(publicKey, 0);
    }

    /** Returns whether {@code signature} is right for a key that {@link #ed25519ValidKey} accepted. */
    public static boolean ed25519Verify(byte[] signature, byte[] publicKey, byte[] message) {
        return signature.length == SIGNATURE && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
    }

    /** Returns the X25519 public key of a 32-byte secret. */
    public static byte[] x25519PublicKey(byte[] secret) {
        byte[] key = new byte[KEY];
        X25519.generatePublicKey(secret, 0, key, 0);
        return key;
    }

    /** Returns the X25519 key that is the same point as a valid Ed25519 key: u = (1 + y) / (1 - y), RFC 7748, 4.1. */
    public static byte[] x25519KeyOfEd25519(byte[] publicKey) {
        byte[] coordinate = publicKey.clone();
        coordinate[KEY - 1] &= 0x7F; // the sign of x
        BigInteger y = BigIntegers.fromUnsignedByteArray(org.bouncycastle.util.Arrays.reverse(coordinate));
        BigInteger u = BigInteger.ONE
                .add(y)
                .multiply(BigInteger.ONE.subtract(y).modInverse(PRIME))
                .mod(PRIME);
        return org.bouncycastle.util.Arrays.reverse(BigIntegers.asUnsignedByteArray(KEY, u));
    }

    /** Returns the shared secret, or an empty array when the peer's key is of low order. */
    public static byte[] x25519(byte[] secret, byte[] peerKey) {
        byte[] shared = new byte[KEY];
        if (peerKey.length != KEY || !X25519.calculateAgreement(secret, 0, peerKey, 0, shared, 0)) {
            Arrays.fill(shared, (byte) 0);
            return new byte[0];
        }
        return shared;
    }
}
