package dev.hearth.kube.bench;

import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.client.wallet.ConsentPrompt;
import dev.hearth.client.wallet.WalletAccess;
import dev.hearth.client.wallet.WalletOptions;
import dev.hearth.client.wallet.WalletRequest;
import dev.hearth.client.wallet.WalletService;
import dev.hearth.kube.replay.Folders;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Times a proof by a wallet over its socket, against the signature in it. */
public final class WalletBench {
    private static final int EACH = 200;

    private final Seams seams;
    private final Path folder;
    private final Rounds rounds;

    private WalletBench(Seams seams, Path folder, Rounds rounds) {
        this.seams = seams;
        this.folder = folder;
        this.rounds = rounds;
    }

    /** Runs the benchmark in a folder that is gone afterwards; each round is 200 signatures of each kind. */
    public static WalletResult run(Rounds rounds) {
        Path folder = Folders.temporary("hearth-bench-wallet");
        try (Seams seams = Seams.system()) {
            return new WalletBench(seams, folder, rounds).run();
        } finally {
            Folders.delete(folder);
        }
    }

    private WalletResult run() {
        ClientOptions alone = ClientOptions.defaults().seams(seams).transports(List.of());
        Path socket = folder.resolve("run").resolve("wallet");
        WalletOptions options =
                WalletOptions.of(ConsentPrompt.allowing(request -> true)).at(socket);
        try (Client ann = Client.open(folder.resolve("ann"), alone);
                Client app = Client.open(folder.resolve("app"), alone)) {
            ann.halo().createIdentity("Ann");
            ann.spaces().create("Home");
            WalletRequest request =
                    WalletRequest.of("Bench", AppScope.write().inAllSpaces()).at(socket);
            try (WalletService service = ann.wallet().serve(options);
                    WalletAccess access = app.useWallet(request).join()) {
                if (!service.socket().equals(socket.toAbsolutePath())) {
                    throw new IllegalStateException("The wallet serves elsewhere");
                }
                return measure(ann, app, access);
            }
        }
    }

    private WalletResult measure(Client ann, Client app, WalletAccess access) {
        Bytes message = Bytes.utf8("a verifier's question, as long as a nonce and a name");
        double[] bare = micros(() -> ann.halo().sign("hearth bench", message));
        double[] roundTrip = micros(() -> access.prove(message));
        double[] own = micros(() -> app.halo().sign("hearth bench", message));
        return new WalletResult(
                Stopwatch.rounded(bare[bare.length / 2]),
                Stopwatch.rounded(roundTrip[roundTrip.length / 2]),
                Stopwatch.rounded(roundTrip[roundTrip.length * 99 / 100]),
                Stopwatch.rounded(own[own.length / 2]));
    }

    /** Returns the times of all that were measured, in ascending order. */
    private double[] micros(Runnable work) {
        for (int i = 0; i < rounds.warmup() * EACH; i++) {
            work.run();
        }
        double[] times = new double[rounds.measured() * EACH];
        for (int i = 0; i < times.length; i++) {
            long before = seams.nanoTime();
            work.run();
            times[i] = (seams.nanoTime() - before) / 1e3;
        }
        Arrays.sort(times);
        return times;
    }
}
