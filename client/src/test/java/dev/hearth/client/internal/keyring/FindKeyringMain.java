package dev.hearth.client.internal.keyring;

import dev.hearth.base.HearthException;
import dev.hearth.halo.spi.Keyring;
import java.util.Optional;

/** Says which keyring the service loader finds, and why there is none. */
final class FindKeyringMain {
    private FindKeyringMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String... arguments) {
        Optional<Keyring> found = Keyring.find();
        System.out.println("keyring " + found.map(Keyring::name).orElseGet(FindKeyringMain::none));
    }

    private static String none() {
        try {
            return "none, but asked it answers " + new SecretServiceKeyring().find("entry");
        } catch (HearthException e) {
            return "none, " + e.details().get("reason");
        }
    }
}
