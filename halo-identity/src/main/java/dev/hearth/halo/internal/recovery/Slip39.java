package dev.hearth.halo.internal.recovery;

import dev.hearth.halo.crypto.Secret;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/** SLIP-39: splits a secret among the members of one group, and combines the shares of any number of groups. */
public final class Slip39 {
    /** The most shares that a secret is split into. */
    public static final int MAX_SHARES = 16;

    private static final int LEAST = 16;
    private static final int MOST = 64;
    private static final int IDENTIFIERS = 1 << 15;

    private Slip39() {}

    /**
     * Returns {@code count} shares, any {@code threshold} of which yield {@code secret}, of 16 to 64 bytes. There is no
     * passphrase. One of several would be a copy of the secret: a threshold of 1 takes a count of 1.
     */
    public static List<Share> split(byte[] secret, int threshold, int count, SecureRandom random) {
        if (secret.length < LEAST || secret.length > MOST || secret.length % 2 != 0) {
            throw new IllegalArgumentException("secret: from 16 to 64 bytes, an even number, got " + secret.length);
        }
        if (threshold < 1 || count < threshold || count > MAX_SHARES || (threshold == 1 && count > 1)) {
            throw new IllegalArgumentException(
                    "threshold and count: 1 of 1, or from 2 to 16 with the threshold at most the count, got "
                            + threshold + " of " + count);
        }
        ShareSet set = new ShareSet(random.nextInt(IDENTIFIERS), true, 0, 1, 1, secret.length);
        byte[] encrypted = new ShareCipher(set, new char[0]).encrypt(secret);
        List<Share> shares = SecretSharing.split(encrypted, threshold, count, random).stream()
                .map(point -> new Share(set, 0, point.x(), threshold, Secret.take(point.value())))
                .toList();
        Arrays.fill(encrypted, (byte) 0);
        return shares;
    }

    /**
     * Returns the secret of {@code shares}, one or more, as {@link Combination} tells; another one when the passphrase,
     * printable ASCII, is another.
     */
    public static byte[] combine(List<Share> shares, char[] passphrase) {
        byte[] encrypted = new Combination(shares).encrypted();
        byte[] secret = new ShareCipher(shares.get(0).set(), passphrase).decrypt(encrypted);
        Arrays.fill(encrypted, (byte) 0);
        return secret;
    }
}
