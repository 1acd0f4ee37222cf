package dev.hearth.kube.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.client.Client;
import dev.hearth.client.Credentials;
import dev.hearth.client.Space;
import dev.hearth.halo.exchange.HeldCredential;
import dev.hearth.halo.exchange.Json;
import dev.hearth.halo.exchange.PresentationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth credential key|export|import|list|request|present}, and {@link CredentialVerifyCommand}. */
final class CredentialCommand {
    private CredentialCommand() {}

    static CommandLine commandLine(Console console) {
        return Groups.of("credential", "Credentials for exchange with others, as W3C Verifiable Credentials.")
                .addSubcommand("key", new Key(console))
                .addSubcommand(
                        "export",
                        Groups.of("export", "Writes what is known here as a credential.")
                                .addSubcommand("device", new ExportDevice(console))
                                .addSubcommand("member", new ExportMember(console)))
                .addSubcommand("import", new Import(console))
                .addSubcommand("list", new ListAll(console))
                .addSubcommand("verify", new CredentialVerifyCommand(console))
                .addSubcommand("request", new Request(console))
                .addSubcommand("present", new Present(console));
    }

    /** Reads a text from outside; what is longer than what would be read is cut, and so refused. */
    static String content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes((int) Json.MAX_SIZE.max() + 1), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }

    static JsonNode tree(String json) {
        try {
            return Console.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was just written is not JSON", e);
        }
    }

    /** The name that a verifier gives itself, and its challenge. */
    static final class Asked {
        @Option(names = "--verifier", paramLabel = "NAME", required = true, description = "Who asks, by its own name.")
        private String verifier = "";

        @Option(
                names = "--challenge",
                paramLabel = "TEXT",
                required = true,
                description = "What the verifier asks to be answered, once.")
        private String challenge = "";

        PresentationRequest request() {
            return PresentationRequest.of(verifier, challenge);
        }
    }

    /** A command on the credentials of a data folder. */
    private abstract static class OnCredentials extends Command {
        OnCredentials(Console console) {
            super(console);
        }

        abstract void run(Client client, Credentials credentials);

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                run(client, client.halo().credentials());
            }
            return ExitCode.OK;
        }
    }

    /** Shows the key. */
    @CommandLine.Command(
            description = "Shows the did:key that this device issues and presents with.",
            mixinStandardHelpOptions = true)
    static final class Key extends OnCredentials {
        Key(Console console) {
            super(console);
        }

        @Override
        void run(Client client, Credentials credentials) {
            String key = credentials.key().toString();
            console().say(object().put("key", key), key);
        }
    }

    /** A command that writes a credential. */
    private abstract static class Export extends OnCredentials {
        @Option(
                names = "--valid",
                paramLabel = "DAYS",
                description = "For how many days it holds (default: ${DEFAULT-VALUE}).")
        private int days = (int) Credentials.DEFAULT_VALIDITY.toDays();

        @Option(names = "--out", paramLabel = "FILE", description = "Write it there (default: standard output).")
        private @Nullable Path file;

        Export(Console console) {
            super(console);
        }

        abstract HeldCredential credential(Client client, Credentials credentials, Duration validity);

        @Override
        final void run(Client client, Credentials credentials) {
            String text = credential(client, credentials, Duration.ofDays(days)).toString();
            ObjectNode answer = object();
            answer.set("credential", tree(text));
            if (file == null) {
                console().say(answer, text);
                return;
            }
            try {
                Files.writeString(file, text + "\n");
            } catch (IOException e) {
                throw HearthException.ofFile(file, e);
            }
            console().say(answer.put("file", file.toString()), "written to " + file);
        }
    }

    /** Writes the device's. */
    @CommandLine.Command(
            description = "Says that this device belongs to this identity, which calls itself so.",
            mixinStandardHelpOptions = true)
    static final class ExportDevice extends Export {
        ExportDevice(Console console) {
            super(console);
        }

        @Override
        HeldCredential credential(Client client, Credentials credentials, Duration validity) {
            return credentials.device(validity);
        }
    }

    /** Writes a member's. */
    @CommandLine.Command(
            description = "Says which role a member has in a space; takes the owner or an admin.",
            mixinStandardHelpOptions = true)
    static final class ExportMember extends Export {
        @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "MEMBER", description = "Id, start of the id, or name.")
        private String who = "";

        ExportMember(Console console) {
            super(console);
        }

        @Override
        HeldCredential credential(Client client, Credentials credentials, Duration validity) {
            Space space = space(client, name);
            return credentials.membership(
                    space.id(), MemberCommand.member(space, who).id(), validity);
        }
    }

    /** Keeps a credential. */
    @CommandLine.Command(
            description = "Verifies a credential and keeps it in the personal space.",
            mixinStandardHelpOptions = true)
    static final class Import extends OnCredentials {
        @Parameters(paramLabel = "FILE", description = "The credential, with its disclosures if it has some.")
        private Path file = Path.of("");

        Import(Console console) {
            super(console);
        }

        @Override
        void run(Client client, Credentials credentials) {
            HeldCredential held = credentials.keep(content(file));
            ObjectNode answer = object();
            answer.set("credential", tree(held.toString()));
            console().say(answer, "kept; one of " + credentials.kept().size());
        }
    }

    /** Lists what was kept. */
    @CommandLine.Command(
            description = "Lists the credentials that were kept, and whether they are valid now.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends OnCredentials {
        ListAll(Console console) {
            super(console);
        }

        @Override
        void run(Client client, Credentials credentials) {
            ObjectNode answer = object();
            ArrayNode list = answer.putArray("credentials");
            List<String> lines = new ArrayList<>();
            for (HeldCredential held : credentials.kept()) {
                ObjectNode found =
                        CredentialVerifyCommand.json(credentials.verifier().credential(held.toString()));
                found.set("credential", tree(held.toString()));
                list.add(found);
                lines.add(CredentialVerifyCommand.line(found));
            }
            console().list(answer, lines, "no credentials are kept");
        }
    }

    /** Makes a request. */
    @CommandLine.Command(
            description = "Draws a challenge for somebody who is to present something.",
            mixinStandardHelpOptions = true)
    static final class Request extends OnCredentials {
        @Parameters(paramLabel = "NAME", description = "Who asks, by the name that the holder knows it by.")
        private String verifier = "";

        Request(Console console) {
            super(console);
        }

        @Override
        void run(Client client, Credentials credentials) {
            PresentationRequest request = credentials.request(verifier);
            console()
                    .say(object().put("verifier", verifier).put("challenge", request.challenge()), request.challenge());
        }
    }

    /** Presents credentials. */
    @CommandLine.Command(
            description = "Answers a verifier's challenge with credentials; the answer counts for a minute.",
            mixinStandardHelpOptions = true)
    static final class Present extends OnCredentials {
        @Parameters(paramLabel = "FILE", arity = "1..*", description = "Credentials about this device or identity.")
        private List<Path> files = new ArrayList<>();

        @Option(
                names = "--disclose",
                paramLabel = "CLAIM",
                description = "A hidden claim to show (repeatable; default: none).")
        private Set<String> disclosed = Set.of();

        @CommandLine.Mixin
        private final Asked asked = new Asked();

        Present(Console console) {
            super(console);
        }

        @Override
        void run(Client client, Credentials credentials) {
            List<HeldCredential> shown = files.stream()
                    .map(this::held)
                    .map(each -> each.disclosing(disclosed))
                    .toList();
            String presentation = credentials.present(asked.request(), shown);
            ObjectNode answer = object();
            answer.set("presentation", tree(presentation));
            console().say(answer, presentation);
        }

        private HeldCredential held(Path file) {
            try {
                return HeldCredential.parse(content(file));
            } catch (MalformedException e) {
                throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", String.valueOf(e.getMessage())), e);
            }
        }
    }
}
