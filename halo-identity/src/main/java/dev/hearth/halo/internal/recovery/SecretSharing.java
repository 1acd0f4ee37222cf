package dev.hearth.halo.internal.recovery;

import dev.hearth.halo.crypto.Hkdf;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Shamir's sharing as SLIP-39 lays it out: the polynomials are the secret at 255 and at 254 a digest of it, keyed with
 * random bytes, by which a wrong share is noticed; all but the last of the threshold's shares are random. Two shares
 * fewer than the threshold fit every secret; one fewer excludes, by the digest, all but one secret in 2^32, which helps
 * nobody to find it who does not try 2^224 of them. Bouncy Castle's splitter has neither those places nor the digest,
 * and so makes other shares.
 */
final class SecretSharing {
    private static final int SECRET = 255;
    private static final int DIGEST = 254;
    private static final int DIGEST_SIZE = 4;

    private SecretSharing() {}

    /** Returns {@code count} shares, any {@code threshold} of which yield {@code secret}. */
    static List<Point> split(byte[] secret, int threshold, int count, SecureRandom random) {
        List<Point> shares = new ArrayList<>();
        if (threshold == 1) {
            for (int x = 0; x < count; x++) {
                shares.add(new Point(x, secret.clone()));
            }
            return shares;
        }
        List<Point> base = new ArrayList<>();
        for (int x = 0; x < threshold - 2; x++) {
            base.add(new Point(x, random(random, secret.length)));
        }
        shares.addAll(base);
        base.add(new Point(DIGEST, digest(secret, random(random, secret.length - DIGEST_SIZE))));
        base.add(new Point(SECRET, secret));
        for (int x = threshold - 2; x < count; x++) {
            shares.add(new Point(x, Point.interpolate(base, x)));
        }
        base.get(threshold - 2).wipe();
        return shares;
    }

    private static byte[] random(SecureRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The first four bytes of the secret's HMAC under {@code key}, and the key. */
    private static byte[] digest(byte[] secret, byte[] key) {
        byte[] digest = Arrays.copyOf(Hkdf.hmac(key, secret), DIGEST_SIZE + key.length);
        System.arraycopy(key, 0, digest, DIGEST_SIZE, key.length);
        return digest;
    }

    /** Returns the secret that exactly {@code threshold} shares yield, nothing when the digest is of another one. */
    static Optional<byte[]> recover(List<Point> shares) {
        if (shares.size() == 1) {
            return Optional.of(shares.get(0).value().clone());
        }
        byte[] secret = Point.interpolate(shares, SECRET);
        byte[] said = Point.interpolate(shares, DIGEST);
        byte[] computed = digest(secret, Arrays.copyOfRange(said, DIGEST_SIZE, said.length));
        if (MessageDigest.isEqual(said, computed)) {
            return Optional.of(secret);
        }
        Arrays.fill(secret, (byte) 0);
        return Optional.empty();
    }
}
