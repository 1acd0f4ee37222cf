package dev.hearth.kube.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.AtTheEdge;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/** The main class of a peer's process: one request a line on standard input, one answer a line on standard output. */
@AtTheEdge("a process of its own, driven through its standard streams")
public final class PeerMain {
    private PeerMain() {}

    /** Serves requests on the data folder {@code arguments[0]} until standard input ends. */
    public static void main(String... arguments) {
        PrintStream out = System.out;
        System.setOut(System.err); // so that nothing a library prints is taken for an answer
        serve(
                new Peer(Path.of(arguments[0])),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    /** Answers the requests of the driver until they end, then closes the peer. */
    static void serve(Peer served, BufferedReader requests, Writer answers) {
        try (Peer peer = served) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                answers.append(answer(peer, line)).append('\n').flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the driver is gone
        }
    }

    private static String answer(Peer peer, String line) throws IOException {
        ObjectNode answer = PeerProcess.JSON.createObjectNode();
        try {
            JsonNode request = PeerProcess.JSON.readTree(line);
            peer.handle(request.get("do").asText(), request, answer);
        } catch (HearthException e) {
            refuse(answer, e.code(), e.details().toString());
        } catch (CompletionException e) {
            if (e.getCause() instanceof HearthException refusal) {
                refuse(answer, refusal.code(), refusal.details().toString());
            } else {
                refuse(answer, ErrorCode.INTERNAL, e.toString());
            }
        } catch (RuntimeException e) {
            refuse(answer, ErrorCode.INTERNAL, e.toString());
        }
        return answer.toString();
    }

    private static void refuse(ObjectNode answer, ErrorCode code, String details) {
        answer.removeAll();
        answer.putObject("error").put("code", code.name()).put("details", details);
    }
}
