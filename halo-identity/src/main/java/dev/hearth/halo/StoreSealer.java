package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Hmac;
import dev.hearth.halo.crypto.Secret;
import java.util.Arrays;

/**
 * Encrypts what a data folder keeps: AES-256-GCM, each value bound to the key that it lies under. The nonce is a keyed
 * hash of key and value, so that two values never share a nonce, and a restored folder reuses none. Closed with its
 * keychain, it refuses with KEYCHAIN_LOCKED. Thread-safe.
 */
public final class StoreSealer implements AutoCloseable {
    private static final String DOMAIN = "hearth store";

    private final Secret nonceKey;
    private final Secret contentKey;
    private final PerThread<Keys> keys;

    /** What one thread seals with; setting up either costs more than a small value does. */
    private record Keys(Hmac nonces, Aead aead) {}

    StoreSealer(Secret storageKey) {
        nonceKey = Hkdf.derive(storageKey, DOMAIN, Bytes.utf8("nonce"), Aead.KEY);
        contentKey = Hkdf.derive(storageKey, DOMAIN, Bytes.utf8("content"), Aead.KEY);
        keys = new PerThread<>(this::make);
    }

    private Keys make() {
        byte[] nonces = nonceKey.reveal();
        try {
            return new Keys(new Hmac(nonces), new Aead(contentKey));
        } finally {
            Arrays.fill(nonces, (byte) 0);
        }
    }

    /** Returns {@code value} encrypted: a nonce, then ciphertext and tag. */
    public byte[] seal(byte[] key, byte[] value) {
        Keys mine = keys.get();
        byte[] length = {
            (byte) (key.length >>> 24), (byte) (key.length >>> 16), (byte) (key.length >>> 8), (byte) key.length
        };
        byte[] nonce = mine.nonces().of(length, key, value);
        return mine.aead().sealBehind(nonce, Aead.NONCE, key, value);
    }

    /** Reverses {@link #seal}; refuses a value that was changed or lay under another key. */
    public byte[] open(byte[] key, byte[] value) throws MalformedException {
        if (value.length < Aead.NONCE) {
            throw new MalformedException("Sealed value is cut");
        }
        byte[] nonce = Arrays.copyOf(value, Aead.NONCE);
        return keys.get().aead().open(nonce, key, value, Aead.NONCE, value.length);
    }

    /** Wipes its keys. */
    @Override
    public void close() {
        keys.close();
        nonceKey.close();
        contentKey.close();
    }
}
