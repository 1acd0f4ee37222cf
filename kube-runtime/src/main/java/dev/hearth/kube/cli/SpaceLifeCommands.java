package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Client;
import dev.hearth.client.KnownSpace;
import dev.hearth.client.Spaces;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth space open|close|leave|delete|forget}. */
final class SpaceLifeCommands {
    /** How long members are waited for who are not told yet. */
    private static final Duration TELLING = Duration.ofSeconds(5);

    private static final String UNTOLD = "; not all members know yet, they are told when they are met";

    private SpaceLifeCommands() {}

    static void addTo(CommandLine group, Console console) {
        group.addSubcommand("open", new Open(console))
                .addSubcommand("close", new Close(console))
                .addSubcommand("leave", new Leave(console))
                .addSubcommand("delete", new Delete(console))
                .addSubcommand("forget", new Forget(console));
    }

    /** A command that changes how one space is. */
    abstract static class Change extends Command {
        @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        private final BiConsumer<Spaces, SpaceId> change;
        private final String done;

        Change(Console console, BiConsumer<Spaces, SpaceId> change, String done) {
            super(console);
            this.change = change;
            this.done = done;
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                KnownSpace known = known(client, name);
                change.accept(client.spaces(), known.id());
                Pauses.until(TELLING, () -> !isToTell(client, known.id()));
                boolean untold = isToTell(client, known.id());
                ObjectNode answer = object().put("space", known.id().toString())
                        .put("name", known.name())
                        .put("state", state(client, known.id()))
                        .put("untold", untold);
                console().say(answer, done + " " + known.name() + (untold ? UNTOLD : ""));
            }
            return ExitCode.OK;
        }

        private static String state(Client client, SpaceId id) {
            return find(client, id).map(known -> known.state().name()).orElse("NONE");
        }

        /** A space that ended and left no copy is known for the sake of those who don't know alone. */
        private static boolean isToTell(Client client, SpaceId id) {
            return find(client, id)
                    .filter(known -> known.state() == KnownSpace.State.LEFT
                            || (known.state() == KnownSpace.State.DELETED
                                    && known.endedBy()
                                            .equals(client.halo().identity().map(profile -> profile.id()))))
                    .isPresent();
        }

        private static Optional<KnownSpace> find(Client client, SpaceId id) {
            return client.spaces().all().stream()
                    .filter(known -> known.id().equals(id))
                    .findFirst();
        }
    }

    /** Opens a space again. */
    @CommandLine.Command(description = "Opens a space that was closed.", mixinStandardHelpOptions = true)
    static final class Open extends Change {
        Open(Console console) {
            super(console, Spaces::open, "opened");
        }
    }

    /** Closes a space. */
    @CommandLine.Command(
            description = "Closes a space on this device, until it is opened again.",
            mixinStandardHelpOptions = true)
    static final class Close extends Change {
        Close(Console console) {
            super(console, Spaces::close, "closed");
        }
    }

    /** Leaves a space. */
    @CommandLine.Command(
            description = "Leaves a space, tells its members, and wipes it on this device.",
            mixinStandardHelpOptions = true)
    static final class Leave extends Change {
        Leave(Console console) {
            super(console, Spaces::leave, "left");
        }
    }

    /** Deletes a space. */
    @CommandLine.Command(
            description = "Deletes a space for all its members, and wipes it on this device.",
            mixinStandardHelpOptions = true)
    static final class Delete extends Change {
        Delete(Console console) {
            super(console, Spaces::delete, "deleted");
        }
    }

    /** Forgets a space. */
    @CommandLine.Command(
            description = "Wipes what is left here of a space that was deleted, left, or removed its member.",
            mixinStandardHelpOptions = true)
    static final class Forget extends Change {
        Forget(Console console) {
            super(console, Spaces::forget, "forgot");
        }
    }
}
