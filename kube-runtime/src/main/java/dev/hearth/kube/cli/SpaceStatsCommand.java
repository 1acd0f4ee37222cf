package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.DatabaseStats;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth space stats SPACE}. */
@CommandLine.Command(
        name = "stats",
        description = "Tells what a space holds and what it takes on this device.",
        mixinStandardHelpOptions = true)
final class SpaceStatsCommand extends Command {
    @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    SpaceStatsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            Space space = space(client, name);
            DatabaseStats stats = space.stats();
            List<String> lines = new ArrayList<>();
            ObjectNode answer = object().put("space", space.id().toString());
            answer.put("objects", stats.objects()).put("blocks", stats.blocks()).put("feeds", stats.feeds());
            lines.add(stats.objects() + " objects, " + stats.blocks() + " blocks of " + stats.feeds() + " devices, "
                    + stats.allBytes() + " bytes");
            ObjectNode types = answer.putObject("types");
            stats.types().forEach((type, listed) -> {
                types.putObject(type).put("shown", listed.shown()).put("deleted", listed.deleted());
                lines.add("type " + type + "  " + listed.shown() + "  deleted " + listed.deleted());
            });
            ObjectNode bytes = answer.put("bytes", stats.allBytes()).putObject("families");
            stats.bytes().forEach((family, size) -> {
                bytes.put(family.name(), size);
                lines.add("bytes " + family + "  " + size);
            });
            answer.putObject("blobs")
                    .put("count", stats.blobs().count())
                    .put("complete", stats.blobs().complete())
                    .put("bytes", stats.blobs().bytes());
            lines.add("blobs " + stats.blobs().count() + "  complete "
                    + stats.blobs().complete() + "  bytes " + stats.blobs().bytes());
            answer.putObject("cache")
                    .put("objects", stats.cache().objects())
                    .put("bytes", stats.cache().bytes())
                    .put("most", stats.cache().most());
            ArrayNode indexes = answer.putArray("indexes");
            stats.indexes().forEach(index -> {
                indexes.addObject().put("name", index.name()).put("ready", index.ready());
                lines.add("index " + index.name() + (index.ready() ? "" : "  being built"));
            });
            console().say(answer, lines.toArray(String[]::new));
        }
        return ExitCode.OK;
    }
}
