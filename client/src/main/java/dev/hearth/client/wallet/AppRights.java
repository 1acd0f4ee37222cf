package dev.hearth.client.wallet;

import dev.hearth.halo.Role;
import java.util.Optional;

/** What an application may do in the name of an identity; each includes what stands before it. */
public enum AppRights {
    /** Have messages of verifiers signed, so that they know whose application it is. */
    PROVE,
    /** Read the spaces that were granted. */
    READ,
    /** Read and write the spaces that were granted. */
    WRITE;

    /** Returns the role that its device has at most in a space, if it gets into spaces at all. */
    public Optional<Role> role() {
        return switch (this) {
            case PROVE -> Optional.empty();
            case READ -> Optional.of(Role.READER);
            case WRITE -> Optional.of(Role.WRITER);
        };
    }
}
