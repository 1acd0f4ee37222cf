package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.Profile;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth identity create|show}. */
final class IdentityCommand {
    private IdentityCommand() {}

    static CommandLine commandLine(Console console) {
        return Groups.of("identity", "The identity of this data folder.")
                .addSubcommand("create", new Create(console))
                .addSubcommand("show", new Show(console));
    }

    private static void say(Console console, Profile profile) {
        ObjectNode answer = Command.object()
                .put("identity", profile.id().toString())
                .put("device", profile.device().toString())
                .put("name", profile.name());
        console.say(answer, profile.name(), "identity " + profile.id(), "device   " + profile.device());
    }

    /** Creates the identity. */
    @CommandLine.Command(description = "Creates the identity of this data folder.", mixinStandardHelpOptions = true)
    static final class Create extends Command {
        @Parameters(paramLabel = "NAME", description = "What its owner calls it.")
        private String name = "";

        Create(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                say(console(), client.halo().createIdentity(name));
            }
            return ExitCode.OK;
        }
    }

    /** Shows the identity. */
    @CommandLine.Command(description = "Shows the identity of this data folder.", mixinStandardHelpOptions = true)
    static final class Show extends Command {
        Show(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                say(console(), client.halo().identity().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY)));
            }
            return ExitCode.OK;
        }
    }
}
