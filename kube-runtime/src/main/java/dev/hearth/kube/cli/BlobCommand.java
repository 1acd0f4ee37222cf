package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.BlobReader;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.BlobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth blob put|get|list}. */
final class BlobCommand {
    private BlobCommand() {}

    static CommandLine commandLine(Console console) {
        return Groups.of("blob", "Files of a space.")
                .addSubcommand("put", new Put(console))
                .addSubcommand("get", new Get(console))
                .addSubcommand("list", new ListAll(console));
    }

    private static ObjectNode describe(Space space, BlobRef ref, ObjectNode into) {
        BlobStatus status = space.blobs().status(ref);
        return into.put("blob", ref.id().toString())
                .put("size", ref.size())
                .put("mediaType", ref.mediaType())
                .put("pointer", ref.toBytes().hex())
                .put("bytesHere", status.bytesHere())
                .put("pinned", status.pinned())
                .put("reason", status.reason());
    }

    private static String line(Space space, BlobRef ref) {
        BlobStatus status = space.blobs().status(ref);
        String here = status.complete() ? "" : "  " + status.bytesHere() + " bytes here. " + status.reason();
        return ref.id().brief() + "  " + ref.size() + "  " + ref.mediaType() + (status.pinned() ? "  pinned" : "")
                + here;
    }

    /** Puts a file into a space. */
    @CommandLine.Command(
            description = "Puts a file into a space; it is pinned, or goes into a field of an object.",
            mixinStandardHelpOptions = true)
    static final class Put extends Command {
        @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "What to put.")
        private Path file = Path.of("");

        @Option(
                names = "--type",
                paramLabel = "MEDIA",
                description = "The media type (default: what the file's name says, else application/octet-stream).")
        private @Nullable String type;

        @Option(names = "--id", paramLabel = "ID", description = "An object that gets the pointer.")
        private @Nullable String id;

        @Option(names = "--field", defaultValue = "file", description = "In this field (default: ${DEFAULT-VALUE}).")
        private String field = "";

        Put(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                BlobRef ref = put(space);
                if (id == null) {
                    space.blobs().pin(ref);
                } else {
                    PutCommand.find(space, id).set(field, ref);
                    space.flush();
                }
                console().say(describe(space, ref, object()), line(space, ref), "pointer " + ref.toBytes());
            }
            return ExitCode.OK;
        }

        private BlobRef put(Space space) {
            try (InputStream content = Files.newInputStream(file)) {
                String guessed = Files.probeContentType(file);
                String known = guessed == null ? "application/octet-stream" : guessed;
                return space.blobs().put(content, type == null ? known : type);
            } catch (IOException e) {
                throw HearthException.ofFile(file, e);
            }
        }
    }

    /** Writes a blob into a file. */
    @CommandLine.Command(
            description = "Writes a blob into a file, fetching what is missing from connected members.",
            mixinStandardHelpOptions = true)
    static final class Get extends Command {
        @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "BLOB", description = "A pointer, or the start of the id of one here.")
        private String blob = "";

        @Parameters(index = "2", paramLabel = "FILE", description = "Where to write it; replaced as a whole.")
        private Path file = Path.of("");

        @Option(
                names = "--patience",
                paramLabel = "SECONDS",
                defaultValue = "30",
                description = "How long to wait for a missing piece (default: ${DEFAULT-VALUE}).")
        private int patience;

        Get(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                BlobRef ref = find(space);
                write(space, ref);
                console().say(describe(space, ref, object()), line(space, ref));
            }
            return ExitCode.OK;
        }

        private BlobRef find(Space space) {
            List<BlobRef> found = space.blobs().list().stream()
                    .filter(each -> each.id().toString().startsWith(blob))
                    .toList();
            Optional<BlobRef> one = found.size() == 1 ? Optional.of(found.get(0)) : pointer();
            return one.orElseThrow(() -> new HearthException(
                    ErrorCode.INPUT_MALFORMED, Map.of("rule", "BLOB: a pointer, or the start of one blob's id")));
        }

        private Optional<BlobRef> pointer() {
            try {
                return BlobRef.of(Bytes.fromHex(blob));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private void write(Space space, BlobRef ref) {
            Path beside = file.resolveSibling(file.getFileName() + ".part");
            try {
                try (BlobReader in = space.blobs().open(ref, Duration.ofSeconds(patience))) {
                    Files.copy(in, beside, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw HearthException.ofFile(file, e);
            }
        }
    }

    /** Lists the blobs. */
    @CommandLine.Command(description = "Lists the blobs of which something is here.", mixinStandardHelpOptions = true)
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
                ObjectNode answer = object();
                ArrayNode blobs = answer.putArray("blobs");
                List<String> lines = new ArrayList<>();
                for (BlobRef ref : space.blobs().list()) {
                    describe(space, ref, blobs.addObject());
                    lines.add(line(space, ref));
                }
                console().list(answer, lines, "no blobs in " + space.name());
            }
            return ExitCode.OK;
        }
    }
}
