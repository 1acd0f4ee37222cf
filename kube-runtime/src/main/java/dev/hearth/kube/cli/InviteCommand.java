package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.client.Member;
import dev.hearth.halo.Role;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth invite SPACE}: prints a link and a code, and stays to let the guest in. */
@CommandLine.Command(
        name = "invite",
        description = "Invites one person: prints a link and a code, and stays until somebody has joined.",
        mixinStandardHelpOptions = true)
final class InviteCommand extends Command {
    @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    @Option(
            names = "--role",
            defaultValue = "writer",
            description = "writer, reader, admin or relay, which stores without reading (default: ${DEFAULT-VALUE}).")
    private String role = "";

    @Option(
            names = "--expires",
            defaultValue = "1h",
            description = "Such as 10m, 1h or 2d (default: ${DEFAULT-VALUE}).")
    private String expires = "";

    @Option(names = "--no-wait", description = "Print and end; whoever next opens the folder hosts the invitation.")
    private boolean noWait;

    InviteCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            Duration validity = duration(expires);
            InvitationOptions options = InvitationOptions.of(role()).validFor(validity);
            Invitation invitation = space(client, name).invite(options);
            ObjectNode answer = object().put("link", invitation.link())
                    .put("code", invitation.code())
                    .put("expires", invitation.expires().toString());
            console().say(answer, "link " + invitation.link(), "code " + invitation.code());
            if (!noWait) {
                Member member = await(invitation, validity);
                console().progress(member.name() + " joined as " + member.role());
                client.spaces().list().forEach(space -> space.flush());
                linger(client);
            }
        }
        return ExitCode.OK;
    }

    private static Member await(Invitation invitation, Duration validity) {
        try {
            return invitation
                    .accepted()
                    .orTimeout(validity.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof HearthException refusal) {
                throw refusal;
            }
            throw new HearthException(ErrorCode.INVITATION_EXPIRED, Map.of(), e);
        }
    }

    /** Stays a moment, so that the guest gets what the space holds. */
    private static void linger(Client client) {
        Pauses.until(
                Duration.ofSeconds(10),
                () -> client.spaces().list().stream()
                        .flatMap(space -> space.spaceStatus().peers().stream())
                        .anyMatch(peer ->
                                peer.replica().greeted() && peer.replica().missingThere() == 0));
    }

    private Role role() {
        try {
            return Role.valueOf(role.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new HearthException(
                    ErrorCode.INPUT_MALFORMED, Map.of("rule", "--role: writer, reader, admin or relay"), e);
        }
    }

    private static Duration duration(String text) {
        try {
            return text.endsWith("d")
                    ? Duration.parse("P" + text.toUpperCase(Locale.ROOT))
                    : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException e) {
            throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "--expires: such as 10m, 1h or 2d"), e);
        }
    }
}
