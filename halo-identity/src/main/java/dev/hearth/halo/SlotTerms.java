package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The public part of a slot: how its key is derived from what the owner has.
 *
 * <pre>
 * [number, 1, salt: bin(16), memory KiB, passes, lanes]   passphrase
 * [number, 2 | 3, salt: bin(16)]                          key file | recovery key
 * [number, 4, salt: bin(16), keyring: text]               keyring
 * </pre>
 *
 * @param slot what it tells to people
 * @param salt 16 random bytes, of this slot alone
 */
record SlotTerms(KeychainSlot slot, Bytes salt) {
    static final int SALT = 16;
    private static final Limit NUMBER = new Limit("number of a slot", 255);
    private static final Limit KEYRING = new Limit("characters of a keyring's name", 64);

    List<Cbor> fields() {
        List<Cbor> fields = new ArrayList<>();
        fields.add(Cbor.of(slot.number()));
        fields.add(Cbor.of(slot.kind().number()));
        fields.add(Cbor.of(salt));
        slot.cost().ifPresent(cost -> {
            fields.add(Cbor.of(cost.memoryKib()));
            fields.add(Cbor.of(cost.passes()));
            fields.add(Cbor.of(cost.lanes()));
        });
        slot.keyring().ifPresent(name -> fields.add(Cbor.of(name)));
        return fields;
    }

    /** Reads terms; refuses a cost below the floor, before anything is computed with it. */
    static SlotTerms read(List<Cbor> fields) throws MalformedException {
        if (fields.size() < 3) {
            throw new MalformedException("Slot of a keychain is cut");
        }
        int number = fields.get(0).asInt(NUMBER);
        SlotKind kind = kind(fields.get(1).asLong());
        KeychainSlot slot = switch (kind) {
            case PASSPHRASE -> new KeychainSlot(number, kind, Optional.of(cost(fields)), Optional.empty());
            case KEY_FILE, RECOVERY -> new KeychainSlot(number, kind, Optional.empty(), Optional.empty());
            case KEYRING -> new KeychainSlot(number, kind, Optional.empty(), Optional.of(keyring(fields)));
        };
        SlotTerms terms = new SlotTerms(slot, fields.get(2).asBytes(SALT));
        if (number == 0 || terms.fields().size() != fields.size()) {
            throw new MalformedException("Slot of a keychain has other fields than its kind");
        }
        return terms;
    }

    private static SlotKind kind(long number) throws MalformedException {
        for (SlotKind kind : SlotKind.values()) {
            if (kind.number() == number) {
                return kind;
            }
        }
        throw new MalformedException("Slot of a keychain of an unknown kind");
    }

    private static KeychainCost cost(List<Cbor> fields) throws MalformedException {
        if (fields.size() < 6) {
            throw new MalformedException("Slot of a keychain without its cost");
        }
        return KeychainCost.read(
                fields.get(3).asLong(), fields.get(4).asLong(), fields.get(5).asLong());
    }

    private static String keyring(List<Cbor> fields) throws MalformedException {
        if (fields.size() < 4) {
            throw new MalformedException("Slot of a keychain without its keyring");
        }
        String name = fields.get(3).asText();
        KEYRING.check(name.length());
        return name;
    }
}
