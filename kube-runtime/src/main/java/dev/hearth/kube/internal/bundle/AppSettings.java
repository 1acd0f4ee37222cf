package dev.hearth.kube.internal.bundle;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the author of an app says about it, beside its files.
 *
 * @param entry the file that the root is
 * @param spa whether a navigation to an unknown path gets the entry
 * @param reads the types of objects that its pages may read
 */
public record AppSettings(String entry, boolean spa, SortedSet<String> reads) {
    /** The file in an app's folder that holds these; it is not part of the bundle's files. */
    public static final String FILE = "hearth.json";

    /** Copies its input. */
    public AppSettings {
        reads = Collections.unmodifiableSortedSet(new TreeSet<>(reads));
    }

    /** Returns what holds without a file: {@code index.html}, a page per path, no data. */
    public static AppSettings defaults() {
        return new AppSettings("index.html", false, new TreeSet<>());
    }
}
