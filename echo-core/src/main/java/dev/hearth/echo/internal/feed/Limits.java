package dev.hearth.echo.internal.feed;

import dev.hearth.base.Limit;

/** What a block may hold at most. */
public final class Limits {
    /** The longest body of a block; it fits a frame of 1 MiB together with the run's signature. */
    public static final Limit BODY = new Limit("bytes of a block", (1 << 20) - 1024);

    /** The longest body that a device writes in a branch; a block of the space carries it when it is merged. */
    public static final Limit BRANCH_BODY = new Limit("bytes of a block of a branch", (1 << 20) - (64 << 10));

    /** The most feeds that a block depends on. */
    public static final Limit DEPENDENCIES = new Limit("dependencies of a block", 4096);

    /** The most credentials that a block names. */
    public static final Limit AUTHORITY = new Limit("credentials named by a block", 64);

    /** The most objects that a block changes. */
    public static final Limit OBJECTS = new Limit("objects in a block", 1 << 17);

    /** The longest change of one object, and of all changes of a block when inflated. */
    public static final Limit INFLATED = new Limit("bytes of changes", 16 << 20);

    /** The highest epoch. */
    public static final Limit EPOCH = new Limit("epoch", Integer.MAX_VALUE);

    /** The longest signature. */
    public static final Limit SIGNATURE = new Limit("bytes of a signature", 256);

    private Limits() {}
}
