package dev.hearth.kube.cli;

import dev.hearth.kube.bench.TrustBench;
import dev.hearth.kube.bench.TrustResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code hearth bench trust}. */
@CommandLine.Command(
        description = "Times verification, authority, key rotation and sealing, beside the bare primitives.",
        mixinStandardHelpOptions = true)
final class TrustBenchCommand extends Command {
    @Mixin
    private final RoundsOptions rounds = new RoundsOptions();

    TrustBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        TrustResult result = TrustBench.run(TrustBench.Sizes.USUAL, rounds.rounds());
        TrustResult.Evaluated authority = result.authority();
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        line("history", result.history()),
                        line("credential", result.credential()),
                        String.format(
                                Locale.ROOT,
                                "%-16s %d credentials, %d removals: %.1f ms from scratch, %.3f ms for one more",
                                "authority",
                                authority.statements(),
                                authority.removals(),
                                authority.scratchMillis(),
                                authority.oneMoreMillis()),
                        line("rotation", result.rotation()),
                        line("hybrid rotation", result.hybridRotation()),
                        line("record", result.record()));
        return ExitCode.OK;
    }

    private static String line(String name, TrustResult.Beside beside) {
        return String.format(
                Locale.ROOT,
                "%-16s %.3f us each, %.0f a second, bare %.3f us, ratio %.2f",
                name,
                beside.micros(),
                beside.perSecond(),
                beside.bareMicros(),
                beside.ratio());
    }
}
