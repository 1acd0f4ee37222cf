package dev.hearth.kube.internal.web;

import dev.hearth.base.Bytes;
import dev.hearth.kube.internal.bundle.Bundle;
import dev.hearth.kube.internal.bundle.BundleFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** The files of a release, ready to be sent: a look-up by path, so that no path can lead anywhere else. */
public final class SiteRelease {
    private static final String INDEX = "index.html";

    private final Map<String, Asset> assets;
    private final Asset entry;
    private final boolean spa;
    private final SortedSet<String> reads;

    private SiteRelease(Map<String, Asset> assets, Asset entry, boolean spa, SortedSet<String> reads) {
        this.assets = assets;
        this.entry = entry;
        this.spa = spa;
        this.reads = reads;
    }

    /** Prepares a verified bundle: this compresses what shrinks. */
    public static SiteRelease of(Bundle bundle) {
        Map<String, Asset> assets = new HashMap<>();
        for (Map.Entry<String, BundleFile> file : bundle.manifest().files().entrySet()) {
            Bytes content = bundle.file(file.getKey()).orElseThrow();
            assets.put(file.getKey(), Asset.of(file.getKey(), file.getValue(), content));
        }
        Asset entry = assets.get(bundle.manifest().entry());
        if (entry == null) {
            throw new IllegalStateException("A verified bundle has its entry");
        }
        return new SiteRelease(
                assets, entry, bundle.manifest().spa(), bundle.manifest().reads());
    }

    Optional<Asset> find(String path) {
        if (path.isEmpty()) {
            return Optional.of(entry);
        }
        return Optional.ofNullable(assets.get(path.endsWith("/") ? path + INDEX : path));
    }

    Asset entry() {
        return entry;
    }

    boolean spa() {
        return spa;
    }

    SortedSet<String> reads() {
        return reads;
    }
}
