package dev.hearth.kube.internal.web;

import java.util.List;
import java.util.Optional;

/**
 * An app as it is served: its current release, the earlier ones whose assets pages that are still open may ask for, and
 * the data that its pages may read.
 */
public final class Site {
    /** Earlier releases whose assets stay resolvable. */
    public static final int KEPT = 3;

    private final SiteRelease current;
    private final List<SiteRelease> earlier;
    private final Optional<SpaceData> data;

    /** Creates a site; {@code data} is absent when there is none to read. */
    public Site(SiteRelease current, List<SiteRelease> earlier, Optional<SpaceData> data) {
        this.current = current;
        this.earlier = earlier.stream().limit(KEPT).toList();
        this.data = data;
    }

    /** Returns the data, when this app's release asked for {@code type}. */
    Optional<SpaceData> data(String type) {
        return data.filter(it -> current.reads().contains(type));
    }

    /** Returns the data, when this app's release asked for any. */
    Optional<SpaceData> data() {
        return data.filter(it -> !current.reads().isEmpty());
    }

    /** Returns what {@code path}, without its leading slash, is; {@code navigation}: a person follows a link to it. */
    Optional<Asset> find(String path, boolean navigation) {
        Optional<Asset> found = current.find(path);
        if (found.isPresent()) {
            return found;
        }
        if (isFileLike(path)) {
            return earlier.stream()
                    .flatMap(release -> release.find(path).stream())
                    .filter(asset -> !asset.isHtml())
                    .findFirst();
        }
        return navigation && current.spa() ? Optional.of(current.entry()) : Optional.empty();
    }

    /** Returns whether {@code path} is a folder with a page of its own. */
    boolean isFolder(String path) {
        return !path.isEmpty()
                && !path.endsWith("/")
                && current.find(path + "/").isPresent();
    }

    private static boolean isFileLike(String path) {
        return path.indexOf('.', path.lastIndexOf('/') + 1) >= 0;
    }
}
