package dev.hearth.kube.internal.bundle;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import java.util.Map;

/**
 * A bundle that was just packed: each content once, however many paths name it.
 *
 * @param manifest the manifest
 * @param signed its bytes and signature
 * @param contents the files' contents by hash
 */
public record PackedBundle(Manifest manifest, SignedManifest signed, Map<Hash, Bytes> contents) {
    /** Copies its input. */
    public PackedBundle {
        contents = Map.copyOf(contents);
    }
}
