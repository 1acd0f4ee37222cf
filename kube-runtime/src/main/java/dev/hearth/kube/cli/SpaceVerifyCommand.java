package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth space verify SPACE}. */
@CommandLine.Command(
        name = "verify",
        description = "Holds all that is stored of a space against what it was made from.",
        mixinStandardHelpOptions = true)
final class SpaceVerifyCommand extends Command {
    @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    SpaceVerifyCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            Space space = space(client, name);
            VerifyReport report = space.verify(progress -> Findings.progress(console(), progress));
            ObjectNode answer = object().put("sound", report.sound());
            answer.put("blocks", report.blocks())
                    .put("objects", report.objects())
                    .put("chunks", report.chunks());
            Findings.put(report.findings(), answer.putArray("findings"));
            answer.put("more", report.more());
            List<String> lines = new ArrayList<>();
            report.findings().forEach(finding -> lines.add(finding.toString()));
            lines.add(report.blocks() + " blocks, " + report.objects() + " objects, " + report.chunks() + " chunks: "
                    + (report.sound() ? "sound" : report.findings().size() + report.more() + " findings"));
            console().say(answer, lines.toArray(String[]::new));
            return report.sound() ? ExitCode.OK : ExitCode.CHECK_FAILED;
        }
    }
}
