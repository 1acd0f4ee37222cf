package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.BlobSpace.Picture;
import dev.hearth.echo.store.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What goes when no object refers to it. */
final class BlobCollectionTest {
    private static final Duration GRACE = Duration.ofDays(7);

    record Shelf(List<BlobRef> row, Map<String, BlobRef> drawer, Set<BlobRef> heap, Optional<BlobRef> top) {}

    @Test
    void aBlobGoesWhenItsTimeHasPassedAndNotBefore() {
        try (BlobSpace space = new BlobSpace(1)) {
            BlobRef ref = space.put(new byte[5]);
            assertThat(space.blobs().collect()).isEqualTo(new Blobs.Collection(1, 1, 0, 0));
            space.pass(GRACE.minusSeconds(1));
            assertThat(space.blobs().collect()).isEqualTo(new Blobs.Collection(1, 1, 0, 0));
            space.pass(Duration.ofSeconds(1));
            assertThat(space.blobs().collect()).isEqualTo(new Blobs.Collection(0, 0, 1, 2));
            assertThat(space.blobs().has(ref)).isFalse();
            assertThat(space.count(Family.CHUNK)).isZero();
        }
    }

    @Test
    void whateverRefersToABlobKeepsIt() {
        try (BlobSpace space = new BlobSpace(2)) {
            List<BlobRef> refs = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                refs.add(space.put(new byte[] {(byte) i}));
            }
            space.database.put(new Shelf(
                    List.of(refs.get(0)), Map.of("k", refs.get(1)), Set.of(refs.get(2)), Optional.of(refs.get(3))));
            DynamicObject deleted = space.database.create("Any").set("x", refs.get(4));
            space.database.delete(deleted.id());
            DynamicObject purged = space.database.create("Any").set("x", refs.get(5));
            space.database.purge(purged.id());
            space.blobs().pin(refs.get(6));
            space.pass(GRACE);
            assertThat(space.blobs().collect()).isEqualTo(new Blobs.Collection(6, 0, 1, 2));
            assertThat(space.blobs().has(refs.get(5))).isFalse();
            space.blobs().unpin(refs.get(6));
            assertThat(space.blobs().collect()).isEqualTo(new Blobs.Collection(6, 1, 0, 0));
            space.pass(GRACE);
            assertThat(space.blobs().collect()).isEqualTo(new Blobs.Collection(5, 0, 1, 2));
        }
    }

    @Test
    void itHappensByItself() {
        try (BlobSpace space = new BlobSpace(4)) {
            space.put(new byte[5]);
            space.seams.passWithTimers(GRACE);
            space.settle();
            assertThat(space.blobs().list()).isEmpty();
        }
    }

    @Test
    void aReferenceStartsTheTimeAnew() {
        try (BlobSpace space = new BlobSpace(3)) {
            BlobRef ref = space.put(new byte[5]);
            space.pass(GRACE.minusSeconds(1));
            Ref<Picture> picture = space.database.put(new Picture("a", ref));
            space.blobs().collect();
            space.database.purge(picture);
            space.pass(GRACE.minusSeconds(1));
            space.blobs().collect(); // sees for the first time that nothing refers to it
            space.pass(GRACE.minusSeconds(1));
            assertThat(space.blobs().collect().removed()).isZero();
            space.pass(Duration.ofSeconds(1));
            assertThat(space.blobs().collect().removed()).isEqualTo(1);
        }
    }

    /** Many objects, blobs that share chunks, restarts: the collection does what a naive one does. */
    @Test
    void whatIsReferredToIsNeverRemoved() {
        for (long seed = 1; seed <= 12; seed++) {
            new Scenario(seed).run();
        }
    }

    private static final class Scenario {
        private final long seed;
        private final Random random;
        private final BlobSpace space;
        private final byte[] common;
        private final Map<BlobRef, byte[]> here = new HashMap<>();
        private final Map<BlobRef, Instant> unreferencedSince = new HashMap<>();
        private final Set<BlobRef> pinned = new HashSet<>();
        private final Map<ObjectId, BlobRef> referring = new TreeMap<>();

        Scenario(long seed) {
            this.seed = seed;
            random = new Random(seed);
            space = new BlobSpace(seed);
            common = BlobSpace.noise(seed, 1_200_000);
        }

        void run() {
            for (int i = 0; i < 120; i++) {
                step(random.nextInt(8));
            }
            for (BlobRef each : here.keySet()) {
                assertThat(space.read(each)).as("seed %d", seed).isEqualTo(here.get(each));
            }
            Set.copyOf(here.keySet()).forEach(space.blobs()::delete);
            assertThat(space.count(Family.CHUNK)).as("seed %d", seed).isZero();
            space.close();
        }

        private Optional<BlobRef> any() {
            List<BlobRef> all = new ArrayList<>(space.blobs().list());
            return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
        }

        private void step(int kind) {
            switch (kind) {
                case 0, 1 -> put();
                case 2 ->
                    any().ifPresent(ref -> referring.put(
                            space.database.create("Any").set("blob", ref).id(), ref));
                case 3 -> unrefer();
                case 4 ->
                    any().ifPresent(ref -> {
                        if (pinned.remove(ref)) {
                            space.blobs().unpin(ref);
                            unreferencedSince.put(ref, space.seams.now());
                        } else if (random.nextInt(3) == 0) {
                            space.blobs().pin(ref);
                            pinned.add(ref);
                        }
                    });
                case 5 -> space.pass(Duration.ofDays(random.nextInt(5)));
                case 6 -> collect();
                default -> {
                    if (random.nextInt(4) == 0) {
                        space.database.close();
                        space.reopen();
                    }
                }
            }
        }

        private void put() {
            byte[] content = common.clone();
            content[random.nextInt(8) * 150_000]++;
            BlobRef ref = space.put(content);
            here.put(ref, content);
            unreferencedSince.put(ref, space.seams.now());
        }

        private void unrefer() {
            List<ObjectId> all = new ArrayList<>(referring.keySet());
            if (!all.isEmpty()) {
                ObjectId one = all.get(random.nextInt(all.size()));
                if (random.nextBoolean()) {
                    space.database.purge(one);
                } else {
                    space.database.object(one).orElseThrow().set("blob", "nothing");
                }
                referring.remove(one);
            }
        }

        private void collect() {
            int removed = 0;
            for (BlobRef ref : Set.copyOf(here.keySet())) {
                if (referring.containsValue(ref)) {
                    unreferencedSince.remove(ref);
                    continue;
                }
                Instant since = unreferencedSince.computeIfAbsent(ref, each -> space.seams.now());
                if (!pinned.contains(ref) && !since.plus(GRACE).isAfter(space.seams.now())) {
                    here.remove(ref);
                    unreferencedSince.remove(ref);
                    removed++;
                }
            }
            assertThat(space.blobs().collect().removed()).as("seed %d", seed).isEqualTo(removed);
            assertThat(space.blobs().list()).as("seed %d", seed).hasSameElementsAs(here.keySet());
        }
    }
}
