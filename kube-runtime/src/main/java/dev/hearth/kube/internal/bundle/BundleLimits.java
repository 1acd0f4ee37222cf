package dev.hearth.kube.internal.bundle;

import dev.hearth.base.Limit;

/** What a bundle may hold at most, so that a stranger's manifest is bounded before anything is allocated. */
public final class BundleLimits {
    /** Files of one bundle. */
    public static final Limit FILES = new Limit("files in a bundle", 4_096);

    /** Bytes of one file. */
    public static final Limit FILE_BYTES = new Limit("bytes of a file in a bundle", 32L << 20);

    /** Bytes of all files together. */
    public static final Limit TOTAL_BYTES = new Limit("bytes of all files in a bundle", 128L << 20);

    /** Bytes of a manifest; it travels in one block. */
    public static final Limit MANIFEST_BYTES = new Limit("bytes of a manifest", 768L << 10);

    /** UTF-8 bytes of a path. */
    public static final Limit PATH_BYTES = new Limit("bytes of a path", 255);

    /** Characters of an app's name, which is a label of a host name. */
    public static final Limit APP_NAME = new Limit("characters of an app's name", 63);

    /** Characters of a version. */
    public static final Limit VERSION = new Limit("characters of a version", 64);

    /** Types that an app may ask to read. */
    public static final Limit NEEDS = new Limit("types that an app reads", 64);

    /** Characters of the name of a type. */
    public static final Limit TYPE_NAME = new Limit("characters of a type's name", 128);

    /** Bytes of one part of a file, as it is stored in a space. */
    public static final int PART_BYTES = 256 << 10;

    private BundleLimits() {}
}
