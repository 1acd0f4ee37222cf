package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.RepairReport;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth space repair SPACE}. */
@CommandLine.Command(
        name = "repair",
        description = "Verifies a space, and makes anew from its blocks what is wrong.",
        mixinStandardHelpOptions = true)
final class SpaceRepairCommand extends Command {
    @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    SpaceRepairCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            Space space = space(client, name);
            RepairReport report = space.repair(progress -> Findings.progress(console(), progress));
            space.indexes().build();
            space.flush();
            ObjectNode answer = object().put("objects", report.objects()).put("indexes", report.indexes());
            Findings.put(report.repaired(), answer.putArray("repaired"));
            Findings.put(report.left(), answer.putArray("left"));
            List<String> lines = new ArrayList<>();
            report.repaired().forEach(finding -> lines.add("repaired  " + finding));
            report.left().forEach(finding -> lines.add("left      " + finding));
            lines.add(report.repaired().size() + " repaired, " + report.left().size() + " left");
            console().say(answer, lines.toArray(String[]::new));
            return report.left().isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
        }
    }
}
