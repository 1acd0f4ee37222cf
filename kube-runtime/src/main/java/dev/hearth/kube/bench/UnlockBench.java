package dev.hearth.kube.bench;

import dev.hearth.base.Seams;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainCost;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.RecoveryKey;
import dev.hearth.kube.replay.Folders;
import java.nio.file.Path;
import java.util.Arrays;

/** Times opening a keychain by each kind of slot that needs no desktop, in milliseconds that pass. */
public final class UnlockBench {
    private final Seams seams;
    private final Path folder;
    private final Rounds rounds;

    private UnlockBench(Seams seams, Path folder, Rounds rounds) {
        this.seams = seams;
        this.folder = folder;
        this.rounds = rounds;
    }

    /** Runs the benchmark in a folder that is gone afterwards. */
    public static UnlockResult run(Rounds rounds) {
        Path folder = Folders.temporary("hearth-bench-unlock");
        try (Seams seams = Seams.system()) {
            return new UnlockBench(seams, folder, rounds).run();
        } finally {
            Folders.delete(folder);
        }
    }

    private UnlockResult run() {
        KeychainCost[] cost = new KeychainCost[1];
        double calibrate = millis(() -> cost[0] = KeychainCost.calibrated(seams));
        KeychainKey words = KeychainKey.passphrase("a passphrase of the benchmark".toCharArray(), cost[0]);
        KeychainKey least = KeychainKey.passphrase("a passphrase of the benchmark".toCharArray(), KeychainCost.FLOOR);
        KeychainKey keyFile = KeychainKey.file(folder.resolve("key"));
        KeychainKey recovery = KeychainKey.recovery(RecoveryKey.generate(seams.random()));
        Path byWords = create("words", words);
        double first = millis(() -> open(byWords, words));
        return new UnlockResult(
                cost[0],
                calibrate,
                first,
                median(byWords, words),
                median(create("least", least), least),
                median(create("file", keyFile), keyFile),
                median(create("recovery", recovery), recovery));
    }

    private Path create(String name, KeychainKey key) {
        Path file = folder.resolve(name);
        try (Keychain keychain = Keychain.create(file, key, seams)) {
            keychain.createIdentity("Ann");
        }
        return file;
    }

    private void open(Path file, KeychainKey key) {
        Keychain.open(file, seams, key).close();
    }

    private double median(Path file, KeychainKey key) {
        for (int i = 0; i < rounds.warmup(); i++) {
            open(file, key);
        }
        double[] times = new double[rounds.measured()];
        for (int i = 0; i < times.length; i++) {
            times[i] = millis(() -> open(file, key));
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private double millis(Runnable work) {
        long before = seams.nanoTime();
        work.run();
        return Stopwatch.rounded((seams.nanoTime() - before) / 1e6);
    }
}
