package dev.hearth.kube.bench;

import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.Ref;
import dev.hearth.echo.store.RocksStores;
import dev.hearth.echo.store.Store;
import dev.hearth.kube.replay.Folders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Measures writing through a client as an application has it, a transaction for each object, and in the same round a
 * bare put of as many bytes into the same store. The bare store is RocksDB behind the few lines that adapt it, with the
 * options that a space has and no encryption.
 */
public final class StoreBench {
    private final int objects;
    private final Seams seams;
    private final List<Pace> writes = new ArrayList<>();
    private final List<Pace> updates = new ArrayList<>();
    private final List<Pace> bares = new ArrayList<>();
    private boolean equal = true;
    private double bytesEach;
    private double updateBytesEach;
    private double bareBytesEach;

    private StoreBench(int objects, Seams seams) {
        this.objects = objects;
        this.seams = seams;
    }

    /**
     * Measures in folders that are gone afterwards.
     *
     * @param objects how many, at least one
     */
    public static StoreResult run(int objects, Rounds rounds) {
        if (objects < 1) {
            throw new IllegalArgumentException("objects is not positive: " + objects);
        }
        try (Seams seams = Seams.system()) {
            StoreBench bench = new StoreBench(objects, seams);
            for (int i = 0; i < rounds.warmup() + rounds.measured(); i++) {
                if (i == rounds.warmup()) {
                    bench.forgetWarmup();
                }
                bench.round(i);
            }
            return bench.result();
        }
    }

    private void forgetWarmup() {
        writes.clear();
        updates.clear();
        bares.clear();
    }

    private void round(int seed) {
        Path folder = Folders.temporary("hearth-bench-store");
        try {
            space(folder.resolve("client"), new Random(seed));
            bare(folder.resolve("bare"), new Random(seed));
        } finally {
            Folders.delete(folder);
        }
    }

    private void space(Path folder, Random random) {
        List<Ref<StoredTask>> refs = new ArrayList<>(objects);
        long[] counts = new long[objects];
        long empty;
        try (Client client = SpaceFolder.open(folder)) {
            Space space = client.spaces().create("Bench");
            empty = SpaceFolder.bytes(folder);
            writes.add(Pace.of(seams, objects, () -> {
                for (int i = 0; i < objects; i++) {
                    refs.add(space.put(StoredTask.of(i)));
                }
                space.flush();
            }));
        }
        Arrays.setAll(counts, i -> i);
        long written;
        try (Client client = SpaceFolder.open(folder)) {
            written = SpaceFolder.bytes(folder);
            Space space = client.spaces().list().get(0);
            check(space, refs, counts);
            updates.add(Pace.of(seams, objects, () -> {
                for (int i = 0; i < objects; i++) {
                    int at = random.nextInt(objects);
                    long count = (long) objects + i;
                    counts[at] = count;
                    space.update(refs.get(at), task -> task.withCount(count));
                }
                space.flush();
            }));
        }
        try (Client client = SpaceFolder.open(folder)) {
            bytesEach = Stopwatch.rounded((written - empty) / (double) objects);
            updateBytesEach = Stopwatch.rounded((SpaceFolder.bytes(folder) - written) / (double) objects);
            check(client.spaces().list().get(0), refs, counts);
        }
    }

    private void check(Space space, List<Ref<StoredTask>> refs, long[] counts) {
        for (int i = 0; i < objects; i++) {
            equal &= space.get(refs.get(i)).equals(StoredTask.of(i).withCount(counts[i]));
        }
    }

    private void bare(Path folder, Random random) {
        RocksStores.open(folder).close();
        long empty = SpaceFolder.bytes(folder);
        int valueBytes = Math.max(1, (int) bytesEach - BareStore.KEY_BYTES);
        bares.add(BareStore.fill(folder, objects, valueBytes, random, seams));
        try (Store store = RocksStores.open(folder)) {
            store.flush();
            bareBytesEach = Stopwatch.rounded((SpaceFolder.bytes(folder) - empty) / (double) objects);
        }
    }

    private StoreResult result() {
        Pace write = Pace.median(writes);
        Pace bare = Pace.median(bares);
        return new StoreResult(
                objects,
                equal,
                write,
                bytesEach,
                Pace.median(updates),
                updateBytesEach,
                bare,
                bareBytesEach,
                Stopwatch.rounded(write.micros() / bare.micros()));
    }
}
