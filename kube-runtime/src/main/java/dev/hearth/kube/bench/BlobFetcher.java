package dev.hearth.kube.bench;

import dev.hearth.base.Bytes;
import dev.hearth.client.Invitation;
import dev.hearth.echo.BlobRef;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A process that fetches a blob ({@link BlobFetchMain}), as the one sees it that drives it. Used by one thread. */
final class BlobFetcher implements AutoCloseable {
    private final BenchProcess process;

    /** How the whole fetch went. */
    record Done(double millis, String hash, long receivedChunks) {}

    private BlobFetcher(BenchProcess process) {
        this.process = process;
    }

    /** Starts one on its own folder below {@code folder}, and waits until it is connected. */
    static BlobFetcher start(Path folder, URI signal, Invitation invitation, BlobRef ref) throws IOException {
        return new BlobFetcher(BenchProcess.start(
                BlobFetchMain.class,
                List.of(
                        folder.resolve("bob").toString(),
                        signal.toString(),
                        invitation.link(),
                        invitation.code(),
                        ref.toBytes().hex())));
    }

    /** Receives over a bare session; returns the milliseconds. */
    double bare(Bytes topic) throws IOException {
        return Double.parseDouble(process.ask("bare " + topic)[1]);
    }

    /** Begins to fetch, and returns at half, with the milliseconds until then. */
    double fetchHalf(long size) throws IOException {
        process.say("fetch");
        String half = process.await(line -> !line.startsWith("here ") || Long.parseLong(part(line, 1)) >= size / 2);
        return Double.parseDouble(part(half, half.startsWith("here ") ? 2 : 1));
    }

    Done fetch() throws IOException {
        process.say("fetch");
        String done = process.await(line -> line.startsWith("done "));
        return new Done(Double.parseDouble(part(done, 1)), part(done, 2), Long.parseLong(part(done, 3)));
    }

    private static String part(String line, int index) {
        return line.split(" ", -1)[index];
    }

    /** Ends it without giving it a chance to tidy up. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
