package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.client.Client;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.client.JoinRequest;
import dev.hearth.client.Member;
import dev.hearth.client.Space;
import dev.hearth.halo.Role;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code hearth invite SPACE}: prints a link, and a code where it needs one, and stays to let guests in; and the
 * commands of {@link InvitationCommands}.
 */
@CommandLine.Command(
        name = "invite",
        description =
                "Invites to a space: prints a link, with a code or without, and stays until the guests have joined.",
        mixinStandardHelpOptions = true)
final class InviteCommand extends Command {
    @Parameters(arity = "0..1", paramLabel = "SPACE", description = "Id, start of the id, or name.")
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

    @Option(names = "--uses", defaultValue = "1", description = "How many may join (default: ${DEFAULT-VALUE}).")
    private int uses;

    @Option(names = "--link", description = "The link is enough: no code, and any admin who is online lets guests in.")
    private boolean link;

    @Option(names = "--for", paramLabel = "IDENTITY", description = "For this identity alone, by the link.")
    private String identity = "";

    @Option(names = "--approval", description = "Guests wait until somebody approves: hearth invite approve.")
    private boolean approval;

    @Option(names = "--no-wait", description = "Print and end; whoever next opens the folder hosts the invitation.")
    private boolean noWait;

    @Mixin
    private final QrOptions qr = new QrOptions();

    InviteCommand(Console console) {
        super(console);
    }

    static CommandLine commandLine(Console console) {
        CommandLine command = new CommandLine(new InviteCommand(console));
        InvitationCommands.addTo(command, console);
        return command;
    }

    @Override
    public Integer call() {
        if (name.isEmpty()) {
            throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "which space: hearth invite SPACE"));
        }
        try (Client client = options().open()) {
            Duration validity = duration(expires);
            Space space = space(client, name);
            Invitation invitation = space.invite(chosen(validity));
            ObjectNode answer = object().put("invitation", invitation.id())
                    .put("link", invitation.link())
                    .put("code", invitation.code())
                    .put("expires", invitation.expires().toString());
            List<String> lines = new ArrayList<>(List.of("link " + invitation.link()));
            if (!invitation.code().isEmpty()) {
                lines.add("code " + invitation.code());
            }
            console().say(answer, lines.toArray(String[]::new));
            qr.show(console(), invitation.link());
            if (!noWait) {
                await(space, invitation, validity);
                client.spaces().list().forEach(each -> each.flush());
                linger(client);
            }
        }
        return ExitCode.OK;
    }

    private InvitationOptions chosen(Duration validity) {
        InvitationOptions chosen =
                InvitationOptions.of(role()).validFor(validity).uses(uses);
        if (link) {
            chosen = chosen.byLink();
        }
        if (!identity.isEmpty()) {
            chosen = chosen.onlyFor(identity());
        }
        return approval ? chosen.onApproval() : chosen;
    }

    private IdentityId identity() {
        try {
            return IdentityId.fromHex(identity);
        } catch (IllegalArgumentException e) {
            throw new HearthException(
                    ErrorCode.INPUT_MALFORMED, Map.of("rule", "--for: the whole id of an identity"), e);
        }
    }

    /** Stays until all have joined or somebody asks to; throws what the invitation ended by when nobody came. */
    private void await(Space space, Invitation invitation, Duration validity) {
        List<IdentityId> told = new ArrayList<>();
        Pauses.until(validity, () -> {
            tellWhoJoined(space, invitation, told);
            return invitation.state() != Invitation.State.OPEN
                    || !invitation.requests().isEmpty();
        });
        tellWhoJoined(space, invitation, told);
        for (JoinRequest each : invitation.requests()) {
            console()
                    .progress(each.name() + " asks to join, digits " + each.digits()
                            + "; let in by: hearth invite approve " + space.id().brief() + " "
                            + each.guest().brief());
        }
        if (told.isEmpty() && invitation.requests().isEmpty()) {
            Pauses.until(Duration.ofSeconds(1), () -> false); // the last guest's answer is on its way
            throw new HearthException(invitation.state().error().orElse(ErrorCode.INVITATION_EXPIRED));
        }
    }

    private void tellWhoJoined(Space space, Invitation invitation, List<IdentityId> told) {
        for (IdentityId each : invitation.admitted()) {
            Optional<Member> member = space.members().stream()
                    .filter(known -> known.id().equals(each) && !told.contains(each))
                    .findFirst();
            member.ifPresent(joined -> {
                told.add(each);
                console().progress(joined.name() + " joined as " + joined.role());
            });
        }
    }

    /** Stays a moment, so that the guest gets what the space holds. */
    static void linger(Client client) {
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

    static Duration duration(String text) {
        try {
            return text.endsWith("d")
                    ? Duration.parse("P" + text.toUpperCase(Locale.ROOT))
                    : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException e) {
            throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "a time: such as 10m, 1h or 2d"), e);
        }
    }
}
