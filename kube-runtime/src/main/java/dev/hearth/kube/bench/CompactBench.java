package dev.hearth.kube.bench;

import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.Ref;
import dev.hearth.kube.replay.Folders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures what compaction gives back: a space in which nine of ten objects, spread over all, were deleted, beside one
 * that only ever held the tenth.
 */
public final class CompactBench {
    private static final int TEN = 10;

    private final int objects;
    private boolean equal = true;
    private double seconds;

    private CompactBench(int objects) {
        this.objects = objects;
    }

    /**
     * Measures in folders that are gone afterwards.
     *
     * @param objects how many are written, at least ten
     */
    public static CompactResult run(int objects) {
        if (objects < TEN) {
            throw new IllegalArgumentException("objects is below " + TEN + ": " + objects);
        }
        Path folders = Folders.temporary("hearth-bench-compact");
        try (Seams seams = Seams.system()) {
            return new CompactBench(objects).run(folders, seams);
        } finally {
            Folders.delete(folders);
        }
    }

    private CompactResult run(Path folders, Seams seams) {
        Path many = folders.resolve("many");
        Path few = folders.resolve("few");
        List<Ref<StoredTask>> written = write(many, 1);
        long full = SpaceFolder.bytes(many);
        try (Client client = SpaceFolder.open(many)) {
            Space space = client.spaces().list().get(0);
            for (int i = 0; i < objects; i++) {
                if (i % TEN != 0) {
                    space.delete(written.get(i));
                }
            }
            Instant start = seams.clock().instant();
            space.compact();
            seconds = Stopwatch.rounded(
                    Duration.between(start, seams.clock().instant()).toNanos() / 1e9);
        }
        long compacted = SpaceFolder.bytes(many);
        check(many, written);
        write(few, TEN);
        try (Client client = SpaceFolder.open(few)) {
            client.spaces().list().get(0).compact();
        }
        long neverHad = SpaceFolder.bytes(few);
        int kept = (objects + TEN - 1) / TEN;
        return new CompactResult(
                objects,
                kept,
                equal,
                full,
                compacted,
                neverHad,
                Stopwatch.rounded(compacted / (double) neverHad),
                seconds);
    }

    private List<Ref<StoredTask>> write(Path folder, int step) {
        List<Ref<StoredTask>> written = new ArrayList<>();
        try (Client client = SpaceFolder.open(folder)) {
            Space space = client.spaces().create("Bench");
            for (int i = 0; i < objects; i += step) {
                written.add(space.put(StoredTask.of(i)));
            }
        }
        return written;
    }

    private void check(Path folder, List<Ref<StoredTask>> written) {
        try (Client client = SpaceFolder.open(folder)) {
            Space space = client.spaces().list().get(0);
            for (int i = 0; i < objects; i++) {
                equal &= space.find(written.get(i))
                        .equals(i % TEN == 0 ? Optional.of(StoredTask.of(i)) : Optional.empty());
            }
            equal &= space.query(StoredTask.class).count() == (objects + TEN - 1) / TEN;
        }
    }
}
