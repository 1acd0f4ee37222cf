package dev.hearth.echo.internal.blob;

import dev.hearth.base.Hash;
import java.util.Set;
import java.util.function.Consumer;

/** What objects refer to, as the collection of blobs asks for it. */
public interface BlobReferences {
    /**
     * Finds which of {@code blobs} objects refer to, and hands them to {@code decision} at a moment when no transaction
     * runs, so that no reference comes between.
     */
    void among(Set<Hash> blobs, Consumer<Set<Hash>> decision);
}
