package dev.hearth.client.wallet;

import java.nio.file.Path;

/**
 * How a wallet serves.
 *
 * @param socket where its socket is: in a folder that is the user's own and closed to others, which is created if it is
 *     not there
 * @param prompt asks the user
 */
public record WalletOptions(Path socket, ConsentPrompt prompt) {
    /** At {@link #defaultSocket()}. */
    public static WalletOptions of(ConsentPrompt prompt) {
        return new WalletOptions(defaultSocket(), prompt);
    }

    /** Returns these with another place for the socket. */
    public WalletOptions at(Path place) {
        return new WalletOptions(place, prompt);
    }

    /**
     * Returns where the wallet of this user is: {@code $XDG_RUNTIME_DIR/hearth/wallet}, or without that variable
     * {@code ~/.hearth/run/wallet}.
     */
    public static Path defaultSocket() {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return runtime != null && Path.of(runtime).isAbsolute()
                ? Path.of(runtime, "hearth", "wallet")
                : Path.of(System.getProperty("user.home"), ".hearth", "run", "wallet");
    }
}
