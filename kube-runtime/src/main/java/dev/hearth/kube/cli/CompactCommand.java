package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.client.Client;
import dev.hearth.echo.CompactionReport;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth space compact SPACE}. */
@CommandLine.Command(
        description = "Gives back the room of deleted objects and of the history that all devices have acknowledged.",
        mixinStandardHelpOptions = true)
final class CompactCommand extends Command {
    @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    CompactCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            CompactionReport report = space(client, name).compact();
            ObjectNode answer = object().put("base", report.base().toString())
                    .put("objects", report.objects())
                    .put("purged", report.purged())
                    .put("blocks", report.blocks())
                    .put("bytesBefore", report.bytesBefore())
                    .put("bytesAfter", report.bytesAfter());
            ArrayNode behind = answer.putArray("unacknowledged");
            List<String> lines = new ArrayList<>(List.of(
                    "objects written anew " + report.objects(),
                    "purged objects gone  " + report.purged(),
                    "blocks dropped       " + report.blocks(),
                    "bytes                " + report.bytesBefore() + " -> " + report.bytesAfter()));
            report.unacknowledged().forEach(device -> {
                behind.add(device.toString());
                lines.add("not acknowledged by  " + device.brief());
            });
            console().say(answer, lines.toArray(String[]::new));
        }
        return ExitCode.OK;
    }
}
