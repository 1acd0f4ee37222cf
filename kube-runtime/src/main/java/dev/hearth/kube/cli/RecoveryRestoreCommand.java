package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.Bytes;
import dev.hearth.client.Client;
import dev.hearth.client.Recovery;
import dev.hearth.client.RestoreOptions;
import dev.hearth.halo.RecoveryPhrase;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hearth recovery restore}. */
@CommandLine.Command(
        description =
                "Makes this installation, which has no identity yet, a device of the one that the words stand for.",
        mixinStandardHelpOptions = true)
final class RecoveryRestoreCommand extends Command {
    @Mixin
    private final WordsInput words = new WordsInput();

    @Option(names = "--from", paramLabel = "FILE", description = "A backup of the identity, which brings its spaces.")
    private @Nullable Path backup;

    @Option(
            names = "--backup-passphrase-file",
            paramLabel = "FILE",
            description = "Its first line opens the backup, if the words don't.")
    private @Nullable Path passphrase;

    @Option(
            names = "--chain",
            paramLabel = "FILE",
            description = "Who the identity is, as a member wrote it by: hearth recovery chain.")
    private @Nullable Path chain;

    @Option(names = "--name", description = "What the identity calls itself (default: as the backup or chain tells).")
    private @Nullable String name;

    @Option(names = "--new-words", description = "Put new words in the place of these, and show them.")
    private boolean newWords;

    @Option(
            names = "--revoke-others",
            negatable = true,
            description = "Take all other devices out, or leave them in (default: it asks).")
    private @Nullable Boolean revokeOthers;

    private final InputStream keyboard;

    RecoveryRestoreCommand(Console console, InputStream keyboard) {
        super(console);
        this.keyboard = keyboard;
    }

    @Override
    public Integer call() {
        Stream.of(backup, passphrase, chain).flatMap(Stream::ofNullable).forEach(UserFile::require);
        Keyboard asked = new Keyboard(keyboard, console());
        try (Client client = options().openOrCreate();
                RecoveryPhrase phrase = words.read(asked)) {
            Recovery recovery = client.halo().recovery();
            Recovery.Restored restored = recovery.restore(phrase, restoreOptions(asked));
            ObjectNode answer = object().put("identity", restored.profile().id().toString())
                    .put("device", restored.profile().device().toString())
                    .put("name", restored.profile().name())
                    .put("spaces", restored.spaces().size());
            ArrayNode refused = answer.putArray("refused");
            restored.refused().forEach(space -> refused.add(space.toString()));
            List<String> lines = new ArrayList<>();
            lines.add("this is a device of " + restored.profile().name() + " now");
            lines.add("spaces from the backup " + restored.spaces().size());
            restored.refused().forEach(space -> lines.add("refused " + space));
            if (newWords && recovery.areWordsHere()) {
                addWords(recovery, answer, lines);
            }
            GuardianCommands.tell(client);
            console().say(answer, lines.toArray(String[]::new));
        }
        return ExitCode.OK;
    }

    private static void addWords(Recovery recovery, ObjectNode answer, List<String> lines) {
        try (RecoveryPhrase next = recovery.words()) {
            String text = new String(next.reveal());
            answer.put("words", text);
            lines.add("the new words, which take the place of the former ones:");
            lines.addAll(RecoveryCommand.rows(text));
        }
    }

    private RestoreOptions restoreOptions(Keyboard asked) {
        RestoreOptions restoring = RestoreOptions.none();
        if (backup != null) {
            restoring = passphrase == null
                    ? restoring.from(backup)
                    : restoring.from(backup, FirstLine.of(passphrase).toCharArray());
        }
        if (chain != null) {
            restoring = restoring.known(Bytes.of(Base64.getUrlDecoder().decode(FirstLine.of(chain))));
        }
        if (name != null) {
            restoring = restoring.named(name);
        }
        if (newWords) {
            restoring = restoring.withNewWords();
        }
        boolean lost = revokeOthers == null
                ? asked.confirms("are all other devices of this identity lost, and to be taken out of it?")
                : revokeOthers;
        return lost ? restoring.withOthersLost() : restoring;
    }
}
