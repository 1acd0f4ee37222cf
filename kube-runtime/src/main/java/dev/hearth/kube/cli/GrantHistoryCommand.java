package dev.hearth.kube.cli;

import dev.hearth.client.Client;
import dev.hearth.client.Member;
import dev.hearth.client.Space;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth space grant-history}. */
@CommandLine.Command(
        description = "Hands a member the keys from before its admission.",
        mixinStandardHelpOptions = true)
final class GrantHistoryCommand extends Command {
    @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "MEMBER", description = "Id, start of the id, or name.")
    private String member = "";

    GrantHistoryCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            Space space = space(client, name);
            Member to = MemberCommand.member(space, member);
            int keys = space.grantHistory(to.id());
            console()
                    .say(
                            object().put("space", space.id().toString())
                                    .put("identity", to.id().toString())
                                    .put("keys", keys),
                            keys == 0 ? to.name() + " lacks no keys" : "gave " + to.name() + " " + keys + " keys");
        }
        return ExitCode.OK;
    }
}
