package dev.hearth.halo;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key that seals a keychain's body, and the slots that it is sealed in: any of them opens it, and one is replaced
 * without touching the others. Immutable.
 *
 * @param id 16 random bytes, which the slots are bound to
 * @param key the vault key
 * @param generation how often the file was written
 * @param slots the ways in, at least one
 */
record Vault(Bytes id, Secret key, long generation, List<SealedSlot> slots) implements AutoCloseable {
    static final int ID = 16;
    private static final String BODY = "hearth keychain body";

    /** Copies its input. */
    Vault {
        slots = List.copyOf(slots);
    }

    /** Makes a vault without slots. */
    static Vault create(SecureRandom random) {
        byte[] id = new byte[ID];
        random.nextBytes(id);
        return new Vault(Bytes.of(id), Secret.random(random, Aead.KEY), 0, List.of());
    }

    /** Returns this vault with another key, as generation that follows, and no slots: nothing old opens it. */
    Vault rekeyed(SecureRandom random) {
        return new Vault(id, Secret.random(random, Aead.KEY), generation, List.of());
    }

    Optional<SealedSlot> find(int number) {
        return slots.stream()
                .filter(slot -> slot.terms().slot().number() == number)
                .findFirst();
    }

    /** Returns the smallest number that no slot has. */
    int freeNumber() {
        int number = 1;
        while (find(number).isPresent()) {
            number++;
        }
        return number;
    }

    /** Returns this vault with a slot more, in the place of one with the same number. */
    Vault with(SealedSlot slot) {
        List<SealedSlot> all = new ArrayList<>(without(slot.terms().slot().number()).slots);
        all.add(slot);
        all.sort((one, other) -> Integer.compare(
                one.terms().slot().number(), other.terms().slot().number()));
        return new Vault(id, key, generation, all);
    }

    /** Returns this vault without a slot. */
    Vault without(int number) {
        return new Vault(
                id,
                key,
                generation,
                slots.stream()
                        .filter(slot -> slot.terms().slot().number() != number)
                        .toList());
    }

    /** Returns this vault as it is written next. */
    Vault next() {
        return new Vault(id, key, generation + 1, slots);
    }

    /** Returns the file that holds {@code body}. */
    Bytes seal(Bytes body, SecureRandom random) {
        byte[] nonce = new byte[Aead.NONCE];
        random.nextBytes(nonce);
        Bytes header = Cbor.array(
                        Cbor.of(id),
                        Cbor.of(generation),
                        Cbor.array(slots.stream().map(SealedSlot::encode).toList()))
                .encode();
        ByteWriter out = new ByteWriter(1024);
        out.raw(KeychainFile.MAGIC).u8(KeychainFile.VERSION).u16(header.size()).raw(header);
        out.raw(nonce);
        try (Secret bodyKey = bodyKey(id, key)) {
            byte[] sealed = new Aead(bodyKey).seal(nonce, out.toArray(), body.toArray());
            return out.raw(sealed).toBytes();
        }
    }

    static Secret bodyKey(Bytes id, Secret key) {
        return Hkdf.derive(key, BODY, id, Aead.KEY);
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.close();
    }
}
