package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.Member;
import dev.hearth.client.Recovery;
import dev.hearth.client.Space;
import dev.hearth.halo.RecoveryPhrase;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth recovery words|put-away|backup|restore|chain|guardians|share|status|veto}. */
final class RecoveryCommand {
    private RecoveryCommand() {}

    static CommandLine commandLine(Console console, InputStream keyboard) {
        return Groups.of("recovery", "How this identity comes back when its devices are lost.")
                .addSubcommand("words", new Words(console))
                .addSubcommand("put-away", new PutAway(console, keyboard))
                .addSubcommand("backup", new Backup(console))
                .addSubcommand("restore", new RecoveryRestoreCommand(console, keyboard))
                .addSubcommand("chain", new Chain(console))
                .addSubcommand(GuardianCommands.guardians(console))
                .addSubcommand(GuardianCommands.share(console))
                .addSubcommand("status", new Status(console))
                .addSubcommand("veto", new Veto(console));
    }

    /** Returns the words in rows of four, each with its number. */
    static List<String> rows(String words) {
        String[] each = words.split(" ", -1);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < each.length; i += 4) {
            StringBuilder row = new StringBuilder();
            for (int word = i; word < Math.min(i + 4, each.length); word++) {
                row.append(String.format(Locale.ROOT, "%2d %-10s", word + 1, each[word]));
            }
            rows.add(row.toString().stripTrailing());
        }
        return rows;
    }

    /** Shows the words. */
    @CommandLine.Command(
            description = "Shows the 24 words, to be written on paper. Whoever has them is you.",
            mixinStandardHelpOptions = true)
    static final class Words extends Command {
        Words(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open();
                    RecoveryPhrase phrase = client.halo().recovery().words()) {
                String words = new String(phrase.reveal());
                console().say(object().put("words", words), rows(words).toArray(String[]::new));
            }
            return ExitCode.OK;
        }
    }

    /** Takes the words off this device. */
    @CommandLine.Command(
            description = "Takes the words off this device, once you have them on paper: it asks for three of them.",
            mixinStandardHelpOptions = true)
    static final class PutAway extends Command {
        private static final int ASKED = 3;

        private final InputStream keyboard;

        @Mixin
        private final WordsInput input = new WordsInput();

        PutAway(Console console, InputStream keyboard) {
            super(console);
            this.keyboard = keyboard;
        }

        @Override
        public Integer call() {
            try (Client client = options().open();
                    RecoveryPhrase phrase = client.halo().recovery().words()) {
                Keyboard asked = new Keyboard(keyboard, console());
                if (input.isFile()) {
                    check(phrase, asked);
                } else {
                    ask(client, phrase, asked);
                }
                client.halo().recovery().putAway();
                Telling.devices(client);
                console().say(object().put("wordsHere", false), "the words are on paper alone now");
            }
            return ExitCode.OK;
        }

        private void check(RecoveryPhrase phrase, Keyboard asked) {
            try (RecoveryPhrase given = input.read(asked)) {
                if (!given.equals(phrase)) {
                    throw new HearthException(ErrorCode.RECOVERY_WORDS_WRONG);
                }
            }
        }

        private static void ask(Client client, RecoveryPhrase phrase, Keyboard asked) {
            char[] text = phrase.reveal();
            String[] words = new String(text).split(" ", -1);
            Arrays.fill(text, '\0');
            Set<Integer> places = new TreeSet<>();
            while (places.size() < ASKED) {
                places.add(client.seams().random().nextInt(words.length));
            }
            for (int place : places) {
                if (!asked.ask("word " + (place + 1) + ":").equalsIgnoreCase(words[place])) {
                    throw new HearthException(
                            ErrorCode.RECOVERY_WORDS_WRONG, Map.of("position", String.valueOf(place + 1)));
                }
            }
        }
    }

    /** Writes a backup of the identity. */
    @CommandLine.Command(
            description = "Writes the identity with all its spaces into one file that the recovery words open.",
            mixinStandardHelpOptions = true)
    static final class Backup extends Command {
        @Parameters(paramLabel = "FILE", description = "Where to write it; replaced as a whole.")
        private Path file = Path.of("");

        @Option(
                names = "--backup-passphrase-file",
                paramLabel = "FILE",
                description = "Its first line opens the backup instead of the words.")
        private Optional<Path> passphrase = Optional.empty();

        Backup(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            Optional<char[]> opens = passphrase.map(each -> FirstLine.of(each).toCharArray());
            try (Client client = options().open()) {
                Recovery recovery = client.halo().recovery();
                opens.ifPresentOrElse(each -> recovery.backup(file, each), () -> recovery.backup(file));
                long bytes = file.toFile().length();
                console()
                        .say(
                                object().put("file", file.toString()).put("bytes", bytes),
                                "the identity is in " + file + ", " + bytes + " bytes");
            }
            return ExitCode.OK;
        }
    }

    /** Writes the chain of a member. */
    @CommandLine.Command(
            description = "Writes down who a member is, for a member who lost all devices. It is no secret.",
            mixinStandardHelpOptions = true)
    static final class Chain extends Command {
        @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String space = "";

        @Parameters(index = "1", paramLabel = "MEMBER", description = "Id, start of the id, or name.")
        private String member = "";

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to write it.")
        private Path file = Path.of("");

        Chain(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space in = space(client, space);
                Member found = GuardianCommands.member(List.of(in), member);
                byte[] chain =
                        client.halo().recovery().chainOf(in.id(), found.id()).toArray();
                WordsInput.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(chain) + "\n");
                console()
                        .say(
                                object().put("identity", found.id().toString()).put("file", file.toString()),
                                found.name() + " is in " + file);
            }
            return ExitCode.OK;
        }
    }

    /** Shows how the identity stands. */
    @CommandLine.Command(
            description = "Shows whether the words are here, and which guardians were asked for their shares.",
            mixinStandardHelpOptions = true)
    static final class Status extends Command {
        private static final Duration MEETING = Duration.ofSeconds(3);

        Status(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Recovery recovery = client.halo().recovery();
                if (client.status()
                        .mesh()
                        .filter(mesh -> !mesh.signals().isEmpty())
                        .isPresent()) {
                    Pauses.until(MEETING, () -> !recovery.requests().isEmpty());
                }
                boolean here = recovery.areWordsHere();
                ObjectNode answer = object().put("wordsHere", here);
                List<String> lines = new ArrayList<>();
                lines.add(here ? "the words are on this device" : "the words are not on this device");
                ArrayNode requests = answer.putArray("requests");
                for (Recovery.Request each : recovery.requests()) {
                    requests.addObject()
                            .put("request", each.id())
                            .put("guardian", each.guardian().toString())
                            .put("name", each.name())
                            .put("until", each.until().toString())
                            .put("vetoed", each.vetoed());
                    lines.add(each.id() + "  " + each.name() + " was asked for a share, and releases it at "
                            + each.until() + (each.vetoed() ? "  (forbidden)" : ""));
                }
                console().say(answer, lines.toArray(String[]::new));
            }
            return ExitCode.OK;
        }
    }

    /** Forbids the release of a share. */
    @CommandLine.Command(
            description = "Forbids a guardian to release its share: somebody else asked for it.",
            mixinStandardHelpOptions = true)
    static final class Veto extends Command {
        @Parameters(paramLabel = "REQUEST", description = "Its id, as the status shows it.")
        private String request = "";

        Veto(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                client.halo().recovery().veto(request);
                boolean told = GuardianCommands.tell(client);
                console()
                        .say(
                                object().put("request", request).put("untold", !told),
                                "forbidden " + request + (told ? "" : Telling.UNTOLD));
            }
            return ExitCode.OK;
        }
    }
}
