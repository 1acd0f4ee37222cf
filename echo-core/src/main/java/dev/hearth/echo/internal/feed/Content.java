package dev.hearth.echo.internal.feed;

import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a block holds: changes of objects, or the merge of a branch.
 *
 * @param changes the changes; empty for a merge
 * @param merge the merge, if it is one
 */
public record Content(List<Changes.Change> changes, Optional<Merge> merge) {
    /** Reads a plaintext; {@code last} is the object that the feed changed last. */
    public static Content decode(byte[] plaintext, @Nullable ObjectId last) throws MalformedException {
        return Merge.is(plaintext)
                ? new Content(List.of(), Optional.of(Merge.decode(plaintext)))
                : new Content(Changes.decode(plaintext, last), Optional.empty());
    }
}
