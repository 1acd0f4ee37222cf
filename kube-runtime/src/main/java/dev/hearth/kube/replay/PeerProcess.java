package dev.hearth.kube.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.mesh.MemoryNetwork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A peer in a process of its own, driven by requests that it answers one after another; or one beside others in this
 * process, where they share a network in memory. One thread uses it.
 */
final class PeerProcess implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Path data;
    private final Body body;
    private final BufferedReader answers;
    private final Writer requests;

    /** What the peer runs in. */
    private interface Body {
        /** Ends it without giving it a chance to tidy up. */
        void kill();

        /** Waits until it has ended by itself, and kills it when it does not. */
        void await();
    }

    private PeerProcess(String name, Path data, Body body, BufferedReader answers, Writer requests) {
        this.name = name;
        this.data = data;
        this.body = body;
        this.answers = answers;
        this.requests = requests;
    }

    /** Starts a peer on {@code data}; its log goes to this process's standard error. */
    static PeerProcess start(String name, Path data) {
        return start(List.of(), name, data);
    }

    /** As {@link #start(String, Path)}, with the words of {@code wrapper} in front of the command. */
    static PeerProcess start(List<String> wrapper, String name, Path data) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel="
                + System.getProperty("org.slf4j.simpleLogger.defaultLogLevel", "error"));
        command.addAll(List.of(PeerMain.class.getName(), data.toString()));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            Process process = builder.start();
            return new PeerProcess(
                    name,
                    data,
                    new Child(process),
                    process.inputReader(StandardCharsets.UTF_8),
                    process.outputWriter(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("process", name), e);
        }
    }

    /** Starts a peer in this process, on a thread of {@code seams}; it meets the others of {@code network}. */
    static PeerProcess startHere(Seams seams, MemoryNetwork network, String name, Path data) {
        try {
            PipedReader requests = new PipedReader();
            PipedReader answers = new PipedReader();
            Writer toPeer = new PipedWriter(requests);
            Writer fromPeer = new PipedWriter(answers);
            CompletableFuture<Void> served = CompletableFuture.runAsync(
                    () -> PeerMain.serve(new Peer(data, network), new BufferedReader(requests), fromPeer),
                    seams.serial(name));
            return new PeerProcess(name, data, new Neighbour(served), new BufferedReader(answers), toPeer);
        } catch (IOException e) {
            throw new HearthException(ErrorCode.INTERNAL, Map.of("peer", name), e);
        }
    }

    private record Child(Process process) implements Body {
        @Override
        public void kill() {
            process.destroyForcibly();
            await();
        }

        @Override
        public void await() {
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }

    private record Neighbour(CompletableFuture<Void> served) implements Body {
        @Override
        public void kill() {
            throw new IllegalStateException("a peer of this process can't be killed");
        }

        @Override
        public void await() {
            served.join();
        }
    }

    String name() {
        return name;
    }

    Path data() {
        return data;
    }

    /** Sends a request and waits for its answer. Refusals of the peer come back as the exception that it met. */
    JsonNode ask(String verb, Object... namesAndValues) {
        send(verb, namesAndValues);
        return answer();
    }

    /** Sends a request; {@link #answer()} takes its answer later, so that several peers work at once. */
    void send(String verb, Object... namesAndValues) {
        ObjectNode request = JSON.createObjectNode().put("do", verb);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            request.set((String) namesAndValues[i], JSON.valueToTree(namesAndValues[i + 1]));
        }
        try {
            requests.append(request.toString()).append('\n').flush();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** Returns the next answer. */
    JsonNode answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw gone(null);
            }
            JsonNode answer = JSON.readTree(line);
            JsonNode error = answer.get("error");
            if (error != null) {
                ErrorCode code = ErrorCode.valueOf(error.get("code").asText());
                throw new HearthException(
                        code,
                        Map.of("peer", name, "details", error.get("details").asText()));
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new HearthException(ErrorCode.INTERNAL, Map.of("peer", name), e);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private HearthException gone(@Nullable IOException cause) {
        return new HearthException(ErrorCode.CLOSED, Map.of("peer", name), cause);
    }

    /** Ends the process at once, as {@code kill -9} does. */
    void kill() {
        body.kill();
    }

    /** Lets the peer close its data folder and end; a process that does not is killed. */
    @Override
    public void close() {
        try {
            requests.close();
            body.await();
        } catch (IOException e) {
            body.kill();
        }
    }
}
