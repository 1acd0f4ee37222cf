package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.client.Client;
import dev.hearth.kube.Kube;
import dev.hearth.kube.KubeOptions;
import dev.hearth.kube.Release;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth kube up|publish|rollback|status}. */
final class KubeCommand {
    private static final String FOLDER = "kube";

    private KubeCommand() {}

    static CommandLine commandLine(Console console) {
        return Groups.of("kube", "A node that hosts apps.")
                .addSubcommand("up", new Up(console))
                .addSubcommand("publish", new Publish(console))
                .addSubcommand("rollback", new Rollback(console))
                .addSubcommand("status", new Status(console));
    }

    /** A node on the data folder of this command, for as long as the command runs. */
    private static Kube startBriefly(Client client, GlobalOptions options) {
        return Kube.start(
                client,
                KubeOptions.defaults()
                        .port(0)
                        .withoutSignal()
                        .folder(options.data().resolve(FOLDER)));
    }

    private static void say(Console console, JsonNode releases) {
        List<String> lines = new ArrayList<>();
        for (JsonNode release : releases.path("releases")) {
            lines.add((release.path("current").asBoolean() ? "* " : "  ")
                    + release.path("app").asText() + "  "
                    + release.path("version").asText() + "  "
                    + release.path("id").asText().substring(0, 8));
        }
        console.list((ObjectNode) releases, lines, "no apps are published");
    }

    private static ObjectNode json(Kube kube) {
        ObjectNode answer = Command.object();
        ArrayNode list = answer.putArray("releases");
        for (Release release : kube.releases()) {
            list.addObject()
                    .put("app", release.app())
                    .put("version", release.version())
                    .put("sequence", release.sequence())
                    .put("id", release.id().toString())
                    .put("current", release.current());
        }
        return answer;
    }

    /** Runs a node. */
    @CommandLine.Command(
            description = "Runs a node until it is interrupted: client, signal server and app host in one process.",
            mixinStandardHelpOptions = true)
    static final class Up extends Command {
        @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address (default: ${DEFAULT-VALUE}).")
        private String host = "";

        @Option(names = "--port", defaultValue = "8888", description = "Port; 0 takes any (default: ${DEFAULT-VALUE}).")
        private int port;

        @Option(
                names = "--signal-port",
                defaultValue = "8890",
                description = "Port of the signal server; 0 takes any (default: ${DEFAULT-VALUE}).")
        private int signalPort;

        @CommandLine.Mixin
        private ServerCertificateOptions certificate = new ServerCertificateOptions();

        @Option(names = "--name", defaultValue = "agent", description = "Name of the node's identity, when it is new.")
        private String name = "";

        @Option(names = "--for", paramLabel = "SECONDS", defaultValue = "315360000", description = "End after so long.")
        private int seconds;

        Up(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                if (client.halo().identity().isEmpty()) {
                    client.halo().createIdentity(name);
                }
                Path folder = options().data().resolve(FOLDER);
                KubeOptions options = certificate.of(
                        KubeOptions.defaults().host(host).port(port).signalPort(signalPort));
                try (Kube kube = Kube.start(client, options.folder(folder));
                        NodeFile file = NodeFile.write(folder, kube)) {
                    ObjectNode answer = object().put("address", kube.address().toString())
                            .put("signal", kube.signal().map(Object::toString).orElse(""))
                            .put("administration", file.path().toString());
                    console()
                            .say(
                                    answer,
                                    "node at " + kube.address(),
                                    "signal server at "
                                            + kube.signal()
                                                    .map(Object::toString)
                                                    .orElse("none"));
                    Pauses.until(Duration.ofSeconds(seconds), () -> false);
                }
            }
            return ExitCode.OK;
        }
    }

    /** Publishes a folder. */
    @CommandLine.Command(
            description = "Packs a folder into a signed bundle and publishes it into a space.",
            mixinStandardHelpOptions = true)
    static final class Publish extends Command {
        @Parameters(
                index = "0",
                paramLabel = "SPACE",
                description = "Id, start of the id, or name; the id, where a node runs.")
        private String space = "";

        @Parameters(index = "1", paramLabel = "FOLDER", description = "The app's files.")
        private Path folder = Path.of("");

        @Option(
                names = "--app",
                required = true,
                description = "The app's name: lower-case letters, digits and hyphens.")
        private String app = "";

        @Option(
                names = "--release",
                paramLabel = "VERSION",
                required = true,
                description = "What people call the release, such as 1.0.")
        private String version = "";

        Publish(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            Optional<NodeFile> running = NodeFile.find(options().data().resolve(FOLDER));
            if (running.isPresent()) {
                ObjectNode body = object().put("space", space)
                        .put("folder", folder.toAbsolutePath().toString());
                say(
                        console(),
                        running.get().post("publish", body.put("app", app).put("version", version)));
                return ExitCode.OK;
            }
            try (Client client = options().open();
                    Kube kube = startBriefly(client, options())) {
                kube.publish(space(client, space), folder, app, version);
                say(console(), json(kube));
            }
            return ExitCode.OK;
        }
    }

    /** Returns to the release before. */
    @CommandLine.Command(description = "Serves the release before the current one.", mixinStandardHelpOptions = true)
    static final class Rollback extends Command {
        @Parameters(paramLabel = "APP", description = "The app's name.")
        private String app = "";

        Rollback(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            Optional<NodeFile> running = NodeFile.find(options().data().resolve(FOLDER));
            if (running.isPresent()) {
                say(console(), running.get().post("rollback", object().put("app", app)));
                return ExitCode.OK;
            }
            try (Client client = options().open();
                    Kube kube = startBriefly(client, options())) {
                kube.rollback(app);
                say(console(), json(kube));
            }
            return ExitCode.OK;
        }
    }

    /** Lists the releases. */
    @CommandLine.Command(description = "Lists the releases of all apps.", mixinStandardHelpOptions = true)
    static final class Status extends Command {
        Status(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            Optional<NodeFile> running = NodeFile.find(options().data().resolve(FOLDER));
            if (running.isPresent()) {
                say(console(), running.get().apps());
                return ExitCode.OK;
            }
            try (Client client = options().open();
                    Kube kube = startBriefly(client, options())) {
                say(console(), json(kube));
            }
            return ExitCode.OK;
        }
    }
}
