package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.client.Client;
import dev.hearth.client.ClientStatus;
import dev.hearth.client.SpaceStatus;
import dev.hearth.mesh.MeshStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hearth status}. */
@CommandLine.Command(
        name = "status",
        description = "Tells who is reached, how far each space is, and why something does not connect or sync.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends Command {
    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "Time to connect before telling (default: ${DEFAULT-VALUE}).")
    private int seconds;

    StatusCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            Pauses.until(
                    Duration.ofSeconds(seconds),
                    () -> client.status().spaces().stream()
                            .anyMatch(space -> !space.peers().isEmpty()));
            ClientStatus status = client.status();
            ObjectNode answer = object();
            List<String> lines = new ArrayList<>();
            status.identity().ifPresent(profile -> {
                answer.put("identity", profile.id().toString()).put("name", profile.name());
                lines.add(profile.name() + "  " + profile.id());
            });
            status.mesh().ifPresent(mesh -> mesh(mesh, answer, lines));
            spaces(status, answer, lines);
            console().say(answer, lines.toArray(String[]::new));
        }
        return ExitCode.OK;
    }

    private static void mesh(MeshStatus mesh, ObjectNode answer, List<String> lines) {
        ArrayNode signals = answer.putArray("signals");
        for (MeshStatus.SignalStatus signal : mesh.signals()) {
            signals.addObject()
                    .put("server", signal.server().toString())
                    .put("connected", signal.connected())
                    .put("failure", signal.failure())
                    .put("error", signal.error().map(Enum::name).orElse(""));
            lines.add("signal server " + signal.server() + "  "
                    + (signal.connected() ? "connected" : "not connected: " + signal.failure()));
        }
        ArrayNode transports = answer.putArray("transports");
        for (MeshStatus.TransportStatus transport : mesh.transports()) {
            transports
                    .addObject()
                    .put("name", transport.name())
                    .put("available", transport.available())
                    .put("reason", transport.reason());
            lines.add("transport " + transport.name() + "  "
                    + (transport.available() ? "available" : "not available: " + transport.reason()));
        }
    }

    private static void spaces(ClientStatus status, ObjectNode answer, List<String> lines) {
        ArrayNode spaces = answer.putArray("spaces");
        for (SpaceStatus space : status.spaces()) {
            ObjectNode node = spaces.addObject();
            node.put("space", space.space().toString());
            node.put("blocks", space.database().version().blocks());
            node.put("waiting", space.database().waiting().size());
            node.put("quarantined", space.database().quarantined().size());
            long carried = space.database().carried();
            node.put("carried", carried);
            lines.add("space " + space.space().brief() + "  "
                    + space.database().version().blocks() + " blocks"
                    + (carried > 0 ? ", and " + carried + " that are stored to be passed on, unread" : ""));
            space.database()
                    .waiting()
                    .forEach(waiting -> lines.add("  waits: " + waiting.blocks() + " blocks of "
                            + waiting.feed().brief() + ": " + waiting.reason()));
            WithheldCommands.json(space.withheld(), node.putArray("withheld"));
            space.withheld().forEach(each -> lines.add("  withheld: " + WithheldCommands.line(each)));
            ArrayNode peers = node.putArray("peers");
            for (SpaceStatus.Peer peer : space.peers()) {
                ObjectNode told = peers.addObject()
                        .put("device", peer.device().toString())
                        .put("transport", peer.transport())
                        .put("missingHere", peer.replica().missingHere())
                        .put("missingThere", peer.replica().missingThere())
                        .put("addedObjects", peer.replica().objects().added())
                        .put("changedObjects", peer.replica().objects().changed());
                lines.add("  peer " + peer.device().brief() + " over " + peer.transport() + ", "
                        + peer.replica().missingHere() + " blocks to get, "
                        + peer.replica().missingThere() + " to give; brought "
                        + peer.replica().objects().added() + " new objects, "
                        + peer.replica().objects().changed() + " changes of others");
                peer.replica().hindrance().map(Enum::name).ifPresent(reason -> {
                    told.put("hindrance", reason);
                    lines.add("    can't be brought together: " + reason);
                });
            }
        }
    }
}
