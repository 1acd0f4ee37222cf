package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.IdentityId;
import dev.hearth.client.Client;
import dev.hearth.client.Contact;
import dev.hearth.client.Contacts;
import dev.hearth.halo.SafetyNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth contact list|show|add|rename|note|remove|verify|card}. */
final class ContactCommand {
    private ContactCommand() {}

    static CommandLine commandLine(Console console) {
        return Groups.of("contact", "The people whom this identity knows.")
                .addSubcommand("list", new ListAll(console))
                .addSubcommand("show", new Show(console))
                .addSubcommand("add", new Add(console))
                .addSubcommand("rename", new Rename(console))
                .addSubcommand("note", new Note(console))
                .addSubcommand("remove", new Remove(console))
                .addSubcommand("verify", new Verify(console))
                .addSubcommand("card", new Card(console));
    }

    static ObjectNode json(Contact contact, ObjectNode into) {
        into.put("identity", contact.id().toString())
                .put("name", contact.name())
                .put("ownName", contact.seen().name())
                .put("contact", contact.isContact())
                .put("note", contact.kept().map(Contact.Kept::note).orElse(""))
                .put("state", contact.trust().state().name())
                .put("rootChanges", contact.trust().rootChanges())
                .put("disputed", contact.trust().disputed());
        contact.trust().verified().ifPresent(when -> into.put("verified", when.toString()));
        ArrayNode spaces = into.putArray("spaces");
        contact.seen().spaces().forEach(space -> spaces.add(space.toString()));
        ArrayNode resembles = into.putArray("resembles");
        new TreeSet<>(contact.resembles()).forEach(other -> resembles.add(other.toString()));
        return into;
    }

    /** Returns what to print beside a name: whether it was verified, and whether it may be taken for another. */
    static String marks(Contact contact) {
        StringBuilder marks = new StringBuilder();
        if (contact.trust().state() != Contact.State.UNVERIFIED) {
            marks.append("  ").append(contact.trust().state().name().toLowerCase(Locale.ROOT));
        }
        if (contact.trust().disputed()) {
            marks.append("  root key disputed");
        }
        new TreeSet<>(contact.resembles())
                .forEach(other -> marks.append("  NOT ").append(other.brief()).append(", whose name reads alike"));
        return marks.toString();
    }

    static String line(Contact contact) {
        String own = contact.seen().name();
        String also = own.isEmpty() || own.equals(contact.name()) ? "" : "  (calls itself " + own + ")";
        return contact.id().brief() + "  " + contact.name() + also + marks(contact);
    }

    /** Finds somebody by the id, the start of it, or the name that the user gave or it gave itself. */
    private static IdentityId person(Contacts contacts, String text) {
        List<Contact> found = contacts.people().stream()
                .filter(each -> each.id().toString().startsWith(text)
                        || each.name().equals(text)
                        || each.seen().name().equals(text))
                .toList();
        return Command.one(
                        found,
                        ErrorCode.CONTACT_UNKNOWN,
                        Map.of("identity", text),
                        "several people are called " + text + "; give the id, or more of it")
                .id();
    }

    /** A command on contacts; what they change goes to this identity's other devices as they are met. */
    private abstract static class OnContacts extends Command {
        OnContacts(Console console) {
            super(console);
        }

        abstract void run(Contacts contacts);

        final void say(Contact contact) {
            console().say(json(contact, object()), line(contact));
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                run(client.halo().contacts());
            }
            return ExitCode.OK;
        }
    }

    /** A command on one person. */
    private abstract static class OnPerson extends OnContacts {
        @Parameters(index = "0", paramLabel = "PERSON", description = "Id, start of the id, or name.")
        private String who = "";

        OnPerson(Console console) {
            super(console);
        }

        abstract void run(Contacts contacts, IdentityId person);

        @Override
        final void run(Contacts contacts) {
            run(contacts, person(contacts, who));
        }
    }

    /** Lists contacts. */
    @CommandLine.Command(description = "Lists the contacts.", mixinStandardHelpOptions = true)
    static final class ListAll extends OnContacts {
        @Option(names = "--all", description = "Also the members of the open spaces who are no contacts.")
        private boolean all;

        ListAll(Console console) {
            super(console);
        }

        @Override
        void run(Contacts contacts) {
            ObjectNode answer = object();
            ArrayNode list = answer.putArray("contacts");
            List<String> lines = new ArrayList<>();
            for (Contact each : all ? contacts.people() : contacts.list()) {
                json(each, list.addObject());
                lines.add(line(each));
            }
            console().say(answer, lines.toArray(String[]::new));
        }
    }

    /** Shows one. */
    @CommandLine.Command(
            description = "Shows somebody, with the safety number to compare.",
            mixinStandardHelpOptions = true)
    static final class Show extends OnPerson {
        @Mixin
        private final QrOptions qr = new QrOptions();

        Show(Console console) {
            super(console);
        }

        @Override
        void run(Contacts contacts, IdentityId person) {
            Contact contact = contacts.find(person).orElseThrow();
            SafetyNumber number = contacts.safetyNumber(person);
            List<String> groups = number.groups();
            List<String> lines = new ArrayList<>(List.of(line(contact), "identity " + person));
            contact.kept()
                    .map(Contact.Kept::note)
                    .filter(note -> !note.isEmpty())
                    .ifPresent(lines::add);
            for (int at = 0; at < groups.size(); at += 4) {
                lines.add(String.join(" ", groups.subList(at, at + 4)));
            }
            console()
                    .say(
                            json(contact, object())
                                    .put("safetyNumber", number.digits())
                                    .put("link", number.link()),
                            lines.toArray(String[]::new));
            qr.show(console(), number.link());
        }
    }

    /** Keeps somebody. */
    @CommandLine.Command(
            description = "Keeps somebody as a contact: a member of a space, or whom a contact card is of.",
            mixinStandardHelpOptions = true)
    static final class Add extends OnContacts {
        @Parameters(
                paramLabel = "PERSON|CARD",
                description = "Id, start of the id, name, or a link hearth://contact#...")
        private String what = "";

        Add(Console console) {
            super(console);
        }

        @Override
        void run(Contacts contacts) {
            boolean card = what.startsWith("hearth:");
            say(card ? contacts.add(what) : contacts.add(person(contacts, what)));
        }
    }

    /** Names a contact. */
    @CommandLine.Command(
            description = "Calls somebody something else, for this identity alone.",
            mixinStandardHelpOptions = true)
    static final class Rename extends OnPerson {
        @Parameters(index = "1", paramLabel = "NAME", description = "From 1 to 64 characters.")
        private String name = "";

        Rename(Console console) {
            super(console);
        }

        @Override
        void run(Contacts contacts, IdentityId person) {
            say(contacts.rename(person, name));
        }
    }

    /** Notes something. */
    @CommandLine.Command(description = "Notes something with a contact.", mixinStandardHelpOptions = true)
    static final class Note extends OnPerson {
        @Parameters(index = "1", paramLabel = "TEXT", description = "Up to 1000 characters.")
        private String text = "";

        Note(Console console) {
            super(console);
        }

        @Override
        void run(Contacts contacts, IdentityId person) {
            say(contacts.note(person, text));
        }
    }

    /** Keeps a contact no more. */
    @CommandLine.Command(
            description = "Keeps a contact no more, nor that it was verified.",
            mixinStandardHelpOptions = true)
    static final class Remove extends OnPerson {
        Remove(Console console) {
            super(console);
        }

        @Override
        void run(Contacts contacts, IdentityId person) {
            contacts.remove(person);
            console().say(object().put("identity", person.toString()), "removed " + person.brief());
        }
    }

    /** Verifies somebody. */
    @CommandLine.Command(
            description = "Compares the safety number with the digits that the other side reads out or shows.",
            mixinStandardHelpOptions = true)
    static final class Verify extends OnPerson {
        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "DIGITS",
                description = "Sixty digits, in groups or not, or what was scanned.")
        private List<String> digits = new ArrayList<>();

        Verify(Console console) {
            super(console);
        }

        @Override
        void run(Contacts contacts, IdentityId person) {
            say(contacts.verify(person, String.join(" ", digits)));
        }
    }

    /** Prints the own card. */
    @CommandLine.Command(
            description = "Prints this identity's contact card, for others to add.",
            mixinStandardHelpOptions = true)
    static final class Card extends OnContacts {
        @Mixin
        private final QrOptions qr = new QrOptions();

        Card(Console console) {
            super(console);
        }

        @Override
        void run(Contacts contacts) {
            String card = contacts.card();
            console().say(object().put("card", card), card);
            qr.show(console(), card);
        }
    }
}
