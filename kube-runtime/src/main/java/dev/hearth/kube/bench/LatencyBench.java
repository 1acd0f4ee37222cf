package dev.hearth.kube.bench;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Invitation;
import dev.hearth.client.Space;
import dev.hearth.halo.Role;
import dev.hearth.kube.replay.Folders;
import dev.hearth.mesh.signal.SignalServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Times changes from the call that writes them to the callback of a live query, here and in another process over TCP on
 * the same machine. Changes are some milliseconds apart, as those of people are; the clock of the machine serves both
 * processes.
 */
public final class LatencyBench {
    private static final Duration APART = Duration.ofMillis(5);
    private static final int WARMUP = 500;

    private LatencyBench() {}

    /** Times so many changes, at least one, after 500 that don't count. */
    public static LatencyResult run(int changes) {
        if (changes < 1) {
            throw new IllegalArgumentException("changes is not positive: " + changes);
        }
        Path folder = Folders.temporary("hearth-bench-latency");
        try (Seams seams = Seams.system()) {
            return run(folder, changes, seams);
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("folder", folder.toString()), e);
        } finally {
            Folders.delete(folder);
        }
    }

    private static LatencyResult run(Path folder, int changes, Seams seams) throws IOException {
        try (SignalServer signal = SignalServer.start();
                Client client = SpaceFolder.open(folder.resolve("ann"), signal.uri(), "Ann")) {
            Space space = client.spaces().create("Bench");
            Invitation invitation = space.invite(Role.READER);
            try (BenchProcess peer = BenchProcess.start(
                    SyncMain.class,
                    List.of(folder.resolve("bob").toString(), signal.uri().toString()))) {
                peer.ask("sync " + invitation.link() + " " + invitation.code() + " 1");
                peer.ask("listen " + changes);
                try (Pings local = new Pings(space, changes, seams)) {
                    for (int number = -WARMUP; number < changes; number++) {
                        space.put(new Ping(number, seams.clock().instant()));
                        LockSupport.parkNanos(APART.toNanos());
                    }
                    String[] remote = peer.ask("heard");
                    return new LatencyResult(
                            changes,
                            local.delays(),
                            new Delays(
                                    Double.parseDouble(remote[1]),
                                    Double.parseDouble(remote[2]),
                                    Double.parseDouble(remote[3])));
                }
            }
        }
    }
}
