package dev.hearth.kube.cli;

import dev.hearth.kube.bench.WalletBench;
import dev.hearth.kube.bench.WalletResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code hearth bench wallet}. */
@CommandLine.Command(
        description = "Times a proof by a wallet over its socket, and the signature in it alone.",
        mixinStandardHelpOptions = true)
final class WalletBenchCommand extends Command {
    @Mixin
    private final RoundsOptions rounds = new RoundsOptions();

    WalletBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        WalletResult result = WalletBench.run(rounds.rounds());
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        line("signature", result.bareUs()),
                        line("round trip", result.roundTripUs()),
                        line("of them 99 %", result.slowUs()),
                        line("in the app", result.ownUs()));
        return ExitCode.OK;
    }

    private static String line(String name, double micros) {
        return String.format(Locale.ROOT, "%-13s %.1f us", name, micros);
    }
}
