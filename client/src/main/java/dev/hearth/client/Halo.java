package dev.hearth.client;

import dev.hearth.base.Bytes;
import java.util.Optional;

/** The identity side of a client: one identity per data folder, whose keys never leave its keychain. Thread-safe. */
public interface Halo {
    /**
     * Creates the identity of this data folder, with its personal space; from now on it owns the spaces that were
     * created without one. Throws IDENTITY_EXISTS when there is one.
     */
    Profile createIdentity(String name);

    /** Returns the identity, if one was created. */
    Optional<Profile> identity();

    /** Returns the chain of credentials that proves to anyone which identity this device belongs to. */
    Bytes chain();

    /**
     * Signs {@code message} with this device's key under {@code domain}, a label that names what is signed, such as
     * {@code "example.org/receipt"}. Throws NO_IDENTITY without an identity.
     */
    Bytes sign(String domain, Bytes message);
}
