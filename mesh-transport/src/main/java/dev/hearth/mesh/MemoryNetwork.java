package dev.hearth.mesh;

import dev.hearth.mesh.internal.link.MemoryHub;
import java.util.random.RandomGenerator;

/**
 * Connects meshes of one process without sockets or a signal server; for tests, demonstrations and several clients in
 * one program. Thread-safe.
 */
public final class MemoryNetwork {
    private final MemoryHub hub = new MemoryHub();

    private MemoryNetwork() {}

    /** Returns a network of its own. */
    public static MemoryNetwork create() {
        return new MemoryNetwork();
    }

    /** Cuts every link at once, losing what is on its way; sessions look for another. Returns how many were cut. */
    public int cutAll() {
        return hub.cutAll();
    }

    /** Cuts one link drawn by {@code random}; returns 0 when there is none. */
    public int cutOne(RandomGenerator random) {
        return hub.cutOne(random);
    }

    MemoryHub hub() {
        return hub;
    }
}
