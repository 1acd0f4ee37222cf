package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.wallet.AppGrant;
import dev.hearth.client.wallet.ConsentPrompt;
import dev.hearth.client.wallet.ConsoleConsent;
import dev.hearth.client.wallet.RunningWallet;
import dev.hearth.client.wallet.SwingConsent;
import dev.hearth.client.wallet.WalletOptions;
import dev.hearth.client.wallet.WalletService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth wallet serve|list|revoke|log}. */
final class WalletCommand {
    private WalletCommand() {}

    static CommandLine commandLine(Console console, InputStream in) {
        return Groups.of("wallet", "Serves the identity of this data folder to other applications on this machine.")
                .addSubcommand("serve", new Serve(console, in))
                .addSubcommand("list", new ListAll(console))
                .addSubcommand("revoke", new Revoke(console))
                .addSubcommand("log", new Log(console));
    }

    /** A command that needs to know where the wallet is. */
    abstract static class AtSocket extends Command {
        @Option(
                names = "--socket",
                paramLabel = "PATH",
                description =
                        "The wallet's socket (default: $XDG_RUNTIME_DIR/hearth/wallet, else ~/.hearth/run/wallet).")
        private @Nullable Path socket;

        AtSocket(Console console) {
            super(console);
        }

        final Path socket() {
            return socket == null ? WalletOptions.defaultSocket() : socket;
        }

        /** Asks the data folder, or the wallet that has it open. */
        final <T> T ask(Function<Client, T> folder, Function<RunningWallet, T> running) {
            try (Client client = options().open()) {
                return folder.apply(client);
            } catch (HearthException e) {
                if (e.code() != ErrorCode.DATA_LOCKED) {
                    throw e;
                }
            }
            try (Seams seams = Seams.system()) {
                return running.apply(new RunningWallet(socket(), seams));
            }
        }

        final List<AppGrant> grants() {
            return ask(client -> client.wallet().grants(), RunningWallet::grants);
        }
    }

    /** Serves. */
    @CommandLine.Command(
            description = "Serves until it is interrupted, and asks here about each new application.",
            mixinStandardHelpOptions = true)
    static final class Serve extends AtSocket {
        private final InputStream in;

        @Option(
                names = "--allow",
                paramLabel = "NAME",
                description = "Grant what an application of this name asks for without asking (repeatable); any program"
                        + " of this user can call itself so.")
        private List<String> allowed = new ArrayList<>();

        @Option(names = "--window", description = "Ask in a window instead of here.")
        private boolean window;

        @Option(names = "--for", paramLabel = "SECONDS", defaultValue = "315360000", description = "End after so long.")
        private int seconds;

        Serve(Console console, InputStream in) {
            super(console);
            this.in = in;
        }

        @Override
        public Integer call() {
            try (Client client = options().open();
                    WalletService service =
                            client.wallet().serve(WalletOptions.of(prompt()).at(socket()))) {
                console().say(object().put("socket", service.socket().toString()), "wallet at " + service.socket());
                Pauses.until(Duration.ofSeconds(seconds), () -> false);
            }
            return ExitCode.OK;
        }

        private ConsentPrompt prompt() {
            Set<String> names = Set.copyOf(allowed);
            PrintWriter out = console().errors();
            ConsentPrompt asking = window
                    ? new SwingConsent()
                    : new ConsoleConsent(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), out);
            return request -> names.contains(request.name()) ? Optional.of(request.asAsked()) : asking.ask(request);
        }
    }

    /** Lists the grants. */
    @CommandLine.Command(
            description = "Lists what was granted to applications, and how it ended.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends AtSocket {
        ListAll(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            ObjectNode answer = object();
            ArrayNode all = answer.putArray("grants");
            List<String> lines = new ArrayList<>();
            for (AppGrant grant : grants()) {
                describe(grant, all.addObject());
                lines.add(grant.app().brief() + "  " + rights(grant) + "  " + spaces(grant) + "  " + state(grant) + "  "
                        + grant.name());
            }
            if (lines.isEmpty()) {
                lines.add("nothing was granted");
            }
            console().say(answer, lines.toArray(String[]::new));
            return ExitCode.OK;
        }

        private static void describe(AppGrant grant, ObjectNode into) {
            into.put("app", grant.app().toString())
                    .put("name", grant.name())
                    .put("rights", rights(grant))
                    .put("allSpaces", grant.scope().allSpaces())
                    .put("granted", grant.granted().toString())
                    .put("state", state(grant));
            ArrayNode spaces = into.putArray("spaces");
            grant.scope().spaces().forEach(space -> spaces.add(space.toString()));
            grant.scope().until().ifPresent(end -> into.put("until", end.toString()));
            grant.ending().ifPresent(end -> into.put("ended", end.at().toString()));
        }

        private static String rights(AppGrant grant) {
            return grant.scope().rights().name().toLowerCase(Locale.ROOT);
        }

        private static String spaces(AppGrant grant) {
            return grant.scope().allSpaces()
                    ? "all spaces"
                    : grant.scope().spaces().size() + " spaces";
        }

        private static String state(AppGrant grant) {
            return grant.ending()
                    .map(end -> end.expired() ? "expired" : "revoked")
                    .orElse("granted");
        }
    }

    /** Ends a grant. */
    @CommandLine.Command(
            description = "Ends what was granted to an application: its device is taken out of all spaces.",
            mixinStandardHelpOptions = true)
    static final class Revoke extends AtSocket {
        @Parameters(paramLabel = "APP", description = "The application's key, the start of it, or its name.")
        private String app = "";

        Revoke(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            DeviceId key = find();
            boolean ended = ask(client -> client.wallet().revoke(key), running -> running.revoke(key));
            console()
                    .say(
                            object().put("app", key.toString()).put("revoked", ended),
                            ended ? "revoked " + key.brief() : "it had ended before");
            return ExitCode.OK;
        }

        /** Of several that are called so the one whose grant is in force. */
        private DeviceId find() {
            List<AppGrant> found = grants().stream()
                    .filter(grant -> grant.app().toString().startsWith(app)
                            || grant.name().equals(app))
                    .toList();
            List<AppGrant> inForce =
                    found.stream().filter(grant -> grant.ending().isEmpty()).toList();
            return one(
                            inForce.isEmpty() ? found : inForce,
                            ErrorCode.WALLET_APP_UNKNOWN,
                            Map.of("app", app),
                            "several applications are called " + app + "; give the key")
                    .app();
        }
    }

    /** Prints the log. */
    @CommandLine.Command(
            description = "Prints what applications asked for and got, the latest last: one JSON object for each line.",
            mixinStandardHelpOptions = true)
    static final class Log extends Command {
        private static final int KEPT = 3;

        Log(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            Path file = options().data().resolve("wallet.log");
            List<String> lines = new ArrayList<>();
            for (int i = KEPT; i > 0; i--) {
                lines.addAll(read(file.resolveSibling(file.getFileName() + "." + i)));
            }
            lines.addAll(read(file));
            ObjectNode answer = object();
            ArrayNode events = answer.putArray("events");
            for (String line : lines) {
                events.addRawValue(new RawValue(line));
            }
            if (lines.isEmpty()) {
                lines.add("nothing was asked for");
            }
            console().say(answer, lines.toArray(String[]::new));
            return ExitCode.OK;
        }

        private static List<String> read(Path file) {
            try {
                return Files.exists(file) ? Files.readAllLines(file) : List.of();
            } catch (IOException e) {
                throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("path", file.toString()), e);
            }
        }
    }
}
