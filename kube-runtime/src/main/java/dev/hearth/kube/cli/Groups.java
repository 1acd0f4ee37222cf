package dev.hearth.kube.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Commands that only hold others. */
final class Groups {
    private Groups() {}

    static CommandLine of(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
        spec.usageMessage().description(description);
        return new CommandLine(spec);
    }
}
