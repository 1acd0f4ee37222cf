package dev.hearth.kube.bench;

import dev.hearth.base.AtTheEdge;
import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.Query;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The process that a space comes to: arguments are its folder and the signal server. It says when it is ready, and
 * carries out a word a line of standard input:
 *
 * <pre>
 * sync LINK CODE BLOCKS  joins, and answers once so many blocks are in: milliseconds in all and until joined, bytes received
 * count                  answers how many objects there are, and the sum of their counts
 * listen CHANGES         begins to time changes
 * heard                  answers with the median, the 99th percentile and the longest delay in milliseconds
 * bare TOPIC BYTES       receives over a session that does nothing else, and answers in how many milliseconds
 * </pre>
 */
@AtTheEdge("a process of its own, driven through its standard streams")
final class SyncMain {
    private static final int LOOK_MILLIS = 5;

    private final Client client;
    private final URI signal;
    private final Seams seams;
    private @Nullable Space space;
    private @Nullable Pings pings;

    private SyncMain(Client client, URI signal, Seams seams) {
        this.client = client;
        this.signal = signal;
        this.seams = seams;
    }

    public static void main(String... arguments) throws IOException, InterruptedException {
        URI signal = URI.create(arguments[1]);
        BufferedReader words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Client client = SpaceFolder.open(Path.of(arguments[0]), signal, "Bob");
                Seams seams = Seams.system()) {
            SyncMain peer = new SyncMain(client, signal, seams);
            System.out.println("ready");
            for (String word = words.readLine(); word != null; word = words.readLine()) {
                System.out.println(peer.answer(word.split(" ", -1)));
            }
        }
    }

    private String answer(String[] word) throws InterruptedException {
        return switch (word[0]) {
            case "sync" -> sync(word[1], word[2], Long.parseLong(word[3]));
            case "count" -> count();
            case "listen" -> listen(Integer.parseInt(word[1]));
            case "heard" -> heard();
            case "bare" ->
                "bare " + BareSession.receive(client, signal, Bytes.fromHex(word[1]), Long.parseLong(word[2]));
            default -> throw new IllegalArgumentException(word[0]);
        };
    }

    private Space space() {
        return Optional.ofNullable(space).orElseThrow();
    }

    private String sync(String link, String code, long blocks) throws InterruptedException {
        Instant start = seams.clock().instant();
        space = client.spaces().join(link, code).join();
        double joined = since(start);
        while (blocks() < blocks) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        double millis = since(start);
        long bytes = space().spaceStatus().peers().stream()
                .mapToLong(peer -> peer.replica().receivedBytes())
                .sum();
        return "sync " + millis + " " + joined + " " + bytes;
    }

    private long blocks() {
        return space().version().heads().values().stream()
                .mapToLong(each -> each)
                .sum();
    }

    private String count() {
        Query<StoredTask> all = space().query(StoredTask.class);
        return "count " + all.count() + " " + (long) all.sum(StoredTask::count);
    }

    private String listen(int changes) {
        pings = new Pings(space(), changes, seams);
        return "listen " + changes;
    }

    private String heard() {
        try (Pings timed = Optional.ofNullable(pings).orElseThrow()) {
            Delays delays = timed.delays();
            return "heard " + delays.p50() + " " + delays.p99() + " " + delays.max();
        }
    }

    private double since(Instant start) {
        return Stopwatch.rounded(
                Duration.between(start, seams.clock().instant()).toNanos() / 1e6);
    }
}
