package dev.hearth.halo;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.internal.bc.Argon2id;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * The outside of a keychain file: a header that says how the key is found, and the body sealed under it. The whole
 * header is authenticated with the body, so that nobody can lower its cost.
 *
 * <pre>
 * "HEARTHKC" | version u8 | header length u16 | header (CBOR) | nonce 12 | AES-256-GCM(body), aad = all before
 * header = [1, salt, memory KiB, passes, lanes]  a passphrase
 *        | [2, salt]                             a key file
 * </pre>
 */
final class KeychainLock {
    private static final byte[] MAGIC = "HEARTHKC".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int PASSPHRASE = 1;
    private static final int KEY_FILE = 2;
    private static final int SALT = 16;
    private static final Limit MAX_FILE = new Limit("bytes of a keychain", 1 << 16);
    private static final String DOMAIN = "hearth keychain";

    private final Cbor header;
    private final Secret key;

    private KeychainLock(Cbor header, Secret key) {
        this.header = header;
        this.key = key;
    }

    /**
     * A lock and what it held.
     *
     * @param lock the lock, to seal the next generation with
     * @param body what was sealed
     */
    record Opened(KeychainLock lock, Bytes body) {}

    static KeychainLock byPassphrase(char[] passphrase, KeychainCost cost, SecureRandom random) {
        Bytes salt = salt(random);
        Cbor header = Cbor.array(
                Cbor.of(PASSPHRASE),
                Cbor.of(salt),
                Cbor.of(cost.memoryKib()),
                Cbor.of(cost.passes()),
                Cbor.of(cost.lanes()));
        return new KeychainLock(header, passphraseKey(passphrase, salt, cost));
    }

    static KeychainLock byKey(Secret key, SecureRandom random) {
        Bytes salt = salt(random);
        return new KeychainLock(Cbor.array(Cbor.of(KEY_FILE), Cbor.of(salt)), Hkdf.derive(key, DOMAIN, salt, Aead.KEY));
    }

    private static Bytes salt(SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return Bytes.of(salt);
    }

    static Secret passphraseKey(char[] passphrase, Bytes salt, KeychainCost cost) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        utf8.clear().put(new byte[utf8.capacity()]);
        try {
            return Secret.take(Argon2id.derive(bytes, salt.toArray(), cost.memoryKib(), cost.passes(), cost.lanes()));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    Bytes seal(Bytes body, SecureRandom random) {
        byte[] nonce = new byte[Aead.NONCE];
        random.nextBytes(nonce);
        Bytes encoded = header.encode();
        ByteWriter out = new ByteWriter(512);
        out.raw(MAGIC).u8(VERSION).u16(encoded.size()).raw(encoded).raw(nonce);
        byte[] sealed = new Aead(key).seal(nonce, out.toArray(), body.toArray());
        return out.raw(sealed).toBytes();
    }

    static Opened openWithPassphrase(Bytes content, char[] passphrase) throws MalformedException {
        Parts parts = Parts.of(content);
        if (parts.kind != PASSPHRASE) {
            throw new HearthException(ErrorCode.WRONG_PASSPHRASE);
        }
        List<Cbor> fields = parts.header.asList(5);
        KeychainCost cost = KeychainCost.read(
                fields.get(2).asLong(), fields.get(3).asLong(), fields.get(4).asLong());
        return parts.open(passphraseKey(passphrase, fields.get(1).asBytes(SALT), cost));
    }

    static Opened openWithKey(Bytes content, Secret key) throws MalformedException {
        Parts parts = Parts.of(content);
        if (parts.kind != KEY_FILE) {
            throw new HearthException(ErrorCode.WRONG_PASSPHRASE);
        }
        Bytes salt = parts.header.asList(2).get(1).asBytes(SALT);
        return parts.open(Hkdf.derive(key, DOMAIN, salt, Aead.KEY));
    }

    /** A keychain file taken apart. */
    private record Parts(Cbor header, long kind, Bytes authenticated, Bytes nonce, Bytes sealed) {
        static Parts of(Bytes content) throws MalformedException {
            MAX_FILE.check(content.size());
            ByteReader in = new ByteReader(content);
            if (!in.raw(MAGIC.length).equals(Bytes.of(MAGIC))) {
                throw new MalformedException("Not a keychain");
            }
            if (in.u8() != VERSION) {
                throw new HearthException(ErrorCode.FORMAT_UNKNOWN);
            }
            Cbor header = Cbor.decode(in.raw(in.u16()));
            if (header.asList().isEmpty()) {
                throw new MalformedException("Keychain without a header");
            }
            Bytes nonce = in.raw(Aead.NONCE);
            Bytes authenticated = content.slice(0, in.position());
            return new Parts(header, header.asList().get(0).asLong(), authenticated, nonce, in.rest());
        }

        Opened open(Secret key) {
            try {
                Bytes body = new Aead(key).open(nonce, authenticated, sealed);
                return new Opened(new KeychainLock(header, key), body);
            } catch (MalformedException e) {
                throw new HearthException(ErrorCode.WRONG_PASSPHRASE, java.util.Map.of(), e);
            }
        }
    }
}
