package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.Member;
import dev.hearth.client.Space;
import dev.hearth.halo.RecoveryShare;
import dev.hearth.halo.ShareParcel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth recovery guardians split} and {@code hearth recovery share open}. */
final class GuardianCommands {
    private GuardianCommands() {}

    static CommandLine guardians(Console console) {
        return Groups.of("guardians", "People who together bring the recovery words back.")
                .addSubcommand("split", new Split(console));
    }

    static CommandLine share(Console console) {
        return Groups.of("share", "A share of somebody's recovery words that you keep.")
                .addSubcommand("open", new Open(console));
    }

    /** Finds a member of any of the spaces by id, the start of it, or name. */
    static Member member(List<Space> spaces, String text) {
        List<Member> found = new ArrayList<>();
        for (Space each : spaces) {
            each.members().stream()
                    .filter(member -> member.id().toString().startsWith(text)
                            || member.name().equals(text))
                    .filter(member ->
                            found.stream().noneMatch(known -> known.id().equals(member.id())))
                    .forEach(found::add);
        }
        return Command.one(
                found,
                ErrorCode.MEMBER_UNKNOWN,
                Map.of("identity", text),
                "several people are called " + text + "; give the id");
    }

    /** Stays until some member of each space has what was written; returns whether all of them have one. */
    static boolean tell(Client client) {
        boolean told = true;
        for (Space each : client.spaces().list()) {
            told &= Telling.members(client, each);
        }
        return told;
    }

    /** Splits the words. */
    @CommandLine.Command(
            description = "Splits the recovery words among guardians, and writes a file for each of them.",
            mixinStandardHelpOptions = true)
    static final class Split extends Command {
        @Parameters(
                arity = "2..16",
                paramLabel = "GUARDIAN",
                description = "Members of your spaces: id, start of the id, or name.")
        private List<String> names = new ArrayList<>();

        @Option(
                names = "--threshold",
                required = true,
                paramLabel = "N",
                description = "How many of them bring the words back; 2 at least.")
        private int threshold;

        @Option(
                names = "--hold",
                paramLabel = "TIME",
                defaultValue = "72h",
                description = "How long a guardian waits once asked, so that you can forbid it (default: 72h).")
        private String hold = "72h";

        @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write the files.")
        private Path folder = Path.of("");

        Split(Console console) {
            super(console);
        }

        @Override
        public Integer call() throws IOException {
            try (Client client = options().open()) {
                List<Member> guardians = names.stream()
                        .map(name -> member(client.spaces().list(), name))
                        .toList();
                List<ShareParcel> parcels = client.halo()
                        .recovery()
                        .split(threshold, guardians.stream().map(Member::id).toList(), InviteCommand.duration(hold));
                Files.createDirectories(folder);
                ObjectNode answer = object().put("threshold", threshold);
                ArrayNode shares = answer.putArray("shares");
                List<String> lines = new ArrayList<>();
                for (int i = 0; i < parcels.size(); i++) {
                    Path file = folder.resolve("share-" + parcels.get(i).index() + ".hearth");
                    WordsInput.write(file, parcels.get(i).text() + "\n");
                    shares.addObject()
                            .put("guardian", guardians.get(i).id().toString())
                            .put("name", guardians.get(i).name())
                            .put("file", file.toString());
                    lines.add(file + " is for " + guardians.get(i).name());
                }
                lines.add(threshold + " of them bring the words back");
                console().say(answer, lines.toArray(String[]::new));
            }
            return ExitCode.OK;
        }
    }

    /** Opens a share. */
    @CommandLine.Command(
            description = "Asks for the share in a file: the first time it tells its owner and begins to wait.",
            mixinStandardHelpOptions = true)
    static final class Open extends Command {
        @Parameters(paramLabel = "FILE", description = "The file that the owner gave you.")
        private Path file = Path.of("");

        Open(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            ShareParcel parcel = ShareParcel.parse(WordsInput.text(file));
            try (Client client = options().open()) {
                try (RecoveryShare share = client.halo().recovery().release(parcel)) {
                    String words = new String(share.reveal());
                    console()
                            .say(
                                    object().put(
                                                    "owner",
                                                    parcel.owner().identity().toString())
                                            .put("share", share.index())
                                            .put("threshold", share.threshold())
                                            .put("words", words),
                                    "share " + share.index() + " of the words of "
                                            + parcel.owner().name() + "; it takes " + share.threshold(),
                                    words);
                } catch (HearthException e) {
                    if (e.code() == ErrorCode.SHARE_HELD) {
                        tell(client);
                    }
                    throw e;
                }
            }
            return ExitCode.OK;
        }
    }
}
