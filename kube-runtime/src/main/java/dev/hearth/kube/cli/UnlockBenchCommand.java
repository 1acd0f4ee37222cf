package dev.hearth.kube.cli;

import dev.hearth.kube.bench.UnlockBench;
import dev.hearth.kube.bench.UnlockResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code hearth bench unlock}. */
@CommandLine.Command(
        description = "Times opening a keychain, and tells what a passphrase costs on this machine.",
        mixinStandardHelpOptions = true)
final class UnlockBenchCommand extends Command {
    @Mixin
    private final RoundsOptions rounds = new RoundsOptions();

    UnlockBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        UnlockResult result = UnlockBench.run(rounds.rounds());
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        "cost        " + (result.cost().memoryKib() >> 10) + " MiB, "
                                + result.cost().passes() + " passes, "
                                + result.cost().lanes() + " lane",
                        line("measured in", result.calibrateMs()),
                        line("first", result.firstMs()),
                        line("passphrase", result.passphraseMs()),
                        line("least cost", result.floorMs()),
                        line("key file", result.keyFileMs()),
                        line("recovery", result.recoveryMs()));
        return ExitCode.OK;
    }

    private static String line(String name, double millis) {
        return String.format(Locale.ROOT, "%-11s %.2f ms", name, millis);
    }
}
