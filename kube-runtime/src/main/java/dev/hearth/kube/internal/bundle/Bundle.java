package dev.hearth.kube.internal.bundle;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A bundle all of which was verified: an instance exists only when every file is there with the hash and size that the
 * signed manifest states.
 */
public final class Bundle {
    private final Hash id;
    private final Manifest manifest;
    private final Map<String, Bytes> files;

    private Bundle(Hash id, Manifest manifest, Map<String, Bytes> files) {
        this.id = id;
        this.manifest = manifest;
        this.files = files;
    }

    /** Verifies the manifest and then each file that it names, which {@code contents} finds by hash. */
    public static Bundle verify(
            SignedManifest signed, BundleVerifier verifier, Function<BundleFile, Optional<Bytes>> contents)
            throws MalformedException {
        Manifest manifest = signed.verify(verifier);
        Map<Hash, Bytes> verified = new LinkedHashMap<>();
        Map<String, Bytes> files = new LinkedHashMap<>();
        for (Map.Entry<String, BundleFile> file : manifest.files().entrySet()) {
            BundleFile stated = file.getValue();
            Bytes content = verified.get(stated.hash());
            if (content == null) {
                content = contents.apply(stated).orElseThrow(() -> new MalformedException("A file is missing"));
                if (!Sha256.of(content.toArray()).equals(stated.hash())) {
                    throw new MalformedException("A file does not have the hash that the manifest states");
                }
                verified.put(stated.hash(), content);
            }
            if (content.size() != stated.size()) {
                throw new MalformedException("A file does not have the size that the manifest states");
            }
            files.put(file.getKey(), content);
        }
        return new Bundle(signed.id(), manifest, files);
    }

    /** Returns the release's id. */
    public Hash id() {
        return id;
    }

    /** Returns the manifest. */
    public Manifest manifest() {
        return manifest;
    }

    /** Returns the content of a file that the manifest names. */
    public Optional<Bytes> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** Returns the bytes of all files. */
    public long size() {
        return files.values().stream().mapToLong(Bytes::size).sum();
    }
}
