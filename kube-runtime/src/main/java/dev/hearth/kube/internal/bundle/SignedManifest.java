package dev.hearth.kube.internal.bundle;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;

/**
 * The exact bytes of a manifest with the signature over them; nothing here is believed until {@link #verify}.
 *
 * @param manifest the manifest's encoding
 * @param chain the proof of the publisher's device
 * @param signature the device's signature of the manifest
 */
public record SignedManifest(Bytes manifest, Bytes chain, Bytes signature) {
    /** The label under which manifests are signed. */
    static final String DOMAIN = "hearth bundle manifest";

    /** Returns the id of the release: the hash of the manifest. */
    public Hash id() {
        return Sha256.of(manifest.toArray());
    }

    /** Returns the manifest once its paths, its other rules and its signature hold. */
    public Manifest verify(BundleVerifier verifier) throws MalformedException {
        Manifest decoded = Manifest.decode(manifest);
        if (!verifier.verify(chain, DOMAIN, manifest, signature).equals(decoded.publisher())) {
            throw new MalformedException("Signed by another than the manifest says");
        }
        return decoded;
    }
}
