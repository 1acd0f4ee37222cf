package dev.hearth.client;

import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.KeychainSlot;
import java.util.List;

/**
 * The ways into a client's keychain. Every call throws KEYCHAIN_LOCKED while it is locked; a change is durable when it
 * returns, and throws STORAGE_FAILED or DISK_FULL when it can't be. Thread-safe.
 */
public interface KeychainSlots {
    /** Returns the slots by their numbers. */
    List<KeychainSlot> list();

    /** Returns the number of the slot that the keychain was opened by. */
    int current();

    /** Adds a slot; throws INPUT_MALFORMED when there are 16, KEYRING_UNAVAILABLE when a keyring refuses. */
    KeychainSlot add(KeychainKey key);

    /** Replaces what opens a slot, as when a passphrase is changed; throws SLOT_UNKNOWN, or as {@link #add} does. */
    KeychainSlot change(int slot, KeychainKey key);

    /** Removes a slot; throws SLOT_UNKNOWN, LAST_SLOT when it is the only one. */
    void remove(int slot);

    /**
     * Seals the keychain file under a new key, for a case in which the former may be known to others: only slots for
     * {@code keys} are there afterwards. The identity and what seals the data folder stay.
     */
    void rekey(KeychainKey... keys);

    /** Returns the key in the file beside the keychain, which protects nothing once the disk is stolen. */
    KeychainKey keyFile();
}
