package dev.hearth.kube.bench;

import dev.hearth.base.AtTheEdge;
import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.BlobPeer;
import dev.hearth.echo.BlobRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process that fetches: arguments are its folder, the signal server, an invitation's link and code, and the
 * pointer. It says when it is ready, carries out a word a line of standard input, and says how far it is.
 */
@AtTheEdge("a process of its own, driven through its standard streams")
final class BlobFetchMain {
    private static final int LOOK_MILLIS = 50;

    private BlobFetchMain() {}

    public static void main(String... arguments) throws IOException, InterruptedException, ExecutionException {
        URI signal = URI.create(arguments[1]);
        BlobRef ref = BlobRef.of(Bytes.fromHex(arguments[4])).orElseThrow();
        BufferedReader words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Client client = SpaceFolder.open(Path.of(arguments[0]), signal, "Bob");
                Seams seams = Seams.system()) {
            Space space = space(client, arguments[2], arguments[3]);
            while (space.blobs().peers().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            System.out.println("ready");
            for (String word = words.readLine(); word != null; word = words.readLine()) {
                if (word.startsWith("bare ")) {
                    Bytes topic = Bytes.fromHex(word.substring(5));
                    System.out.println("bare " + BareSession.receive(client, signal, topic, ref.size()));
                } else {
                    fetch(space, ref, seams);
                }
            }
        }
    }

    private static Space space(Client client, String link, String code) {
        return client.spaces().list().isEmpty()
                ? client.spaces().join(link, code).join()
                : client.spaces().list().get(0);
    }

    private static void fetch(Space space, BlobRef ref, Seams seams) throws InterruptedException, ExecutionException {
        Instant start = seams.clock().instant();
        CompletableFuture<Void> fetched = space.blobs().fetch(ref);
        do {
            System.out.println("here " + space.blobs().status(ref).bytesHere() + " " + since(start, seams));
        } while (!ends(fetched));
        double millis = since(start, seams);
        long received = space.blobs().peers().stream()
                .mapToLong(BlobPeer::receivedChunks)
                .sum();
        String hash = BlobBench.hash(space.blobs().open(ref, Duration.ZERO));
        System.out.println("done " + millis + " " + hash + " " + received);
    }

    /** Waits a moment; returns whether all had come by then. */
    private static boolean ends(CompletableFuture<Void> fetched) throws InterruptedException, ExecutionException {
        try {
            fetched.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static double since(Instant start, Seams seams) {
        return Duration.between(start, seams.clock().instant()).toNanos() / 1e6;
    }
}
