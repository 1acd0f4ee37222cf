package dev.hearth.client.wallet;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What an application asks of the wallet.
 *
 * @param app what the application calls itself
 * @param scope what it wants; being asked once, it names at once all that it needs
 * @param socket where the wallet is
 * @param patience how long it waits for the user
 */
public record WalletRequest(String app, AppScope scope, Path socket, Duration patience) {
    /** Asks the wallet of this user, and waits for two minutes. */
    public static WalletRequest of(String app, AppScope scope) {
        return new WalletRequest(app, scope, WalletOptions.defaultSocket(), Duration.ofMinutes(2));
    }

    /** Returns this for the wallet at another place. */
    public WalletRequest at(Path place) {
        return new WalletRequest(app, scope, place, patience);
    }

    /** Returns this with another patience. */
    public WalletRequest patience(Duration limit) {
        return new WalletRequest(app, scope, socket, limit);
    }
}
