package dev.hearth.client.wallet;

import dev.hearth.base.DeviceId;
import java.nio.file.Path;
import java.util.List;

/**
 * What a client's identity has granted to other applications on this machine. Thread-safe.
 *
 * <p>An application's device is one of the identity with limited rights in single spaces: no secret key leaves the
 * wallet, and once the application has its grant it needs the wallet no more.
 */
public interface Wallet {
    /**
     * Serves the identity to the applications of the same user. Throws NO_IDENTITY, WALLET_TAKEN when another process
     * does so, WALLET_UNSAFE when the socket's place does not keep others out, STORAGE_FAILED.
     */
    WalletService serve(WalletOptions options);

    /** Returns all grants, those that have ended included, in the order of the applications' keys. */
    List<AppGrant> grants();

    /** Ends a grant: takes the application's device out of all spaces. Returns false when there is none in force. */
    boolean revoke(DeviceId app);

    /** Returns the file of what happened, one JSON object for each line; the three before it end in .1 to .3. */
    Path log();
}
