package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.client.Withheld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth member withheld|accept}. */
final class WithheldCommands {
    private static final Duration APPLYING = Duration.ofSeconds(10);

    private WithheldCommands() {}

    static void addTo(CommandLine group, Console console) {
        group.addSubcommand("withheld", new ListAll(console)).addSubcommand("accept", new Accept(console));
    }

    static void json(List<Withheld> withheld, ArrayNode into) {
        withheld.forEach(each -> into.addObject()
                .put("identity", each.member().toString())
                .put("name", each.name())
                .put("device", each.device().toString())
                .put("first", each.first())
                .put("last", each.last())
                .put("blocks", each.blocks()));
    }

    static String line(Withheld each) {
        return each.blocks() + " blocks of " + each.name() + " ("
                + each.member().brief() + "), " + each.first() + " to " + each.last() + " of device "
                + each.device().brief();
    }

    /** Lists what is withheld. */
    @CommandLine.Command(
            description = "Lists the blocks of removed members that are here and don't count.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends Command {
        @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        ListAll(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                List<Withheld> withheld = space.withheld();
                ObjectNode answer = object().put("space", space.id().toString());
                json(withheld, answer.putArray("withheld"));
                console()
                        .list(
                                answer,
                                withheld.stream().map(WithheldCommands::line).toList(),
                                "nothing is withheld in " + space.name());
            }
            return ExitCode.OK;
        }
    }

    /** Lets withheld blocks count. */
    @CommandLine.Command(
            description = "Lets the withheld blocks of a removed member count that are here, for all members.",
            mixinStandardHelpOptions = true)
    static final class Accept extends Command {
        @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        @Parameters(
                index = "1",
                paramLabel = "DEVICE|MEMBER",
                description = "Of one device, or of all that the removed member had: id, start of the id, or name.")
        private String who = "";

        Accept(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                List<Withheld> accepted = find(space, who);
                accepted.forEach(space::acceptLate);
                Pauses.until(APPLYING, () -> accepted.stream().noneMatch(each -> isWithheld(space, each)));
                space.flush();
                boolean untold = !Telling.members(client, space);
                ObjectNode answer = object().put("space", space.id().toString()).put("untold", untold);
                json(accepted, answer.putArray("accepted"));
                console()
                        .say(
                                answer,
                                accepted.stream()
                                        .map(each -> "accepted " + line(each) + (untold ? Telling.UNTOLD : ""))
                                        .toArray(String[]::new));
            }
            return ExitCode.OK;
        }

        private static List<Withheld> find(Space space, String who) {
            List<Withheld> found = space.withheld().stream()
                    .filter(each -> each.device().toString().startsWith(who)
                            || each.member().toString().startsWith(who)
                            || each.name().equals(who))
                    .toList();
            if (found.isEmpty()) {
                throw new HearthException(ErrorCode.NOTHING_WITHHELD, Map.of("device", who));
            }
            if (found.stream().map(Withheld::member).distinct().count() > 1) {
                throw new HearthException(
                        ErrorCode.INPUT_MALFORMED,
                        Map.of("rule", "several members are called " + who + "; give the id, or more of it"));
            }
            return found;
        }

        /** Of blocks that were accepted, whether the database has not brought them in yet. */
        private static boolean isWithheld(Space space, Withheld accepted) {
            return space.status().withheld().stream()
                    .anyMatch(each -> each.feed().equals(accepted.device()) && each.first() <= accepted.last());
        }
    }
}
