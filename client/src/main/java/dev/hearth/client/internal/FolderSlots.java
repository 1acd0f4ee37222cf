package dev.hearth.client.internal;

import dev.hearth.client.KeychainSlots;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.KeychainSlot;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The slots of the keychain in a data folder, for as long as the folder is open. Thread-safe. */
final class FolderSlots implements KeychainSlots {
    private final Supplier<DataFolder> folder;

    /** Asks {@code folder}, which throws KEYCHAIN_LOCKED or CLOSED when it is not open, at each call. */
    FolderSlots(Supplier<DataFolder> folder) {
        this.folder = folder;
    }

    private <T> T change(Function<Keychain, T> change) {
        return folder.get().changeKeychain(change);
    }

    @Override
    public List<KeychainSlot> list() {
        return folder.get().keychain().slots();
    }

    @Override
    public int current() {
        return folder.get().keychain().openedBy();
    }

    @Override
    public KeychainSlot add(KeychainKey key) {
        return change(keychain -> keychain.add(key));
    }

    @Override
    public KeychainSlot change(int slot, KeychainKey key) {
        return change(keychain -> keychain.change(slot, key));
    }

    @Override
    public void remove(int slot) {
        change(keychain -> {
            keychain.remove(slot);
            return slot;
        });
    }

    @Override
    public void rekey(KeychainKey... keys) {
        change(keychain -> {
            keychain.rekey(keys);
            return keys.length;
        });
    }

    @Override
    public KeychainKey keyFile() {
        return folder.get().keyFile();
    }
}
