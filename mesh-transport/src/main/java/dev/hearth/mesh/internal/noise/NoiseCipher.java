package dev.hearth.mesh.internal.noise;

import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Secret;

/** One direction of a finished handshake, or a step of one: AES-256-GCM with a counter. Not thread-safe. */
public final class NoiseCipher {
    private static final byte[] NO_AAD = {};

    private final Aead aead;
    private final byte[] nonce = new byte[Aead.NONCE];
    private long count;

    NoiseCipher(byte[] key) {
        aead = new Aead(Secret.take(key));
    }

    /** Returns ciphertext and tag, under the next counter. */
    public byte[] seal(byte[] plaintext) {
        return seal(NO_AAD, plaintext);
    }

    /** Reverses {@link #seal} of the same counter, or refuses and stays where it is. */
    public byte[] open(byte[] sealed) throws MalformedException {
        return open(NO_AAD, sealed);
    }

    byte[] seal(byte[] aad, byte[] plaintext) {
        byte[] sealed = aead.seal(nonce(), aad, plaintext);
        count++;
        return sealed;
    }

    byte[] open(byte[] aad, byte[] sealed) throws MalformedException {
        byte[] plaintext = aead.open(nonce(), aad, sealed);
        count++;
        return plaintext;
    }

    /** The counter as AESGCM of the specification has it: 32 zero bits, then 64 bits big-endian. */
    private byte[] nonce() {
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[Aead.NONCE - 1 - i] = (byte) (count >>> (Byte.SIZE * i));
        }
        return nonce;
    }
}
