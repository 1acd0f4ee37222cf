package dev.hearth.halo;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Secret;
import java.util.Arrays;

/**
 * Encrypts what a data folder keeps: AES-256-GCM, each value bound to the key that it lies under. The nonce is a keyed
 * hash of key and value, so that two values never share a nonce, and a restored folder reuses none. Thread-safe.
 */
public final class StoreSealer {
    private static final String DOMAIN = "hearth store";

    private final byte[] nonceKey;
    private final ThreadLocal<Aead> aead;

    StoreSealer(Secret storageKey) {
        nonceKey =
                Hkdf.derive(storageKey, DOMAIN, Bytes.utf8("nonce"), Aead.KEY).reveal();
        Secret contentKey = Hkdf.derive(storageKey, DOMAIN, Bytes.utf8("content"), Aead.KEY);
        aead = ThreadLocal.withInitial(() -> new Aead(contentKey));
    }

    /** Returns {@code value} encrypted: a nonce, then ciphertext and tag. */
    public byte[] seal(byte[] key, byte[] value) {
        byte[] nonce = Arrays.copyOf(
                Hkdf.hmac(nonceKey, new ByteWriter(8).u32(key.length).toArray(), key, value), Aead.NONCE);
        byte[] sealed = aead.get().seal(nonce, key, value);
        byte[] joined = Arrays.copyOf(nonce, Aead.NONCE + sealed.length);
        System.arraycopy(sealed, 0, joined, Aead.NONCE, sealed.length);
        return joined;
    }

    /** Reverses {@link #seal}; refuses a value that was changed or lay under another key. */
    public byte[] open(byte[] key, byte[] value) throws MalformedException {
        if (value.length < Aead.NONCE) {
            throw new MalformedException("Sealed value is cut");
        }
        byte[] nonce = Arrays.copyOf(value, Aead.NONCE);
        return aead.get().open(nonce, key, value, Aead.NONCE, value.length);
    }
}
