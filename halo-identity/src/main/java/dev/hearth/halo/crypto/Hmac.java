package dev.hearth.halo.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under one key. Reuses its state, so it is not thread-safe. */
public final class Hmac {
    private final Mac mac;

    /** Uses {@code key}, of which a copy is kept. */
    public Hmac(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            // The JDK refuses an empty key; HMAC pads it with zeros anyway.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    /** Returns the 32 bytes of the parts, one after the other. */
    public byte[] of(byte[]... parts) {
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }
}
