package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.client.Client;
import dev.hearth.client.Invitation;
import dev.hearth.client.JoinRequest;
import dev.hearth.client.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth invite list|cancel|requests|approve|decline}. */
final class InvitationCommands {
    private InvitationCommands() {}

    static void addTo(CommandLine group, Console console) {
        group.addSubcommand("list", new ListAll(console))
                .addSubcommand("cancel", new Cancel(console))
                .addSubcommand("requests", new Requests(console))
                .addSubcommand("approve", new Approve(console))
                .addSubcommand("decline", new Decline(console));
    }

    private static ObjectNode json(Invitation invitation, ObjectNode into) {
        into.put("invitation", invitation.id())
                .put("state", invitation.state().name())
                .put("role", invitation.role().name())
                .put("expires", invitation.expires().toString())
                .put("uses", invitation.uses())
                .put("surplus", invitation.surplus())
                .put("approval", invitation.needsApproval())
                .put("needsCode", !invitation.code().isEmpty())
                .put("link", invitation.link())
                .put("inviter", invitation.inviter().toString())
                .put("for", invitation.guest().map(IdentityId::toString).orElse(null));
        ArrayNode admitted = into.putArray("admitted");
        invitation.admitted().forEach(each -> admitted.add(each.toString()));
        into.put("requests", invitation.requests().size());
        return into;
    }

    private static String line(Invitation invitation) {
        int waiting = invitation.requests().size();
        return invitation.id().substring(0, 8) + "  " + invitation.state() + "  " + invitation.role() + "  "
                + invitation.admitted().size() + " of " + invitation.uses() + " joined  until " + invitation.expires()
                + (invitation.code().isEmpty() ? "  by link" : "  by code")
                + (waiting > 0 ? "  " + waiting + " waiting" : "")
                + (invitation.surplus() > 0 ? "  " + invitation.surplus() + " too many joined" : "");
    }

    /** Lists the invitations. */
    @CommandLine.Command(
            description = "Lists the invitations to a space that this device knows of.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends Command {
        @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        ListAll(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                ObjectNode answer = object().put("space", space.id().toString());
                ArrayNode list = answer.putArray("invitations");
                List<String> lines = new ArrayList<>();
                for (Invitation each : space.invitations()) {
                    json(each, list.addObject());
                    lines.add(line(each));
                }
                console().say(answer, lines.toArray(String[]::new));
            }
            return ExitCode.OK;
        }
    }

    /** Takes an invitation back. */
    @CommandLine.Command(
            description = "Takes an invitation back, and tells the members that it meets.",
            mixinStandardHelpOptions = true)
    static final class Cancel extends Command {
        @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "INVITATION", description = "Its id, or the start of it.")
        private String id = "";

        Cancel(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                Invitation invitation = invitation(space, id);
                invitation.cancel();
                boolean untold = invitation.code().isEmpty() && !Telling.members(client, space);
                ObjectNode answer = json(invitation, object()).put("untold", untold);
                console().say(answer, "cancelled " + line(invitation) + (untold ? Telling.UNTOLD : ""));
            }
            return ExitCode.OK;
        }

        private static Invitation invitation(Space space, String id) {
            List<Invitation> found = space.invitations().stream()
                    .filter(each -> each.id().startsWith(id))
                    .toList();
            return Command.one(
                    found,
                    ErrorCode.INVITATION_UNKNOWN,
                    Map.of("invitation", id),
                    "several invitations start with " + id + "; give more of the id");
        }
    }

    /** A guest and the invitation by which it asks. */
    private record Asked(Invitation invitation, JoinRequest request) {
        static List<Asked> of(Space space) {
            List<Asked> all = new ArrayList<>();
            space.invitations()
                    .forEach(invitation ->
                            invitation.requests().forEach(request -> all.add(new Asked(invitation, request))));
            return all;
        }

        ObjectNode json(ObjectNode into) {
            return into.put("identity", request.guest().toString())
                    .put("name", request.name())
                    .put("digits", request.digits())
                    .put("since", request.since().toString())
                    .put("role", invitation.role().name())
                    .put("invitation", invitation.id());
        }

        String line() {
            return request.guest().brief() + "  " + request.digits() + "  " + invitation.role() + "  " + request.name();
        }
    }

    /** Lists who waits. */
    @CommandLine.Command(
            description =
                    "Lists who asked this device to be let into a space, with the digits that the guest sees too.",
            mixinStandardHelpOptions = true)
    static final class Requests extends Command {
        @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        @Option(
                names = "--for",
                defaultValue = "0s",
                paramLabel = "TIME",
                description = "Stay so long for somebody to ask, such as 30s (default: ${DEFAULT-VALUE}).")
        private String time = "";

        Requests(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                Pauses.until(
                        InviteCommand.duration(time), () -> !Asked.of(space).isEmpty());
                ObjectNode answer = object().put("space", space.id().toString());
                ArrayNode list = answer.putArray("requests");
                List<String> lines = new ArrayList<>();
                for (Asked each : Asked.of(space)) {
                    each.json(list.addObject());
                    lines.add(each.line());
                }
                console().say(answer, lines.toArray(String[]::new));
            }
            return ExitCode.OK;
        }
    }

    /** A command that decides about a guest. */
    abstract static class Decision extends Command {
        @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "GUEST", description = "Id, start of the id, or name.")
        private String who = "";

        Decision(Console console) {
            super(console);
        }

        abstract void decide(Invitation invitation, IdentityId guest);

        abstract String decided();

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                Asked asked = find(space);
                decide(asked.invitation(), asked.request().guest());
                console().say(asked.json(object()).put("decision", decided()), decided() + " " + asked.line());
                space.flush();
                InviteCommand.linger(client);
            }
            return ExitCode.OK;
        }

        private Asked find(Space space) {
            List<Asked> found = Asked.of(space).stream()
                    .filter(each -> each.request().guest().toString().startsWith(who)
                            || each.request().name().equals(who))
                    .toList();
            if (found.isEmpty()) {
                throw new HearthException(ErrorCode.INVITATION_UNKNOWN, Map.of("guest", who));
            }
            if (found.stream().map(each -> each.request().guest()).distinct().count() > 1) {
                throw new HearthException(
                        ErrorCode.INPUT_MALFORMED,
                        Map.of("rule", "several guests are called " + who + "; give the id, or more of it"));
            }
            return found.get(0);
        }
    }

    /** Lets a guest in. */
    @CommandLine.Command(
            description = "Lets a guest in who waits, and stays a moment until it has come.",
            mixinStandardHelpOptions = true)
    static final class Approve extends Decision {
        Approve(Console console) {
            super(console);
        }

        @Override
        void decide(Invitation invitation, IdentityId guest) {
            invitation.approve(guest);
        }

        @Override
        String decided() {
            return "approved";
        }
    }

    /** Turns a guest down. */
    @CommandLine.Command(description = "Turns a guest down who waits, for good.", mixinStandardHelpOptions = true)
    static final class Decline extends Decision {
        Decline(Console console) {
            super(console);
        }

        @Override
        void decide(Invitation invitation, IdentityId guest) {
            invitation.decline(guest);
        }

        @Override
        String decided() {
            return "declined";
        }
    }
}
