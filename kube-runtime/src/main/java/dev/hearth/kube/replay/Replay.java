package dev.hearth.kube.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Replays a sequential editing history through real processes that share a space. */
public final class Replay {
    private final Path traceFile;
    private final ReplayOptions options;
    private final Seams seams;
    private final Consumer<String> progress;
    private final MemoryNetwork network = MemoryNetwork.create();
    private final List<PeerProcess> peers = new ArrayList<>();

    private Replay(Path traceFile, ReplayOptions options, Seams seams, Consumer<String> progress) {
        this.traceFile = traceFile;
        this.options = options;
        this.seams = seams;
        this.progress = progress;
    }

    /**
     * Replays {@code trace} and returns the measures. {@code progress} is told of each step in a line. Throws
     * INPUT_MALFORMED when the trace is no sequential history, and whatever a peer met.
     */
    public static ReplayResult run(Path trace, ReplayOptions options, Seams seams, Consumer<String> progress) {
        Path folder = Folders.temporary("hearth-replay");
        try (SignalServer signal = SignalServer.start(SignalOptions.loopback(), seams)) {
            return new Replay(trace.toAbsolutePath(), options, seams, progress)
                    .run(signal.uri().toString(), folder);
        } finally {
            Folders.delete(folder);
        }
    }

    private ReplayResult run(String signal, Path folder) {
        History history = History.read(traceFile);
        Turns turns = new Turns(options.peers(), options.turn(), Math.min(options.limit(), history.edits()));
        try {
            String note = gather(signal, folder, history.start());
            long base = Waiting.settled(peers);
            progress.accept("replaying " + turns.edits() + " edits over " + transport());
            for (int i = 0; i < peers.size(); i++) {
                peers.get(i)
                        .send(
                                "replay",
                                "trace",
                                traceFile.toString(),
                                "note",
                                note,
                                "base",
                                base,
                                "index",
                                i,
                                "peers",
                                turns.peers(),
                                "turn",
                                turns.length(),
                                "edits",
                                turns.edits());
            }
            long peak = 0;
            for (PeerProcess peer : peers) {
                peak = Math.max(peak, peer.answer().get("peakHeapBytes").asLong());
            }
            return measure(history, turns, peak);
        } finally {
            peers.forEach(PeerProcess::close);
        }
    }

    private PeerProcess start(String name, Path folder) {
        return options.transport().equals("memory")
                ? PeerProcess.startHere(seams, network, name, folder.resolve(name))
                : PeerProcess.start(name, folder.resolve(name));
    }

    /** Starts the peers, lets the first create the space and the others join, and returns the note's id. */
    private String gather(String signal, Path folder, String startContent) {
        for (int i = 0; i < options.peers(); i++) {
            PeerProcess peer = start("peer" + i, folder);
            peers.add(peer);
            peer.send(
                    "open",
                    "name",
                    peer.name(),
                    "signals",
                    List.of(signal),
                    "transports",
                    List.of(options.transport()));
        }
        peers.forEach(PeerProcess::answer);
        PeerProcess first = peers.get(0);
        first.ask("create-space", "name", "Replay");
        String note = first.ask("create-note", "title", traceFile.getFileName().toString())
                .get("note")
                .asText();
        first.ask("splice", "note", note, "at", 0, "delete", 0, "insert", startContent);
        for (PeerProcess guest : peers.subList(1, peers.size())) {
            JsonNode invitation = first.ask("invite", "role", "WRITER");
            guest.ask(
                    "join",
                    "link",
                    invitation.get("link").asText(),
                    "code",
                    invitation.get("code").asText());
            progress.accept(guest.name() + " joined");
        }
        return note;
    }

    private String transport() {
        return links(peers.get(0)).get(0).get("transport").asText();
    }

    private static JsonNode links(PeerProcess peer) {
        return peer.ask("links").get("links");
    }

    private ReplayResult measure(History history, Turns turns, long peakHeapBytes) {
        long sent = 0;
        for (PeerProcess peer : peers) {
            for (JsonNode link : links(peer)) {
                sent += link.get("sentBytes").asLong();
            }
        }
        Timeline timeline = Timeline.read(peers.stream().map(PeerProcess::data).toList(), turns);
        boolean complete = turns.edits() == history.edits();
        return new ReplayResult(
                traceFile.getFileName().toString(),
                turns.edits(),
                turns.peers(),
                transport(),
                textsEqual(complete ? history.end() : text(peers.get(0))),
                turns.edits() / timeline.seconds(),
                (double) sent / turns.edits(),
                timeline.latencyMs(50),
                timeline.latencyMs(99),
                timeline.convergeMs(),
                peakHeapBytes);
    }

    private boolean textsEqual(String expected) {
        return peers.stream().allMatch(peer -> text(peer).equals(expected));
    }

    private static String text(PeerProcess peer) {
        try {
            return Files.readString(peer.data().resolve(Typist.TEXT));
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("peer", peer.name()), e);
        }
    }
}
