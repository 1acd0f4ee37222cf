package dev.hearth.halo;

import dev.hearth.base.ByteReader;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A keychain file as it was read: the header in the clear, and the body sealed under it. The whole header is
 * authenticated with the body, so that nobody can lower a cost, swap a slot or set the generation back unnoticed.
 *
 * <pre>
 * "HEARTHKC" | version u8 | header length u16 | header (CBOR) | nonce 12 | AES-256-GCM(body), aad = all before
 * version 2: header = [vault: bin(16), generation, [slot...]]          see SealedSlot
 * version 1: header = [1, salt, memory KiB, passes, lanes] | [2, salt]  one slot, whose key seals the body itself
 * </pre>
 */
final class KeychainFile {
    static final byte[] MAGIC = "HEARTHKC".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 2;

    /** The most slots that a keychain has. */
    static final Limit SLOTS = new Limit("slots of a keychain", 16);

    private static final int FIRST_VERSION = 1;

    private final Bytes vault;
    private final long generation;
    private final List<SealedSlot> slots;
    /** What opens a file of the first version; empty for later ones. */
    private final Optional<SlotTerms> only;

    private final Bytes authenticated;
    private final Bytes nonce;
    private final Bytes sealed;

    /**
     * What was in the file.
     *
     * @param vault its key and slots
     * @param slot the number of the slot that opened it
     * @param body what was sealed
     */
    record Opened(Vault vault, int slot, Bytes body) {}

    private KeychainFile(int version, Cbor header, Bytes authenticated, Bytes nonce, Bytes sealed)
            throws MalformedException {
        this.authenticated = authenticated;
        this.nonce = nonce;
        this.sealed = sealed;
        if (version == FIRST_VERSION) {
            vault = Bytes.EMPTY;
            generation = 0;
            slots = List.of();
            only = Optional.of(firstVersion(header.asList()));
        } else {
            List<Cbor> fields = header.asList(3);
            vault = fields.get(0).asBytes(Vault.ID);
            generation = fields.get(1).asLong();
            slots = slots(fields.get(2).asList());
            only = Optional.empty();
        }
    }

    static KeychainFile read(Bytes content) throws MalformedException {
        ByteReader in = new ByteReader(content);
        if (!in.raw(MAGIC.length).equals(Bytes.of(MAGIC))) {
            throw new MalformedException("Not a keychain");
        }
        int version = in.u8();
        if (version != VERSION && version != FIRST_VERSION) {
            throw new HearthException(ErrorCode.FORMAT_UNKNOWN);
        }
        Cbor header = Cbor.decode(in.raw(in.u16()));
        Bytes nonce = in.raw(Aead.NONCE);
        return new KeychainFile(version, header, content.slice(0, in.position()), nonce, in.rest());
    }

    /** The first version wrote the number of the kind where later ones write the number of the slot and the kind. */
    private static SlotTerms firstVersion(List<Cbor> header) throws MalformedException {
        List<Cbor> fields = new ArrayList<>(header);
        fields.add(0, Cbor.of(1));
        SlotTerms terms = SlotTerms.read(fields);
        if (terms.slot().kind() != SlotKind.PASSPHRASE && terms.slot().kind() != SlotKind.KEY_FILE) {
            throw new MalformedException("Keychain of the first version with a later lock");
        }
        return terms;
    }

    private static List<SealedSlot> slots(List<Cbor> encoded) throws MalformedException {
        SLOTS.check(encoded.size());
        List<SealedSlot> slots = new ArrayList<>();
        int last = 0;
        for (Cbor each : encoded) {
            SealedSlot slot = SealedSlot.decode(each);
            int number = slot.terms().slot().number();
            if (number <= last) {
                throw new MalformedException("Slots of a keychain are not in order");
            }
            last = number;
            slots.add(slot);
        }
        return List.copyOf(slots);
    }

    /** Returns what the header says, which is authentic only once the file was opened. */
    List<KeychainSlot> slots() {
        return only.map(terms -> List.of(terms.slot()))
                .orElseGet(() -> slots.stream().map(slot -> slot.terms().slot()).toList());
    }

    /**
     * Opens it with the first key that fits a slot. Throws KEYCHAIN_LOCKED when none is of the kind of a slot,
     * WRONG_PASSPHRASE when one is and is another one, and refuses a file that was changed.
     */
    Opened open(List<KeychainKey> keys, SecureRandom random) throws MalformedException {
        boolean tried = false;
        for (KeychainKey key : keys) {
            for (SlotTerms terms : terms()) {
                if (terms.slot().kind() != key.kind()) {
                    continue;
                }
                Optional<Secret> derived = key.derive(terms);
                if (derived.isEmpty()) {
                    continue;
                }
                tried = true;
                try (Secret secret = derived.get()) {
                    Optional<Opened> opened = only.isPresent() ? openFirst(terms, secret, random) : open(terms, secret);
                    if (opened.isPresent()) {
                        return opened.get();
                    }
                }
            }
        }
        throw tried ? new HearthException(ErrorCode.WRONG_PASSPHRASE) : locked();
    }

    private List<SlotTerms> terms() {
        return only.map(List::of)
                .orElseGet(() -> slots.stream().map(SealedSlot::terms).toList());
    }

    private HearthException locked() {
        String kinds = slots().stream()
                .map(slot -> slot.number() + " " + slot.kind().label())
                .collect(Collectors.joining(", "));
        return new HearthException(ErrorCode.KEYCHAIN_LOCKED, Map.of("slots", kinds));
    }

    private Optional<Opened> open(SlotTerms terms, Secret secret) throws MalformedException {
        int number = terms.slot().number();
        SealedSlot slot = slots.stream()
                .filter(each -> each.terms().equals(terms))
                .findFirst()
                .orElseThrow();
        Optional<Secret> key = slot.open(vault, secret);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try (Secret bodyKey = Vault.bodyKey(vault, key.get())) {
            Bytes body = new Aead(bodyKey).open(nonce, authenticated, sealed);
            return Optional.of(new Opened(new Vault(vault, key.get(), generation, slots), number, body));
        }
    }

    /** What comes out of it is written as the present version the next time; until then the file stays as it is. */
    private Optional<Opened> openFirst(SlotTerms terms, Secret secret, SecureRandom random) {
        Bytes body;
        try {
            body = new Aead(secret).open(nonce, authenticated, sealed);
        } catch (MalformedException e) {
            return Optional.empty();
        }
        Vault made = Vault.create(random);
        SealedSlot slot = SealedSlot.seal(made.id(), terms, secret, made.key(), random);
        return Optional.of(new Opened(made.with(slot), terms.slot().number(), body));
    }
}
