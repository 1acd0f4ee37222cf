package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hearth.echo.Finding;
import dev.hearth.echo.VerifyProgress;
import java.util.List;
import java.util.Locale;

/** Findings of a verification as they are printed. */
final class Findings {
    private Findings() {}

    static void put(List<Finding> findings, ArrayNode into) {
        for (Finding finding : findings) {
            into.addObject()
                    .put("kind", finding.kind().name())
                    .put("severity", finding.severity().name())
                    .put("where", finding.where())
                    .put("what", finding.what())
                    .put("repairable", finding.repairable());
        }
    }

    /** Prints how far it is, every some thousand steps. */
    static void progress(Console console, VerifyProgress progress) {
        if (progress.done() > 0 && progress.done() % 8_192 == 0) {
            console.progress(progress.stage().name().toLowerCase(Locale.ROOT) + " " + progress.done());
        }
    }
}
