package dev.hearth.halo.crypto;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 through the JDK. */
public final class Sha256 {
    private Sha256() {}

    /** Returns the digest of the parts, one after the other. */
    public static Hash of(Bytes... parts) {
        MessageDigest digest = digest("SHA-256");
        for (Bytes part : parts) {
            digest.update(part.toArray());
        }
        return new Hash(Bytes.of(digest.digest()));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }
}
