package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.KeychainSlots;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.KeychainSlot;
import dev.hearth.halo.RecoveryKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth keychain slots|unlock|add|change|remove|rekey|accept}. */
final class KeychainCommand {
    private KeychainCommand() {}

    static CommandLine commandLine(Console console) {
        return Groups.of("keychain", "What opens the keychain of an identity.")
                .addSubcommand("slots", new Slots(console))
                .addSubcommand("unlock", new Unlock(console))
                .addSubcommand("add", new Add(console))
                .addSubcommand("change", new Change(console))
                .addSubcommand("remove", new Remove(console))
                .addSubcommand("rekey", new Rekey(console))
                .addSubcommand("accept", new Accept(console));
    }

    private static ObjectNode json(KeychainSlot slot) {
        ObjectNode node = Command.object()
                .put("slot", slot.number())
                .put("kind", slot.kind().label());
        slot.cost()
                .ifPresent(cost -> node.putObject("cost")
                        .put("memoryKib", cost.memoryKib())
                        .put("passes", cost.passes())
                        .put("lanes", cost.lanes()));
        slot.keyring().ifPresent(name -> node.put("keyring", name));
        return node;
    }

    private static String line(KeychainSlot slot) {
        return slot.number() + "  " + slot.kind().label()
                + slot.cost()
                        .map(cost -> ", " + (cost.memoryKib() >> 10) + " MiB, " + cost.passes() + " passes")
                        .orElse("")
                + slot.keyring().map(name -> " " + name).orElse("");
    }

    /** A command that opens the keychain and does something with its slots. */
    private abstract static class OnSlots extends Command {
        OnSlots(Console console) {
            super(console);
        }

        abstract void run(Client client, KeychainSlots slots);

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                run(client, client.halo().keychain());
            }
            return ExitCode.OK;
        }

        void say(KeychainSlot slot, String done) {
            console().say(json(slot), done + " " + line(slot));
        }
    }

    /** Lists the slots. */
    @CommandLine.Command(
            description = "Lists what opens the keychain, without opening it.",
            mixinStandardHelpOptions = true)
    static final class Slots extends Command {
        Slots(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            Path file = options().installation().keychain(options().label());
            if (!Keychain.exists(file)) {
                throw new HearthException(
                        ErrorCode.IDENTITY_UNKNOWN, Map.of("identity", options().label()));
            }
            List<KeychainSlot> slots = Keychain.slots(file);
            ObjectNode answer = object();
            ArrayNode list = answer.putArray("slots");
            slots.forEach(slot -> list.add(json(slot)));
            console().say(answer, slots.stream().map(KeychainCommand::line).toArray(String[]::new));
            return ExitCode.OK;
        }
    }

    /** Tries what was given. */
    @CommandLine.Command(
            description = "Opens the keychain with what is given, and tells by which slot.",
            mixinStandardHelpOptions = true)
    static final class Unlock extends OnSlots {
        Unlock(Console console) {
            super(console);
        }

        @Override
        void run(Client client, KeychainSlots slots) {
            slots.list().stream()
                    .filter(slot -> slot.number() == slots.current())
                    .forEach(slot -> say(slot, "unlocked by"));
        }
    }

    /** What a new slot is made for. */
    enum Kind {
        PASSPHRASE,
        RECOVERY,
        KEYRING,
        KEY_FILE
    }

    /** The option that brings a new passphrase. */
    private static final class NewPassphrase {
        @Option(
                names = "--new-passphrase-file",
                paramLabel = "FILE",
                description = "A file whose first line is the new passphrase.")
        private @Nullable Path file;

        KeychainKey key() {
            if (file == null) {
                throw new IllegalArgumentException("--new-passphrase-file FILE brings the new passphrase");
            }
            return KeychainKey.passphrase(FirstLine.of(file).toCharArray());
        }
    }

    /** Adds a slot. */
    @CommandLine.Command(
            description = "Adds a way into the keychain: passphrase, recovery, keyring or key_file.",
            mixinStandardHelpOptions = true)
    static final class Add extends OnSlots {
        @Parameters(paramLabel = "KIND", description = "One of ${COMPLETION-CANDIDATES}, in any case.")
        private Kind kind = Kind.PASSPHRASE;

        @CommandLine.Mixin
        private final NewPassphrase passphrase = new NewPassphrase();

        Add(Console console) {
            super(console);
        }

        @Override
        void run(Client client, KeychainSlots slots) {
            switch (kind) {
                case PASSPHRASE -> say(slots.add(passphrase.key()), "added");
                case KEYRING -> say(slots.add(GlobalOptions.theKeyring()), "added");
                case KEY_FILE -> say(slots.add(slots.keyFile()), "added");
                case RECOVERY -> addRecovery(client, slots);
            }
        }

        /** The key is shown this once. */
        private void addRecovery(Client client, KeychainSlots slots) {
            try (RecoveryKey key = RecoveryKey.generate(client.seams().random())) {
                KeychainSlot slot = slots.add(KeychainKey.recovery(key));
                String written = new String(key.reveal());
                console()
                        .say(
                                json(slot).put("recoveryKey", written),
                                "added " + line(slot),
                                "write it down, it is not shown again:",
                                written);
            }
        }
    }

    /** Changes a slot. */
    @CommandLine.Command(
            description = "Puts a new passphrase into the place of what opens a slot.",
            mixinStandardHelpOptions = true)
    static final class Change extends OnSlots {
        @Parameters(
                paramLabel = "SLOT",
                arity = "0..1",
                description = "Its number (default: the slot that opens the keychain now).")
        private @Nullable Integer number;

        @CommandLine.Mixin
        private final NewPassphrase passphrase = new NewPassphrase();

        Change(Console console) {
            super(console);
        }

        @Override
        void run(Client client, KeychainSlots slots) {
            say(slots.change(number == null ? slots.current() : number, passphrase.key()), "changed");
        }
    }

    /** Removes a slot. */
    @CommandLine.Command(description = "Takes a way into the keychain away.", mixinStandardHelpOptions = true)
    static final class Remove extends OnSlots {
        @Parameters(paramLabel = "SLOT", description = "Its number.")
        private int number;

        Remove(Console console) {
            super(console);
        }

        @Override
        void run(Client client, KeychainSlots slots) {
            slots.remove(number);
            console().say(object().put("removed", number), "removed slot " + number);
        }
    }

    /** Seals the file anew. */
    @CommandLine.Command(
            description = "Seals the keychain under a new key. Only what opens it now opens it afterwards.",
            mixinStandardHelpOptions = true)
    static final class Rekey extends OnSlots {
        Rekey(Console console) {
            super(console);
        }

        @Override
        void run(Client client, KeychainSlots slots) {
            List<KeychainSlot> before = slots.list();
            KeychainSlot used = before.stream()
                    .filter(slot -> slot.number() == slots.current())
                    .findFirst()
                    .orElseThrow(() -> new HearthException(ErrorCode.SLOT_UNKNOWN));
            slots.rekey(key(slots, used));
            ObjectNode answer = object();
            ArrayNode gone = answer.putArray("removed");
            List<String> lines = new ArrayList<>(List.of("sealed anew; opened by what opened it now"));
            before.stream().filter(slot -> slot.number() != used.number()).forEach(slot -> {
                gone.add(json(slot));
                lines.add("no longer: " + line(slot));
            });
            console().say(answer, lines.toArray(String[]::new));
        }

        private KeychainKey key(KeychainSlots slots, KeychainSlot used) {
            return switch (used.kind()) {
                case KEY_FILE -> slots.keyFile();
                case KEYRING -> GlobalOptions.theKeyring();
                case PASSPHRASE, RECOVERY ->
                    options().key().orElseThrow(() -> new HearthException(ErrorCode.KEYCHAIN_LOCKED));
            };
        }
    }

    /** Takes an older keychain for the present one. */
    @CommandLine.Command(
            description = "Goes on with an older keychain file that was put back on purpose.",
            mixinStandardHelpOptions = true)
    static final class Accept extends Command {
        Accept(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            ClientOptions accepting = options().clientOptions().acceptOlderKeychain();
            try (Client client = Client.open(options().data(), accepting)) {
                int slots = client.halo().keychain().list().size();
                console().say(object().put("slots", slots), "accepted; the keychain has " + slots + " slots");
            }
            return ExitCode.OK;
        }
    }
}
