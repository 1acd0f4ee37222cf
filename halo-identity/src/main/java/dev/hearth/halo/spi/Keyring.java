package dev.hearth.halo.spi;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A place where the operating system keeps small secrets for a user, such as the Secret Service of a desktop. Found by
 * {@link ServiceLoader}; the first that is available is used. Thread-safe.
 *
 * <p>What can't be done is refused with KEYRING_UNAVAILABLE, with the reason in the details.
 */
public interface Keyring {
    /** Returns the keyring that can be asked here and now; the first, if there are several. */
    static Optional<Keyring> find() {
        return ServiceLoader.load(Keyring.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(Keyring::available)
                .findFirst();
    }

    /** Returns its name, at most 64 characters, which is kept in each keychain that it opens. */
    String name();

    /** Returns whether it can be asked here and now, without asking it for anything. */
    boolean available();

    /** Returns a copy of the secret under {@code entry}, if there is one; may ask the user to unlock the keyring. */
    Optional<byte[]> find(String entry);

    /** Keeps {@code secret} under {@code entry}, in the place of any other; may ask the user to unlock the keyring. */
    void store(String entry, byte[] secret);

    /** Removes what is under {@code entry}, if there is something. */
    void remove(String entry);
}
