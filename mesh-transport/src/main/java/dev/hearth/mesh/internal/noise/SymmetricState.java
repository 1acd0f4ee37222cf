package dev.hearth.mesh.internal.noise;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The chaining key and transcript hash of a handshake (section 5.2 of the specification). Not thread-safe. */
final class SymmetricState {
    static final int HASH = 32;

    private static final byte[] EMPTY = {};

    private byte[] chainingKey;
    private byte[] hash;
    private @Nullable NoiseCipher cipher;

    SymmetricState(String protocolName) {
        byte[] name = protocolName.getBytes(StandardCharsets.US_ASCII);
        hash = name.length <= HASH ? Arrays.copyOf(name, HASH) : digest(name, EMPTY);
        chainingKey = hash.clone();
    }

    private static byte[] digest(byte[] first, byte[] second) {
        return Sha256.of(Bytes.of(first), Bytes.of(second)).value().toArray();
    }

    void mixHash(byte[] data) {
        hash = digest(hash, data);
    }

    void mixKey(byte[] input) {
        byte[][] keys = hkdf(input, 2);
        chainingKey = keys[0];
        cipher = new NoiseCipher(keys[1]);
    }

    void mixKeyAndHash(byte[] input) {
        byte[][] keys = hkdf(input, 3);
        chainingKey = keys[0];
        mixHash(keys[1]);
        cipher = new NoiseCipher(keys[2]);
    }

    byte[] encryptAndHash(byte[] plaintext) {
        byte[] sealed = cipher == null ? plaintext : cipher.seal(hash, plaintext);
        mixHash(sealed);
        return sealed;
    }

    byte[] decryptAndHash(byte[] sealed) throws MalformedException {
        byte[] plaintext = cipher == null ? sealed : cipher.open(hash, sealed);
        mixHash(sealed);
        return plaintext;
    }

    boolean hasKey() {
        return cipher != null;
    }

    Bytes hash() {
        return Bytes.of(hash);
    }

    /** Returns the initiator's and the responder's sending cipher. */
    NoiseCipher[] split() {
        byte[][] keys = hkdf(EMPTY, 2);
        return new NoiseCipher[] {new NoiseCipher(keys[0]), new NoiseCipher(keys[1])};
    }

    private byte[][] hkdf(byte[] input, int outputs) {
        byte[] temporary = Hkdf.hmac(chainingKey, input);
        byte[][] keys = new byte[outputs][];
        byte[] last = EMPTY;
        for (int i = 0; i < outputs; i++) {
            last = Hkdf.hmac(temporary, last, new byte[] {(byte) (i + 1)});
            keys[i] = last.clone();
        }
        return keys;
    }
}
