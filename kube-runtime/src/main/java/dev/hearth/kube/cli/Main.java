package dev.hearth.kube.cli;

import dev.hearth.base.AtTheEdge;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;

/** The {@code hearth} command. */
@AtTheEdge("the command line prints, and ends the process with its exit code")
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the process. Standard output is closed before: once used, the native library of WebRTC
     * prints there while the process ends, after the object that a script reads.
     */
    public static void main(String... arguments) {
        int code = run(System.in, System.out, System.err, arguments);
        System.out.close();
        System.exit(code);
    }

    /** Runs a command on the given streams and returns its exit code. */
    public static int run(InputStream in, OutputStream out, OutputStream err, String... arguments) {
        PrintWriter output = writer(out);
        PrintWriter errors = writer(err);
        Console console = new Console(output, errors);
        return commandLine(console, in)
                .setOut(output)
                .setErr(errors)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (command.getCommand() instanceof Command failing) {
                        failing.console();
                    }
                    return failed(console, failure);
                })
                .setParameterExceptionHandler((failure, given) -> misused(console, failure, given))
                .execute(arguments);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static int failed(Console console, Exception failure) {
        HearthException refusal;
        if (failure instanceof HearthException known) {
            refusal = known;
        } else if (failure instanceof IllegalArgumentException) {
            refusal = new HearthException(
                    ErrorCode.INPUT_MALFORMED, Map.of("rule", String.valueOf(failure.getMessage())), failure);
        } else {
            refusal = new HearthException(ErrorCode.INTERNAL, Map.of("first cause", failure.toString()), failure);
        }
        console.error(refusal);
        return ExitCode.of(refusal.code());
    }

    /**
     * Arguments that don't parse: what is wrong with them and how the command is written, an error object where JSON
     * was asked for. A group without one of its commands lists them.
     */
    private static int misused(Console console, CommandLine.ParameterException failure, String... given) {
        if (Arrays.asList(given).contains("--json")) {
            console.json(true);
            return failed(console, new IllegalArgumentException(failure.getMessage(), failure));
        }
        CommandLine command = failure.getCommandLine();
        PrintWriter errors = command.getErr();
        errors.println(failure.getMessage());
        if (command.getCommand() instanceof Command) {
            errors.print("Usage: " + command.getHelp().abbreviatedSynopsis());
            errors.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        } else if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, errors)) {
            command.usage(errors);
        }
        errors.flush();
        return ExitCode.USAGE;
    }

    private static CommandLine commandLine(Console console, InputStream in) {
        return Groups.of("hearth", "Data that lives with the people who use it.")
                .addSubcommand(new DemoCommand(console, in))
                .addSubcommand(IdentityCommand.commandLine(console))
                .addSubcommand(KeychainCommand.commandLine(console))
                .addSubcommand(WalletCommand.commandLine(console, in))
                .addSubcommand(DeviceCommand.commandLine(console, in))
                .addSubcommand(RecoveryCommand.commandLine(console, in))
                .addSubcommand(SpaceCommand.commandLine(console))
                .addSubcommand(MemberCommand.commandLine(console))
                .addSubcommand(ContactCommand.commandLine(console))
                .addSubcommand(InviteCommand.commandLine(console))
                .addSubcommand(CredentialCommand.commandLine(console))
                .addSubcommand(new JoinCommand(console, in))
                .addSubcommand(new PutCommand(console))
                .addSubcommand(new GetCommand(console))
                .addSubcommand(new QueryCommand(console))
                .addSubcommand(new TextCommand(console))
                .addSubcommand(BlobCommand.commandLine(console))
                .addSubcommand(new ExportCommand(console))
                .addSubcommand(new ImportCommand(console))
                .addSubcommand(new StatusCommand(console))
                .addSubcommand(KubeCommand.commandLine(console))
                .addSubcommand(new SignalCommand(console))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new ReplayCommand(console))
                .addSubcommand(BenchCommand.commandLine(console))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
