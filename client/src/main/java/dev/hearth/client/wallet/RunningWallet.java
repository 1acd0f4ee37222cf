package dev.hearth.client.wallet;

import dev.hearth.base.DeviceId;
import dev.hearth.base.Seams;
import dev.hearth.client.internal.wallet.WalletLink;
import java.nio.file.Path;
import java.util.List;

/**
 * The wallet that runs on this machine, for its user to look after: another process has its data folder open. Throws
 * WALLET_UNREACHABLE and WALLET_UNSAFE. Thread-safe.
 *
 * @param socket where it is
 * @param seams time and threads for the connections
 */
public record RunningWallet(Path socket, Seams seams) {
    /** Returns what {@link Wallet#grants} returns there. */
    public List<AppGrant> grants() {
        try (WalletLink link = WalletLink.open(socket, seams)) {
            return link.grants();
        }
    }

    /** Does what {@link Wallet#revoke} does there. */
    public boolean revoke(DeviceId app) {
        try (WalletLink link = WalletLink.open(socket, seams)) {
            return link.revoke(app);
        }
    }
}
