package dev.hearth.kube.bench;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Invitation;
import dev.hearth.client.Space;
import dev.hearth.halo.Role;
import dev.hearth.kube.replay.Folders;
import dev.hearth.mesh.Topic;
import dev.hearth.mesh.signal.SignalServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures how a space of many objects comes to another process for the first time, over TCP, signatures and encryption
 * on; and in the same run a session that carries as many bytes and the bare store that takes them.
 */
public final class SyncBench {
    private final int objects;
    private final Path folder;
    private final Seams seams;

    private SyncBench(int objects, Path folder, Seams seams) {
        this.objects = objects;
        this.folder = folder;
        this.seams = seams;
    }

    /** Measures so many objects, at least one, in a folder that is gone afterwards. */
    public static SyncResult run(int objects) {
        if (objects < 1) {
            throw new IllegalArgumentException("objects is not positive: " + objects);
        }
        Path folder = Folders.temporary("hearth-bench-sync");
        try (Seams seams = Seams.system()) {
            return new SyncBench(objects, folder, seams).run();
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("folder", folder.toString()), e);
        } finally {
            Folders.delete(folder);
        }
    }

    private SyncResult run() throws IOException {
        try (SignalServer signal = SignalServer.start();
                Client client = SpaceFolder.open(folder.resolve("ann"), signal.uri(), "Ann")) {
            Space space = client.spaces().create("Bench");
            for (int i = 0; i < objects; i++) {
                space.put(StoredTask.of(i));
            }
            space.flush();
            long blocks = space.version().heads().values().stream()
                    .mapToLong(each -> each)
                    .sum();
            Invitation invitation = space.invite(Role.READER);
            try (BenchProcess peer = BenchProcess.start(
                    SyncMain.class,
                    List.of(folder.resolve("bob").toString(), signal.uri().toString()))) {
                String[] synced = peer.ask("sync " + invitation.link() + " " + invitation.code() + " " + blocks);
                long bytes = Long.parseLong(synced[3]);
                String[] counted = peer.ask("count");
                boolean equal = Integer.parseInt(counted[1]) == objects && Long.parseLong(counted[2]) == sum();
                byte[] random = new byte[Topic.SIZE];
                seams.random().nextBytes(random);
                try (BareSession sender = BareSession.send(client, signal.uri(), Bytes.of(random), bytes)) {
                    double bare = Double.parseDouble(peer.ask("bare " + sender.topic() + " " + bytes)[1]);
                    return new SyncResult(
                            objects,
                            equal,
                            Double.parseDouble(synced[1]),
                            Double.parseDouble(synced[2]),
                            bytes,
                            Stopwatch.rounded(bare),
                            bareStore(bytes));
                }
            }
        }
    }

    private long sum() {
        return (long) objects * (objects - 1) / 2;
    }

    private double bareStore(long bytes) {
        int each = Math.toIntExact(Math.max(1, bytes / objects - BareStore.KEY_BYTES));
        Pace pace = BareStore.fill(folder.resolve("bare"), objects, each, new Random(1), seams);
        return Stopwatch.rounded(pace.micros() * objects / 1e3);
    }
}
