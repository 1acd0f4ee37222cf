package dev.hearth.halo.crypto;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM under one key. Reuses its cipher, so it is not thread-safe. */
public final class Aead {
    /** Bytes of a nonce. */
    public static final int NONCE = 12;

    /** Bytes that a ciphertext is longer than its plaintext. */
    public static final int TAG = 16;

    /** Bytes of a key. */
    public static final int KEY = 32;

    private static final int TAG_BITS = TAG * Byte.SIZE;

    private final SecretKeySpec key;
    private Cipher cipher;

    /** Uses {@code key} of 32 bytes. */
    public Aead(Secret key) {
        if (key.size() != KEY) {
            throw new IllegalArgumentException("key takes " + KEY + " bytes, got " + key.size());
        }
        this.key = new SecretKeySpec(key.bytes(), "AES");
        cipher = cipher();
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES-GCM", e);
        }
    }

    /** Returns ciphertext and tag. A nonce is never used twice with one key and another plaintext. */
    public byte[] seal(byte[] nonce, byte[] aad, byte[] plaintext) {
        return sealBehind(nonce, 0, aad, plaintext);
    }

    /**
     * Returns the first {@code kept} bytes of {@code prefix}, then ciphertext and tag. The nonce is the first 12 bytes
     * of {@code prefix}.
     */
    public byte[] sealBehind(byte[] prefix, int kept, byte[] aad, byte[] plaintext) {
        byte[] sealed = new byte[kept + plaintext.length + TAG];
        System.arraycopy(prefix, 0, sealed, 0, kept);
        try {
            startSealing(new GCMParameterSpec(TAG_BITS, prefix, 0, NONCE));
            cipher.updateAAD(aad);
            cipher.doFinal(plaintext, 0, plaintext.length, sealed, kept);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to encrypt", e);
        }
    }

    /**
     * The cipher refuses the nonce that it used last: where that is a hash of the plaintext, the same is sealed again.
     */
    private void startSealing(GCMParameterSpec nonce) throws GeneralSecurityException {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
        } catch (InvalidAlgorithmParameterException e) {
            cipher = cipher();
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
        }
    }

    /** Returns the plaintext, or refuses what was not sealed so. */
    public byte[] open(byte[] nonce, byte[] aad, byte[] sealed) throws MalformedException {
        return open(nonce, aad, sealed, 0, sealed.length);
    }

    /** As {@link #open(byte[], byte[], byte[])}, for {@code sealed[from..to)}. */
    public byte[] open(byte[] nonce, byte[] aad, byte[] sealed, int from, int to) throws MalformedException {
        if (to - from < TAG) {
            throw new MalformedException("Ciphertext is shorter than its tag");
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(aad);
            return cipher.doFinal(sealed, from, to - from);
        } catch (AEADBadTagException e) {
            throw new MalformedException("Ciphertext was changed or has another key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to decrypt", e);
        }
    }

    /** As {@link #seal(byte[], byte[], byte[])}. */
    public Bytes seal(Bytes nonce, Bytes aad, Bytes plaintext) {
        return Bytes.of(seal(nonce.toArray(), aad.toArray(), plaintext.toArray()));
    }

    /** As {@link #open(byte[], byte[], byte[])}. */
    public Bytes open(Bytes nonce, Bytes aad, Bytes sealed) throws MalformedException {
        return Bytes.of(open(nonce.toArray(), aad.toArray(), sealed.toArray()));
    }
}
