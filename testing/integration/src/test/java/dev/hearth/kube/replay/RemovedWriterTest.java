package dev.hearth.kube.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ann removes Bob while she is offline. Bob goes on writing: one edit reaches Carl and Carl builds on it, two more
 * reach Carl and nobody builds on them, the last reaches nobody. Processes of their own, over TCP.
 */
final class RemovedWriterTest {
    private static final String BUILT_ON = "[late, and built on]";
    private static final String ALONE = "[late, alone]";
    private static final String NEVER_SENT = "[never sent]";
    private static final List<String> AFTERWARDS = List.of("[canary marmot]", "[canary axolotl]", "[canary pangolin]");

    private final List<PeerProcess> started = new ArrayList<>();

    @TempDir
    private Path folder;

    private String signal = "";
    private String note = "";
    private PeerProcess ann;
    private PeerProcess bob;
    private PeerProcess carl;
    private String bobId = "";

    @BeforeEach
    void meet() {
        signal = start("signal").ask("signal").get("uri").asText();
        ann = start("ann");
        open(ann);
        ann.ask("create-space", "name", "Swarm");
        note = ann.ask("create-note", "title", "note").get("note").asText();
        bob = start("bob");
        bobId = open(bob).get("identity").asText();
        join(bob, "WRITER");
        carl = start("carl");
        open(carl);
        join(carl, "WRITER");
        append(bob, "[early]");
        Waiting.settled(List.of(ann, bob, carl));
    }

    @AfterEach
    void end() {
        started.forEach(PeerProcess::kill);
    }

    @Test
    void allWhoStayAgreeAndWhoWasRemovedReadsNothingMore() throws IOException {
        removeUnseen();
        ann.ask("online");
        awaitText(ann, BUILT_ON);
        Waiting.settled(List.of(ann, carl));
        assertThat(text(ann))
                .contains("[early]", BUILT_ON, "[Carl's answer]", "[Ann, meanwhile]")
                .doesNotContain(ALONE, NEVER_SENT);
        assertThat(ann.ask("tasks").get("tasks")).isEmpty();
        assertAlike(ann, carl);
        JsonNode withheld = withheld(ann);
        assertThat(withheld).hasSize(1);
        assertThat(withheld.get(0).get("member").asText()).isEqualTo(bobId);
        assertThat(withheld.get(0).get("last").asLong())
                .isEqualTo(withheld.get(0).get("first").asLong() + 1);

        append(carl, AFTERWARDS.get(0));
        append(ann, AFTERWARDS.get(1));
        comeBack();
        append(carl, AFTERWARDS.get(2));
        awaitText(ann, AFTERWARDS.get(2));

        PeerProcess dora = start("dora");
        open(dora);
        join(dora, "READER");
        awaitText(dora, AFTERWARDS.get(2));
        Waiting.settled(List.of(ann, carl, dora));
        assertAlike(ann, carl, dora);
        assertThat(text(dora)).contains(BUILT_ON).contains(AFTERWARDS).doesNotContain(ALONE, NEVER_SENT);
        assertBobReadsNothingWrittenAfterwards();

        assertThatThrownBy(() -> carl.ask("accept-late"))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_PERMITTED));
        ann.ask("accept-late");
        for (PeerProcess peer : List.of(ann, carl, dora)) {
            awaitText(peer, ALONE);
        }
        Waiting.settled(List.of(ann, carl, dora));
        assertAlike(ann, carl, dora);
        assertThat(withheld(ann)).isEmpty();
        assertThat(ann.ask("tasks").get("tasks")).hasSize(1);
        assertThat(text(carl))
                .contains(BUILT_ON, ALONE, "[Carl's answer]")
                .contains(AFTERWARDS)
                .doesNotContain(NEVER_SENT);
    }

    private void removeUnseen() {
        ann.ask("offline");
        append(bob, BUILT_ON);
        awaitText(carl, BUILT_ON);
        append(carl, "[Carl's answer]");
        bob.ask("put-task", "title", "late", "priority", 1);
        append(bob, ALONE);
        awaitText(carl, ALONE);
        bob.ask("offline");
        append(bob, NEVER_SENT);
        append(ann, "[Ann, meanwhile]");
        ann.ask("remove", "member", bobId);
    }

    /** Bob does not know yet that he is out; whom he reaches first tells him so, and nothing else. */
    private void comeBack() {
        bob.ask("online");
        Waiting.until("Bob is told", () -> mayWrite(bob) ? null : true);
    }

    private boolean mayWrite(PeerProcess peer) {
        try {
            append(peer, NEVER_SENT);
            return true;
        } catch (HearthException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED);
            return false;
        }
    }

    private void assertBobReadsNothingWrittenAfterwards() throws IOException {
        // A session may stay for a while, and a link carry it until the refusal is read.
        Waiting.until("nothing carries Bob's sessions", () -> {
            for (JsonNode link : bob.ask("links").get("links")) {
                if (!link.get("transport").asText().isEmpty()) {
                    return null;
                }
            }
            return true;
        });
        String export = new String(export(bob), StandardCharsets.UTF_8);
        assertThat(export).contains(NEVER_SENT, ALONE, "[early]").doesNotContain(AFTERWARDS);
        bob.kill();
        try (Stream<Path> files = Files.walk(folder.resolve("bob"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("canary");
            }
        }
    }

    private void assertAlike(PeerProcess... peers) throws IOException {
        byte[] first = export(peers[0]);
        for (PeerProcess peer : peers) {
            assertThat(export(peer)).as(peer.name()).isEqualTo(first);
            assertThat(withheld(peer)).as(peer.name()).isEqualTo(withheld(peers[0]));
        }
    }

    private byte[] export(PeerProcess peer) throws IOException {
        Path file = folder.resolve(peer.name() + ".jsonl");
        peer.ask("export", "file", file.toString());
        byte[] export = Files.readAllBytes(file);
        Files.delete(file);
        return export;
    }

    private static JsonNode withheld(PeerProcess peer) {
        return peer.ask("withheld").get("withheld");
    }

    private void append(PeerProcess peer, String text) {
        peer.ask("append", "note", note, "insert", text);
    }

    private String text(PeerProcess peer) {
        return peer.ask("text", "note", note).get("text").asText();
    }

    private void awaitText(PeerProcess peer, String piece) {
        Waiting.until(piece + " at " + peer.name(), () -> text(peer).contains(piece) ? true : null);
    }

    private PeerProcess start(String name) {
        PeerProcess peer = PeerProcess.start(name, folder.resolve(name));
        started.add(peer);
        return peer;
    }

    private JsonNode open(PeerProcess peer) {
        return peer.ask("open", "name", peer.name(), "signals", List.of(signal), "transports", List.of("tcp"));
    }

    private void join(PeerProcess guest, String role) {
        JsonNode invitation = ann.ask("invite", "role", role);
        guest.ask(
                "join",
                "link",
                invitation.get("link").asText(),
                "code",
                invitation.get("code").asText());
    }
}
