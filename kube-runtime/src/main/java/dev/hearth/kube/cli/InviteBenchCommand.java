package dev.hearth.kube.cli;

import dev.hearth.kube.bench.InviteBench;
import dev.hearth.kube.bench.InviteResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code hearth bench invite}. */
@CommandLine.Command(
        description = "Times joining a space by code and by link, beside a bare meeting with CPace.",
        mixinStandardHelpOptions = true)
final class InviteBenchCommand extends Command {
    @Mixin
    private final RoundsOptions rounds = new RoundsOptions();

    InviteBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        InviteResult result = InviteBench.run(rounds.rounds());
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        line("CPace, a side, on CPU", result.cpaceMs()),
                        line("guest, first, on CPU", result.guestFirstMs()),
                        line("host, first, on CPU", result.hostFirstMs()),
                        line("guest by code, on CPU", result.guestByCodeMs()),
                        line("host by code, on CPU", result.hostByCodeMs()),
                        line("guest by link, on CPU", result.guestByLinkMs()),
                        line("host by link, on CPU", result.hostByLinkMs()),
                        String.format(Locale.ROOT, "%-22s %.2f", "Welch's t of refusals", result.refusalT()),
                        line("bare meeting and CPace", result.bareMs()),
                        line("let in by code", result.letInByCodeMs()),
                        line("let in by link", result.letInByLinkMs()),
                        line("joined, all in all", result.joinMs()),
                        String.format(Locale.ROOT, "%-22s %.2f", "by code to bare", result.ratio()));
        return ExitCode.OK;
    }

    private static String line(String name, double millis) {
        return String.format(Locale.ROOT, "%-22s %.2f ms", name, millis);
    }
}
