package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.client.Client;
import dev.hearth.client.KnownSpace;
import dev.hearth.client.Space;
import dev.hearth.client.SpaceOptions;
import dev.hearth.halo.HistoryPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth space create|list|info|rename|compact}, and the commands of {@link SpaceLifeCommands}. */
final class SpaceCommand {
    private SpaceCommand() {}

    static CommandLine commandLine(Console console) {
        CommandLine group = Groups.of("space", "The spaces of this data folder.")
                .addSubcommand("create", new Create(console))
                .addSubcommand("list", new ListAll(console))
                .addSubcommand("info", new Info(console))
                .addSubcommand("rename", new Rename(console))
                .addSubcommand(new SpaceStatsCommand(console))
                .addSubcommand(new SpaceVerifyCommand(console))
                .addSubcommand(new SpaceRepairCommand(console))
                .addSubcommand(new SpaceBackupCommand(console))
                .addSubcommand(new SpaceRestoreCommand(console))
                .addSubcommand(new SpaceConfirmCommand(console))
                .addSubcommand("grant-history", new GrantHistoryCommand(console))
                .addSubcommand("compact", new CompactCommand(console));
        SpaceLifeCommands.addTo(group, console);
        return group;
    }

    private static ObjectNode brief(Space space, ObjectNode into) {
        return into.put("space", space.id().toString())
                .put("name", space.name())
                .put("role", space.role().map(Enum::name).orElse("NONE"))
                .put("postQuantum", space.isPostQuantum())
                .put("history", HistoryNames.of(space.history()))
                .put("members", space.members().size())
                .put("blocks", space.version().blocks());
    }

    /** Creates a space. */
    @CommandLine.Command(description = "Creates a space.", mixinStandardHelpOptions = true)
    static final class Create extends Command {
        @Parameters(paramLabel = "NAME", description = "What to call it.")
        private String name = "";

        @Option(names = "--post-quantum", description = "Seal its keys by X-Wing to every member (default: by X25519).")
        private boolean postQuantum;

        @Option(
                names = "--history",
                paramLabel = "POLICY",
                converter = HistoryNames.class,
                description = "What later members get the keys to: full, or since-join (default: full).")
        private HistoryPolicy history = HistoryPolicy.FULL;

        Create(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = client.spaces().create(name, new SpaceOptions(postQuantum, history));
                console().say(brief(space, object()), "created " + space.name(), "space " + space.id());
            }
            return ExitCode.OK;
        }
    }

    /** Lists the spaces. */
    @CommandLine.Command(description = "Lists the spaces.", mixinStandardHelpOptions = true)
    static final class ListAll extends Command {
        ListAll(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                ObjectNode answer = object();
                ArrayNode spaces = answer.putArray("spaces");
                List<String> lines = new ArrayList<>();
                for (KnownSpace known : known(client)) {
                    ObjectNode node = spaces.addObject()
                            .put("space", known.id().toString())
                            .put("name", known.name())
                            .put("state", known.state().name())
                            .put("personal", known.personal());
                    known.endedBy().ifPresent(by -> node.put("endedBy", by.toString()));
                    known.endedAt().ifPresent(at -> node.put("endedAt", at.toString()));
                    if (known.state() == KnownSpace.State.OPEN && !known.personal()) {
                        brief(client.spaces().get(known.id()), node);
                    }
                    lines.add(known.id().brief() + "  " + known.name() + note(known));
                }
                console().list(answer, lines, "no spaces yet");
            }
            return ExitCode.OK;
        }

        /** The personal one comes last. */
        private static List<KnownSpace> known(Client client) {
            return client.spaces().all().stream()
                    .sorted(Comparator.comparing(KnownSpace::personal))
                    .toList();
        }

        private static String note(KnownSpace known) {
            if (known.state() != KnownSpace.State.OPEN) {
                return "  (" + known.state().name().toLowerCase(Locale.ROOT) + ")";
            }
            return known.personal() ? "  (personal)" : "";
        }
    }

    /** Renames a space. */
    @CommandLine.Command(description = "Renames a space for all its members.", mixinStandardHelpOptions = true)
    static final class Rename extends Command {
        @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "What to call it.")
        private String other = "";

        Rename(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                space.rename(other);
                space.flush();
                console().say(brief(space, object()), "renamed to " + space.name());
            }
            return ExitCode.OK;
        }
    }

    /** Tells about one space. */
    @CommandLine.Command(description = "Tells about one space.", mixinStandardHelpOptions = true)
    static final class Info extends Command {
        @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        Info(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                ObjectNode answer = brief(space, object());
                List<String> lines = new ArrayList<>(List.of(space.name(), "space   " + space.id()));
                lines.add("history " + HistoryNames.of(space.history()));
                ArrayNode members = answer.putArray("memberList");
                space.members().forEach(member -> {
                    members.addObject()
                            .put("identity", member.id().toString())
                            .put("name", member.name())
                            .put("role", member.role().name());
                    lines.add(member.role() + "  " + member.name() + "  "
                            + member.id().brief());
                });
                lines.add("version " + space.version());
                answer.put("version", space.version().toString());
                console().say(answer, lines.toArray(String[]::new));
            }
            return ExitCode.OK;
        }
    }
}
