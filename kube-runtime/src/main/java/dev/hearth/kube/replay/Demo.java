package dev.hearth.kube.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The main job: two writers and a reader, each a process with an identity of its own, share a space by invitation, edit
 * at once, go offline, reconcile, survive a kill, and show the space on a page. Each step is checked, and told in a
 * line.
 */
public final class Demo implements AutoCloseable {
    private static final int TURN = 60;
    private static final int ANSWER_MILLIS = 10_000;
    private static final List<String> TRANSPORTS = List.of("webrtc", "tcp", "relay");
    private static final String PAGE = "/dev/hearth/kube/demo/page/";
    private static final String HISTORY = "/dev/hearth/kube/demo/history.json";

    private final Consumer<String> told;
    private final Path folder;
    private final SignalServer signal;
    private PeerProcess ann;
    private PeerProcess bob;
    private PeerProcess carl;
    private String space = "";
    private String note = "";

    /** Starts the processes; {@code told} gets the lines. */
    public Demo(Seams seams, Consumer<String> told) {
        this.told = told;
        folder = Folders.temporary("hearth-demo");
        signal = SignalServer.start(SignalOptions.loopback(), seams);
        told.accept("signal server at " + signal.uri());
        ann = start("Ann");
        bob = start("Bob");
        carl = start("Carl");
    }

    /** Runs the steps and returns where the page is served; it stays up until this is closed. */
    public URI run() {
        open(ann);
        open(bob);
        open(carl);
        told.accept("three processes, each with an identity of its own: Ann, Bob, Carl");
        share();
        typeTogether();
        objects();
        readerIsRefused();
        offline();
        killed();
        return page();
    }

    private PeerProcess start(String name) {
        return PeerProcess.start(name, folder.resolve(name));
    }

    private void open(PeerProcess peer) {
        peer.ask("open", "name", peer.name(), "signals", List.of(signal.uri().toString()), "transports", TRANSPORTS);
    }

    private void share() {
        ann.ask("create-space", "name", "Demo");
        space = ann.ask("space").get("space").asText();
        note = ann.ask("create-note", "title", "Saturday").get("note").asText();
        JsonNode invitation = ann.ask("invite", "role", "WRITER");
        String wrong = invitation.get("code").asText().startsWith("1") ? "2222-2222" : "1111-1111";
        refused(
                ErrorCode.CODE_WRONG,
                () -> bob.ask("join", "link", invitation.get("link").asText(), "code", wrong));
        told.accept("a wrong code is refused");
        admit(bob, invitation);
        admit(carl, ann.ask("invite", "role", "READER"));
        settle();
        told.accept("Bob joined as writer and Carl as reader, by link and code");
        told.accept("Ann and Bob are connected over " + transport());
    }

    private static void admit(PeerProcess guest, JsonNode invitation) {
        guest.ask(
                "join",
                "link",
                invitation.get("link").asText(),
                "code",
                invitation.get("code").asText());
    }

    private String transport() {
        return Waiting.until("a connection between Ann and Bob", () -> {
            JsonNode links = ann.ask("links").get("links");
            return links.isEmpty() ? null : links.get(0).get("transport").asText();
        });
    }

    private void typeTogether() {
        Path history = folder.resolve("history.json");
        resource(HISTORY, history);
        History typed = History.read(history);
        long base = settle();
        for (PeerProcess peer : List.of(ann, bob, carl)) {
            peer.send(
                    "replay",
                    "trace",
                    history.toString(),
                    "note",
                    note,
                    "base",
                    base,
                    "index",
                    List.of(ann, bob, carl).indexOf(peer),
                    "peers",
                    2,
                    "turn",
                    TURN,
                    "edits",
                    typed.edits());
        }
        for (PeerProcess peer : List.of(ann, bob, carl)) {
            peer.answer();
        }
        for (PeerProcess peer : List.of(ann, bob, carl)) {
            check(peer.name() + " has the text of the history", text(peer).equals(typed.end()));
        }
        told.accept("Ann and Bob typed " + typed.edits() + " edits in turns; all three texts are equal");
    }

    private void objects() {
        carl.ask("watch-tasks");
        String milk = task(ann, "Buy milk", 1);
        String bread = task(bob, "Buy bread", 2);
        settle();
        ann.ask("both", "first", milk, "second", bread);
        bob.ask("update-task", "task", milk, "done", true);
        settle();
        check("all see the same tasks", same("tasks"));
        check(
                "Carl's live query saw the changes",
                carl.ask("diffs").get("diffs").asInt() >= 4);
        told.accept("objects, a transaction over two of them, and a live query agree on all three");
    }

    private static String task(PeerProcess peer, String title, int priority) {
        return peer.ask("put-task", "title", title, "priority", priority)
                .get("task")
                .asText();
    }

    private void readerIsRefused() {
        refused(ErrorCode.NOT_PERMITTED, () -> carl.ask("put-task", "title", "Graffiti", "priority", 0));
        told.accept("Carl, a reader, can't write");
    }

    private void offline() {
        String shared = task(ann, "Bake bread", 3);
        settle();
        ann.ask("offline");
        bob.ask("offline");
        ann.ask("splice", "note", note, "at", 0, "delete", 0, "insert", "Ann, offline: ");
        bob.ask("splice", "note", note, "at", 0, "delete", 0, "insert", "Bob, offline: ");
        ann.ask("update-task", "task", shared, "title", "Bake rye bread");
        bob.ask("update-task", "task", shared, "priority", 4);
        check("the texts differ while offline", !text(ann).equals(text(bob)));
        ann.ask("online");
        bob.ask("online");
        settle();
        check("all texts are equal again", same("text", "note", note));
        check("all tasks are equal again", same("tasks"));
        check(
                "neither offline sentence was lost",
                text(carl).contains("Ann, offline: ") && text(carl).contains("Bob, offline: "));
        check(
                "both fields of the task were kept",
                carl.ask("tasks").toString().contains("{\"title\":\"Bake rye bread\",\"done\":false,\"priority\":4}"));
        told.accept("Ann and Bob edited the same text and task offline, came back, and nothing was lost");
    }

    private void killed() {
        bob.ask("splice", "note", note, "at", 0, "delete", 0, "insert", "Bob, just before the kill: ");
        bob.ask("flush");
        bob.kill();
        ann.ask("splice", "note", note, "at", 0, "delete", 0, "insert", "Ann, meanwhile: ");
        bob = start("Bob");
        open(bob);
        bob.ask("use-space", "space", space);
        settle();
        check("Bob's acknowledged edit survived", text(carl).contains("Bob, just before the kill: "));
        check("all texts are equal after the kill", same("text", "note", note));
        told.accept("Bob was killed with kill -9, started again, and lost nothing that was acknowledged");
    }

    private URI page() {
        Path page = folder.resolve("page");
        for (String file : List.of("index.html", "style.css", "page.js", "hearth.json")) {
            resource(PAGE + file, page.resolve(file));
        }
        JsonNode hosted = ann.ask("kube", "folder", page.toString(), "app", "demo");
        URI url = URI.create(hosted.get("url").asText());
        check("the page is served", get(url, "").contains("<title>Hearth"));
        String objects = get(url, "_hearth/objects?type=Note");
        check("the page shows the shared text", objects.contains("Ann, meanwhile: "));
        told.accept("the space is shown by a page that KUBE hosts: " + url);
        return url;
    }

    /** Asks 127.0.0.1 for the page's host, so that no resolver has to know it. */
    private static String get(URI page, String path) {
        String request = "GET /" + path + " HTTP/1.1\r\nHost: " + page.getAuthority() + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.getPort())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new HearthException(ErrorCode.PEER_UNREACHABLE, Map.of("url", page.toString()), e);
        }
    }

    private long settle() {
        return Waiting.settled(List.of(ann, bob, carl));
    }

    private boolean same(String verb, Object... arguments) {
        JsonNode anns = ann.ask(verb, arguments);
        return bob.ask(verb, arguments).equals(anns)
                && carl.ask(verb, arguments).equals(anns);
    }

    private String text(PeerProcess peer) {
        return peer.ask("text", "note", note).get("text").asText();
    }

    private static void refused(ErrorCode code, Runnable attempt) {
        try {
            attempt.run();
        } catch (HearthException e) {
            check("refused with " + code + ", not " + e.code(), e.code() == code);
            return;
        }
        check("refused with " + code, false);
    }

    private static void check(String what, boolean holds) {
        if (!holds) {
            throw new DemoFailure(what);
        }
    }

    private static void resource(String name, Path target) {
        try (InputStream in = Demo.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is not packed");
            }
            Files.createDirectories(target.getParent());
            Files.copy(in, target);
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("file", target.toString()), e);
        }
    }

    @Override
    public void close() {
        carl.close();
        bob.close();
        ann.close();
        signal.close();
        Folders.delete(folder);
    }
}
