package dev.hearth.halo.crypto;

import java.security.MessageDigest;

/** SHA-512 through the JDK. */
public final class Sha512 {
    private Sha512() {}

    /** Returns the 64 bytes of the parts, one after the other. */
    public static byte[] of(byte[]... parts) {
        MessageDigest digest = Sha256.digest("SHA-512");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
