package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.client.Client;
import dev.hearth.client.Contact;
import dev.hearth.client.Member;
import dev.hearth.client.Profile;
import dev.hearth.client.Space;
import dev.hearth.halo.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth member list|role|remove|transfer}, and the commands of {@link WithheldCommands}. */
final class MemberCommand {
    private MemberCommand() {}

    static CommandLine commandLine(Console console) {
        CommandLine group = Groups.of("member", "Who takes part in a space, and as what.")
                .addSubcommand("list", new ListAll(console))
                .addSubcommand("role", new ChangeRole(console))
                .addSubcommand("remove", new Remove(console))
                .addSubcommand("transfer", new Transfer(console));
        WithheldCommands.addTo(group, console);
        return group;
    }

    private static ObjectNode json(Member member, ObjectNode into) {
        return into.put("identity", member.id().toString())
                .put("name", member.name())
                .put("role", member.role().name());
    }

    /** Finds a member by its id, the start of it, or its name. */
    static Member member(Space space, String text) {
        List<Member> found = space.members().stream()
                .filter(member ->
                        member.id().toString().startsWith(text) || member.name().equals(text))
                .toList();
        return Command.one(
                found,
                ErrorCode.MEMBER_UNKNOWN,
                Map.of("identity", text),
                "several members are called " + text + "; give the id, or more of it");
    }

    /** Lists the members. */
    @CommandLine.Command(description = "Lists the members of a space.", mixinStandardHelpOptions = true)
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
                Optional<IdentityId> own = client.halo().identity().map(Profile::id);
                Map<IdentityId, Contact> people = people(client);
                ObjectNode answer = object().put("space", space.id().toString());
                ArrayNode members = answer.putArray("members");
                List<String> lines = new ArrayList<>();
                for (Member member : space.members()) {
                    boolean self = own.equals(Optional.of(member.id()));
                    ObjectNode json = json(member, members.addObject()).put("self", self);
                    Contact known = people.get(member.id());
                    if (known != null) {
                        json.put("contact", known.isContact())
                                .put(
                                        "petname",
                                        known.kept().flatMap(Contact.Kept::name).orElse(""))
                                .put("state", known.trust().state().name());
                    }
                    lines.add(member.id().brief() + "  " + member.role() + "  "
                            + (known == null ? member.name() : named(member, known))
                            + (self ? "  (you)" : ""));
                }
                console().say(answer, lines.toArray(String[]::new));
            }
            return ExitCode.OK;
        }

        private static String named(Member member, Contact known) {
            String petname = known.kept()
                    .flatMap(Contact.Kept::name)
                    .map(it -> " [" + it + "]")
                    .orElse("");
            return member.name() + petname + ContactCommand.marks(known);
        }

        /** Before there is an identity nobody is known. */
        private static Map<IdentityId, Contact> people(Client client) {
            Map<IdentityId, Contact> people = new HashMap<>();
            if (client.halo().identity().isPresent()) {
                client.halo().contacts().people().forEach(each -> people.put(each.id(), each));
            }
            return people;
        }
    }

    /** A command that changes one member, and tells the others that it meets. */
    abstract static class Change extends Command {
        @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "MEMBER", description = "Id, start of the id, or name.")
        private String who = "";

        Change(Console console) {
            super(console);
        }

        /** Makes the change, and returns it in the words of a sentence that goes on with the member's name. */
        abstract String change(Space space, Member member);

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Space space = space(client, name);
                Member member = member(space, who);
                String done = change(space, member);
                boolean untold = !Telling.members(client, space);
                Role now = space.members().stream()
                        .filter(each -> each.id().equals(member.id()))
                        .map(Member::role)
                        .findFirst()
                        .orElse(null);
                ObjectNode answer = object().put("identity", member.id().toString())
                        .put("name", member.name())
                        .put("role", now == null ? "NONE" : now.name())
                        .put("untold", untold);
                console().say(answer, done + " " + member.name() + (untold ? Telling.UNTOLD : ""));
            }
            return ExitCode.OK;
        }
    }

    /** Gives a member another role. */
    @CommandLine.Command(description = "Gives a member another role.", mixinStandardHelpOptions = true)
    static final class ChangeRole extends Change {
        @Parameters(index = "2", paramLabel = "ROLE", description = "admin, writer, reader or relay.")
        private String role = "";

        ChangeRole(Console console) {
            super(console);
        }

        @Override
        String change(Space space, Member member) {
            space.changeRole(member.id(), role());
            return role.toLowerCase(Locale.ROOT) + " is now";
        }

        private Role role() {
            try {
                return Role.valueOf(role.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new HearthException(
                        ErrorCode.INPUT_MALFORMED, Map.of("rule", "ROLE: admin, writer, reader or relay"), e);
            }
        }
    }

    /** Removes a member. */
    @CommandLine.Command(
            description = "Removes a member: what it wrote stays as far as it is here or others built on it.",
            mixinStandardHelpOptions = true)
    static final class Remove extends Change {
        Remove(Console console) {
            super(console);
        }

        @Override
        String change(Space space, Member member) {
            space.remove(member.id());
            return "removed";
        }
    }

    /** Makes a member the owner. */
    @CommandLine.Command(
            description = "Makes a member the owner; the one until now stays as an admin.",
            mixinStandardHelpOptions = true)
    static final class Transfer extends Change {
        Transfer(Console console) {
            super(console);
        }

        @Override
        String change(Space space, Member member) {
            space.transferOwnership(member.id());
            return "owner is now";
        }
    }
}
