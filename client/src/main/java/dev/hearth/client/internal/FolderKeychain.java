package dev.hearth.client.internal;

import dev.hearth.base.Seams;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.SlotKind;
import dev.hearth.halo.spi.Keyring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keychain of a data folder: {@code keychain}, and {@code keychain.key} where a key file opens it. */
final class FolderKeychain {
    private final Path file;
    private final Path keyFile;

    FolderKeychain(Path folder) {
        file = folder.resolve("keychain");
        keyFile = folder.resolve("keychain.key");
    }

    /** Opens or creates it with {@code key}; without one by what needs nobody's hand: a keyring, a key file. */
    Keychain open(Optional<KeychainKey> key, Seams seams) {
        if (!Keychain.exists(file)) {
            return Keychain.create(file, key.orElseGet(this::keyFile), seams);
        }
        return Keychain.open(
                file, seams, key.map(List::of).orElseGet(this::keysAtHand).toArray(KeychainKey[]::new));
    }

    /** Returns the key in the file beside the keychain. */
    KeychainKey keyFile() {
        return KeychainKey.file(keyFile);
    }

    /** Deletes the key file when no slot needs it any more; throws STORAGE_FAILED. */
    void tidy(Keychain keychain) {
        if (keychain.slots().stream().noneMatch(slot -> slot.kind() == SlotKind.KEY_FILE)) {
            KeychainKey.deleteFile(keyFile);
        }
    }

    private List<KeychainKey> keysAtHand() {
        List<KeychainKey> keys = new ArrayList<>();
        if (Files.exists(keyFile)) {
            keys.add(keyFile());
        }
        if (Keychain.slots(file).stream().anyMatch(slot -> slot.kind() == SlotKind.KEYRING)) {
            Keyring.find().map(KeychainKey::keyring).ifPresent(keys::add);
        }
        return keys;
    }
}
