package dev.hearth.kube.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.testkit.NetworkNamespace;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes share a space for real: killed in the middle of writing, offline for long, without a signal server.
 */
final class SwarmTest {
    private final List<PeerProcess> started = new ArrayList<>();
    private List<String> wrapper = List.of();
    private String transport = "tcp";

    @TempDir
    private Path folder;

    private String signal = "";
    private String space = "";
    private String note = "";

    @AfterEach
    void end() {
        started.forEach(PeerProcess::kill);
    }

    @Test
    void overTcp() {
        survivesWhatHappens();
    }

    @Test
    void overTheRelay() {
        transport = "relay";
        survivesWhatHappens();
    }

    @Test
    void overWebRtc() {
        try (NetworkNamespace namespace = NetworkNamespace.create()) {
            wrapper = namespace.wrapper();
            transport = "webrtc";
            survivesWhatHappens();
            end();
        }
    }

    private void survivesWhatHappens() {
        PeerProcess server = start("signal");
        signal = server.ask("signal").get("uri").asText();
        PeerProcess ann = join("ann", null);
        PeerProcess bob = join("bob", ann);
        PeerProcess carl = join("carl", ann);
        settle(ann, bob, carl);
        assertThat(ann.ask("links").get("links"))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(link.get("transport").asText()).isEqualTo(transport));

        bob = killInTheMiddleOfWriting(ann, bob, carl);
        longTimeOffline(ann, bob, carl);
        if (!transport.equals("relay")) {
            server = withoutSignalServer(server, ann, bob, carl);
        }
        assertThat(server.name()).startsWith("signal");
    }

    /** Whatever the killed peer answered for is there, at it and at all others. */
    private PeerProcess killInTheMiddleOfWriting(PeerProcess ann, PeerProcess bob, PeerProcess carl) {
        for (int i = 0; i < 200; i++) {
            bob.send("append", "note", note, "insert", "<" + i + ">");
        }
        for (int i = 0; i < 60; i++) {
            bob.answer();
        }
        bob.kill();
        int acknowledged = 60;
        ann.ask("append", "note", note, "insert", "[ann, meanwhile]");

        PeerProcess again = start("bob");
        open(again);
        again.ask("use-space", "space", space);
        settle(ann, again, carl);
        String text = text(ann);
        for (int i = 0; i < acknowledged; i++) {
            assertThat(text).contains("<" + i + ">");
        }
        assertThat(text).contains("[ann, meanwhile]");
        return again;
    }

    private void longTimeOffline(PeerProcess ann, PeerProcess bob, PeerProcess carl) {
        bob.ask("offline");
        carl.ask("offline");
        bob.send("append", "note", note, "insert", "b", "times", 10_000);
        carl.send("append", "note", note, "insert", "c", "times", 10_000);
        ann.ask("append", "note", note, "insert", "a", "times", 500);
        bob.answer();
        carl.answer();
        bob.ask("online");
        carl.ask("online");
        settle(ann, bob, carl);
        String text = text(ann);
        assertThat(text)
                .contains("b".repeat(10_000))
                .contains("c".repeat(10_000))
                .contains("a".repeat(500));
    }

    /** Peers that are connected stay so without the server, and new ones find them once it is back. */
    private PeerProcess withoutSignalServer(PeerProcess server, PeerProcess ann, PeerProcess bob, PeerProcess carl) {
        int port = URI.create(signal).getPort();
        server.kill();
        bob.ask("append", "note", note, "insert", "(no server)");
        settle(ann, bob, carl);
        PeerProcess back = start("signal again");
        back.ask("signal", "port", port);
        carl.kill();
        PeerProcess again = start("carl");
        open(again);
        again.ask("use-space", "space", space);
        ann.ask("append", "note", note, "insert", "(server is back)");
        settle(ann, bob, again);
        assertThat(text(again)).contains("(no server)").contains("(server is back)");
        return back;
    }

    private PeerProcess join(String name, PeerProcess host) {
        PeerProcess peer = start(name);
        open(peer);
        if (host == null) {
            peer.ask("create-space", "name", "Swarm");
            space = peer.ask("space").get("space").asText();
            note = peer.ask("create-note", "title", "note").get("note").asText();
        } else {
            JsonNode invitation = host.ask("invite", "role", "WRITER");
            peer.ask(
                    "join",
                    "link",
                    invitation.get("link").asText(),
                    "code",
                    invitation.get("code").asText());
        }
        return peer;
    }

    private PeerProcess start(String name) {
        PeerProcess peer = PeerProcess.start(wrapper, name, folder.resolve(name));
        started.add(peer);
        return peer;
    }

    private void open(PeerProcess peer) {
        peer.ask("open", "name", peer.name(), "signals", List.of(signal), "transports", List.of(transport));
    }

    private void settle(PeerProcess... peers) {
        Waiting.settled(List.of(peers));
        String expected = text(peers[0]);
        for (PeerProcess peer : peers) {
            assertThat(text(peer)).as(peer.name()).isEqualTo(expected);
        }
    }

    private String text(PeerProcess peer) {
        return peer.ask("text", "note", note).get("text").asText();
    }
}
