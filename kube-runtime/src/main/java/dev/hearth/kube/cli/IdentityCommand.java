package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.Installation;
import dev.hearth.client.Profile;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth identity create|show|rename|list}. */
final class IdentityCommand {
    private IdentityCommand() {}

    static CommandLine commandLine(Console console) {
        return Groups.of("identity", "The identities of this installation.")
                .addSubcommand("create", new Create(console))
                .addSubcommand("show", new Show(console))
                .addSubcommand("rename", new Rename(console))
                .addSubcommand("list", new ListAll(console));
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
            try (Client client = options().openOrCreate()) {
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

    /** Renames the identity. */
    @CommandLine.Command(
            description = "Calls the identity something else, for the members of its spaces as they hear of it.",
            mixinStandardHelpOptions = true)
    static final class Rename extends Command {
        @Parameters(paramLabel = "NAME", description = "From 1 to 64 characters.")
        private String name = "";

        Rename(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Profile renamed = client.halo().rename(name);
                Telling.members(client, client.spaces().list());
                say(console(), renamed);
            }
            return ExitCode.OK;
        }
    }

    /** Lists the identities, without opening them. */
    @CommandLine.Command(
            description = "Lists the identities of this installation, and what opens their keychains.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends Command {
        ListAll(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            Installation installation = options().installation();
            ObjectNode answer = object();
            ArrayNode identities = answer.putArray("identities");
            List<String> lines = new ArrayList<>();
            for (String name : installation.names()) {
                List<KeychainSlot> slots = Keychain.slots(installation.keychain(name));
                ArrayNode kinds = identities
                        .addObject()
                        .put("label", name)
                        .put("folder", installation.folder(name).toString())
                        .putArray("slots");
                slots.forEach(slot -> kinds.add(slot.kind().label()));
                lines.add(name + "  "
                        + slots.stream().map(slot -> slot.kind().label()).collect(Collectors.joining(", ")));
            }
            console().say(answer, lines.toArray(String[]::new));
            return ExitCode.OK;
        }
    }
}
