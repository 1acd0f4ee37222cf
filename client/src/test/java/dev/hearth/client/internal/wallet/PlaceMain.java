package dev.hearth.client.internal.wallet;

import dev.hearth.base.HearthException;
import java.nio.file.Path;

/** Tries in a process of its own to have a wallet's place, and says how that went. */
final class PlaceMain {
    private PlaceMain() {}

    public static void main(String... socket) {
        try (WalletPlace.Listening listening = new WalletPlace(Path.of(socket[0])).listen()) {
            System.out.println("has " + listening.socket());
        } catch (HearthException e) {
            System.out.println("refused " + e.code());
        }
    }
}
