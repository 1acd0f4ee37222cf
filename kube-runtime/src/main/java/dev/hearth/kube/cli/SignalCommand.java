package dev.hearth.kube.cli;

import dev.hearth.base.Seams;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalServer;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hearth signal}. */
@CommandLine.Command(
        name = "signal",
        description = "Runs a signal server until it is interrupted.",
        mixinStandardHelpOptions = true)
final class SignalCommand extends Command {
    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(names = "--port", defaultValue = "8890", description = "Port; 0 takes any (default: ${DEFAULT-VALUE}).")
    private int port;

    @CommandLine.Mixin
    private ServerCertificateOptions certificate = new ServerCertificateOptions();

    @Option(names = "--for", paramLabel = "SECONDS", defaultValue = "315360000", description = "End after so long.")
    private int seconds;

    SignalCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Seams seams = Seams.system();
                SignalServer server = SignalServer.start(
                        certificate.of(SignalOptions.loopback().host(host).port(port)), seams)) {
            console().say(object().put("uri", server.uri().toString()), "signal server at " + server.uri());
            Pauses.until(Duration.ofSeconds(seconds), () -> false);
        }
        return ExitCode.OK;
    }
}
