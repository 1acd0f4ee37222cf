package dev.hearth.echo.internal.blob;

import dev.hearth.base.Hash;
import dev.hearth.echo.Blobs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes away blobs that no object has referred to for a while. A blob is marked with the time at which it was first
 * found unreferenced; a reference takes the mark away. What goes is decided while no transaction runs, and goes then.
 */
final class BlobCollector {
    private final ChunkShelf shelf;
    private final BlobReferences references;
    private final InstantSource clock;

    BlobCollector(ChunkShelf shelf, BlobReferences references, InstantSource clock) {
        this.shelf = shelf;
        this.references = references;
        this.clock = clock;
    }

    Blobs.Collection collect(Duration grace) {
        Set<Hash> here = new TreeSet<>();
        shelf.records().forEach(blob -> here.add(blob.ref().id()));
        List<Long> gone = new ArrayList<>();
        long[] waiting = {0};
        references.among(here, referenced -> {
            for (Hash id : here) {
                mark(id, referenced.contains(id));
                if (isUnwanted(id, Duration.ZERO)) {
                    waiting[0]++;
                }
                if (isUnwanted(id, grace)) {
                    shelf.retire(id).ifPresent(gone::add);
                }
            }
        });
        long chunks = 0;
        for (long number : gone) {
            chunks += shelf.clean(number);
        }
        return new Blobs.Collection(here.size() - gone.size(), waiting[0] - gone.size(), gone.size(), chunks);
    }

    private void mark(Hash id, boolean referenced) {
        long unreferenced = Math.max(1, now()); // 0 says that it is referenced
        shelf.change(id, blob -> {
            if (referenced) {
                return blob.withSince(0);
            }
            return blob.since() == 0 ? blob.withSince(unreferenced) : blob;
        });
    }

    private boolean isUnwanted(Hash id, Duration time) {
        return shelf.find(id)
                .filter(blob -> !blob.pinned() && blob.since() > 0 && now() - blob.since() >= time.toSeconds())
                .isPresent();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
