package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a wallet serves: an identity and its spaces, and where it keeps its grants. All throw KEYCHAIN_LOCKED while the
 * keychain is locked, and CLOSED afterwards.
 */
public interface WalletHost {
    /** Tells that somebody uses the wallet, which its own work is not: one that nobody uses is locked in time. */
    void use();

    /** Returns the identity; throws NO_IDENTITY. */
    LocalIdentity identity();

    /** Returns something that is another one after the keychain was locked and unlocked. */
    Object token();

    /** Returns the spaces that can be granted: those that are open, without the personal one. */
    List<KnownSpace> spaces();

    /** Returns the spaces that may have been granted: also those that were closed since. */
    List<KnownSpace> allSpaces();

    /** Returns the signal servers at which the spaces' members meet. */
    List<URI> signals();

    /**
     * Lets an application's device into a space, if it is not in; throws NOT_PERMITTED, KEY_MISSING or as opening a
     * space does.
     */
    void admit(SpaceId space, IdentityChain app, Role cap);

    /** Returns whether an application's device is in a space. */
    boolean has(SpaceId space, DeviceId app);

    /** Takes an application's device out of a space, if it is in. */
    void revoke(SpaceId space, DeviceId app);

    /** Returns a space's credentials, each after those that it builds on; the list only grows at its end. */
    List<Bytes> credentials(SpaceId space);

    /** Returns how many credentials a space has. */
    int credentialCount(SpaceId space);

    /** Returns what is kept of grants, by the applications' keys. */
    Map<Bytes, Bytes> records();

    /** Returns what is kept of one grant. */
    Optional<Bytes> record(Bytes app);

    /** Keeps a grant. */
    void keep(Bytes app, Bytes record);
}
