package dev.hearth.halo;

import dev.hearth.halo.spi.Keyring;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A keyring that lasts as long as this object. */
final class MemoryKeyring implements Keyring {
    private final Map<String, byte[]> entries = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Optional<byte[]> find(String entry) {
        return Optional.ofNullable(entries.get(entry)).map(byte[]::clone);
    }

    @Override
    public void store(String entry, byte[] secret) {
        entries.put(entry, secret.clone());
    }

    @Override
    public void remove(String entry) {
        entries.remove(entry);
    }
}
