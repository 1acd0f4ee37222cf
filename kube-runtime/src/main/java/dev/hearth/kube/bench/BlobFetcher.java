package dev.hearth.kube.bench;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Invitation;
import dev.hearth.echo.BlobRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A process that fetches a blob ({@link BlobFetchMain}), as the one sees it that drives it. Used by one thread. */
final class BlobFetcher implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer words;

    /** How the whole fetch went. */
    record Done(double millis, String hash, long receivedChunks) {}

    private BlobFetcher(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.words = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts one on its own folder below {@code folder}, and waits until it is connected. */
    static BlobFetcher start(Path folder, URI signal, Invitation invitation, BlobRef ref) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BlobFetchMain.class.getName()));
        command.addAll(List.of(folder.resolve("bob").toString(), signal.toString()));
        command.addAll(
                List.of(invitation.link(), invitation.code(), ref.toBytes().hex()));
        BlobFetcher fetcher = new BlobFetcher(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        fetcher.await(line -> line.equals("ready"));
        return fetcher;
    }

    /** Receives over a bare session; returns the milliseconds. */
    double bare(Bytes topic) throws IOException {
        say("bare " + topic);
        return Double.parseDouble(part(await(line -> line.startsWith("bare ")), 1));
    }

    /** Begins to fetch, and returns at half, with the milliseconds until then. */
    double fetchHalf(long size) throws IOException {
        say("fetch");
        String half = await(line -> !line.startsWith("here ") || Long.parseLong(part(line, 1)) >= size / 2);
        return Double.parseDouble(part(half, half.startsWith("here ") ? 2 : 1));
    }

    Done fetch() throws IOException {
        say("fetch");
        String done = await(line -> line.startsWith("done "));
        return new Done(Double.parseDouble(part(done, 1)), part(done, 2), Long.parseLong(part(done, 3)));
    }

    private void say(String word) throws IOException {
        words.append(word).append('\n').flush();
    }

    private String await(Predicate<String> wanted) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (wanted.test(line)) {
                return line;
            }
        }
        throw new HearthException(ErrorCode.INTERNAL, Map.of("process", "the one that fetches has ended"));
    }

    private static String part(String line, int index) {
        return line.split(" ", -1)[index];
    }

    /** Ends it without giving it a chance to tidy up. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
