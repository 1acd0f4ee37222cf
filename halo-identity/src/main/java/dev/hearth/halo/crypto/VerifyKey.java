package dev.hearth.halo.crypto;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.internal.bc.Curves;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An Ed25519 public key that passed full validation: canonical and of prime order. Signatures are then checked by the
 * cofactored rule; together this refuses every edge case on which implementations differ. Thread-safe.
 */
public final class VerifyKey {
    /** Keys whose validation is remembered; the check costs as much as verifying a signature. */
    private static final int REMEMBERED = 4_096;

    private static final Map<Bytes, VerifyKey> VALID =
            Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Bytes, VerifyKey> eldest) {
                    return size() > REMEMBERED;
                }
            });

    private final Bytes raw;
    private final byte[] key;

    private VerifyKey(Bytes raw) {
        this.raw = raw;
        this.key = raw.toArray();
    }

    /** Validates a 32-byte public key. */
    public static VerifyKey of(Bytes raw) throws MalformedException {
        VerifyKey known = VALID.get(raw);
        if (known != null) {
            return known;
        }
        VerifyKey key = new VerifyKey(raw);
        if (!Curves.ed25519ValidKey(key.key)) {
            throw new MalformedException("Not a valid Ed25519 key");
        }
        VALID.put(raw, key);
        return key;
    }

    /** Returns whether the owner of this key signed {@code message} under {@code domain}. */
    public boolean verify(String domain, Bytes message, Bytes signature) {
        return Curves.ed25519Verify(signature.toArray(), key, Suite.CLASSICAL.signed(domain, message));
    }

    /**
     * As {@link #verify}, for formats of others in which {@code message} is signed as it is: no suite, no domain. Only
     * an {@link ExchangeKey} signs so.
     */
    public boolean verifyUnlabelled(Bytes message, Bytes signature) {
        return Curves.ed25519Verify(signature.toArray(), key, message.toArray());
    }

    /** Returns the 32 bytes. */
    public Bytes raw() {
        return raw;
    }

    @Override
    public String toString() {
        return "VerifyKey(" + raw.slice(0, 4).hex() + ")";
    }
}
