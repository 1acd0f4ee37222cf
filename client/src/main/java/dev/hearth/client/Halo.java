package dev.hearth.client;

import dev.hearth.base.Bytes;
import dev.hearth.base.Subscription;
import dev.hearth.halo.KeychainKey;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The identity side of a client: one identity per data folder, whose keys never leave its keychain. Thread-safe.
 *
 * <p>While the keychain is locked its secrets are in nobody's memory. The client then behaves as one that is closed but
 * can be opened again: its sessions have ended, its spaces are closed, nothing is received, and every call but those
 * that say otherwise throws KEYCHAIN_LOCKED. What was handed out before, such as a space, stays closed; after unlocking
 * it is asked for anew.
 */
public interface Halo {
    /**
     * Creates the identity of this data folder, with its personal space; from now on it owns the spaces that were
     * created without one. Throws IDENTITY_EXISTS when there is one.
     */
    Profile createIdentity(String name);

    /** Returns the identity, if one was created; also while the keychain is locked. */
    Optional<Profile> identity();

    /**
     * Calls the identity something else, from 1 to 64 characters: on all its devices, and for the members of its spaces
     * as they hear of it. Requests to join, and cards and credentials that were made before, go on showing the name of
     * that time. Throws NO_IDENTITY, and NOT_PERMITTED on the 257th renaming by one device.
     */
    Profile rename(String name);

    /** Returns the people whom this identity has met or keeps as contacts. */
    Contacts contacts();

    /** Returns the chain of credentials that proves to anyone which identity this device belongs to. */
    Bytes chain();

    /**
     * Signs {@code message} with this device's key under {@code domain}, a label that names what is signed, such as
     * {@code "example.org/receipt"}. Throws NO_IDENTITY without an identity.
     */
    Bytes sign(String domain, Bytes message);

    /** Returns the devices of the identity. */
    Devices devices();

    /** Returns how the identity comes back when its devices are lost. */
    Recovery recovery();

    /** Returns whether the keychain is locked. */
    boolean isLocked();

    /**
     * Locks the keychain: leaves all swarms, makes everything durable, closes the spaces and the data folder, and wipes
     * the secrets. Another process may open the folder meanwhile. Does nothing when it is locked.
     */
    void lock();

    /**
     * Unlocks the keychain with what needs nobody's hand, a key file or a keyring, and opens the data folder again.
     * Throws as {@link Client#open} does, and stays locked then; does nothing when it is not locked.
     */
    void unlock();

    /** As {@link #unlock()}, with a passphrase or another key, which stays the caller's to close. */
    void unlock(KeychainKey key);

    /**
     * Says that the client is in use, where {@link ClientOptions#lockAfter} locks it otherwise. Calls on this client
     * and its spaces, and all that is written, say so by themselves; what its user does elsewhere in the application
     * does not.
     */
    void touch();

    /** Calls {@code listener} after each time that the keychain was locked, by hand or because it was idle. */
    Subscription onLock(Executor executor, Runnable listener);

    /** Returns the credentials that are exchanged with others; also while the keychain is locked. */
    Credentials credentials();

    /** Returns the ways into the keychain. */
    KeychainSlots keychain();
}
