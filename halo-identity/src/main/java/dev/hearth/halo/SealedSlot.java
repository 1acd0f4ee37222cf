package dev.hearth.halo;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A slot of a keychain: its terms, and the vault key sealed under the key that they lead to. The check commits to that
 * key: it tells another passphrase from a changed file, and keeps a slot from opening under two keys.
 *
 * @param terms how its key is found
 * @param sealed {@code check(16) nonce(12) AES-256-GCM(vault key)}
 */
record SealedSlot(SlotTerms terms, Bytes sealed) {
    private static final String DOMAIN = "hearth keychain slot";
    private static final int CHECK = 16;
    private static final int SIZE = CHECK + Aead.NONCE + Aead.KEY + Aead.TAG;

    /** Seals the key of vault {@code vault} under {@code key}, which {@code terms} lead to. */
    static SealedSlot seal(Bytes vault, SlotTerms terms, Secret key, Secret vaultKey, SecureRandom random) {
        byte[] nonce = new byte[Aead.NONCE];
        random.nextBytes(nonce);
        byte[] plain = vaultKey.reveal();
        try (Secret wrapping = derive(key, "key", vault, Aead.KEY)) {
            byte[] wrapped = new Aead(wrapping).seal(nonce, context(vault, terms), plain);
            Bytes sealed = new ByteWriter()
                    .raw(check(key, vault))
                    .raw(nonce)
                    .raw(wrapped)
                    .toBytes();
            return new SealedSlot(terms, sealed);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Returns the vault key; empty when {@code key} is another one than the slot's. */
    Optional<Secret> open(Bytes vault, Secret key) throws MalformedException {
        if (!Secret.of(check(key, vault)).equals(Secret.of(sealed.slice(0, CHECK)))) {
            return Optional.empty();
        }
        byte[] nonce = sealed.slice(CHECK, CHECK + Aead.NONCE).toArray();
        byte[] wrapped = sealed.slice(CHECK + Aead.NONCE, SIZE).toArray();
        try (Secret wrapping = derive(key, "key", vault, Aead.KEY)) {
            return Optional.of(Secret.take(new Aead(wrapping).open(nonce, context(vault, terms), wrapped)));
        }
    }

    private static Bytes check(Secret key, Bytes vault) {
        try (Secret check = derive(key, "check", vault, CHECK)) {
            return Bytes.of(check.reveal());
        }
    }

    private static Secret derive(Secret key, String purpose, Bytes vault, int size) {
        return Hkdf.derive(key, DOMAIN, Bytes.concat(Bytes.utf8(purpose), vault), size);
    }

    /** A slot opens in its own vault only, and only with the terms that it was sealed with. */
    private static byte[] context(Bytes vault, SlotTerms terms) {
        return Cbor.array(Cbor.of(DOMAIN), Cbor.of(vault), Cbor.array(terms.fields()))
                .encode()
                .toArray();
    }

    Cbor encode() {
        List<Cbor> fields = new ArrayList<>(terms.fields());
        fields.add(Cbor.of(sealed));
        return Cbor.array(fields);
    }

    static SealedSlot decode(Cbor encoded) throws MalformedException {
        List<Cbor> fields = encoded.asList();
        if (fields.isEmpty()) {
            throw new MalformedException("Slot of a keychain is empty");
        }
        int last = fields.size() - 1;
        return new SealedSlot(
                SlotTerms.read(fields.subList(0, last)), fields.get(last).asBytes(SIZE));
    }
}
