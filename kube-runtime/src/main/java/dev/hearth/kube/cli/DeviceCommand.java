package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.Device;
import dev.hearth.client.DeviceConfirmation;
import dev.hearth.client.DeviceInvitation;
import dev.hearth.client.Devices;
import dev.hearth.client.Profile;
import dev.hearth.client.Space;
import dev.hearth.halo.SafetyEmoji;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth device list|name|revoke|invite|join}. */
final class DeviceCommand {
    private DeviceCommand() {}

    static CommandLine commandLine(Console console, InputStream keyboard) {
        return Groups.of("device", "The devices of this identity.")
                .addSubcommand("list", new ListAll(console))
                .addSubcommand("name", new Name(console))
                .addSubcommand("revoke", new Revoke(console))
                .addSubcommand("invite", new Invite(console, keyboard))
                .addSubcommand("join", new Join(console, keyboard));
    }

    private static ObjectNode json(Device device, ObjectNode into) {
        return into.put("device", device.id().toString())
                .put("name", device.name())
                .put("here", device.here())
                .put("online", device.online());
    }

    /** Finds a device by its id, the start of it, or its name. */
    private static Device device(Client client, String text) {
        List<Device> found = client.halo().devices().list().stream()
                .filter(device ->
                        device.id().toString().startsWith(text) || device.name().equals(text))
                .toList();
        return Command.one(
                found,
                ErrorCode.DEVICE_UNKNOWN,
                Map.of("device", text),
                "several devices are called " + text + "; give the id, or more of it");
    }

    /** Lists the devices. */
    @CommandLine.Command(description = "Lists the devices of this identity.", mixinStandardHelpOptions = true)
    static final class ListAll extends Command {
        ListAll(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                ObjectNode answer = object();
                ArrayNode devices = answer.putArray("devices");
                List<String> lines = new ArrayList<>();
                for (Device device : client.halo().devices().list()) {
                    json(device, devices.addObject());
                    lines.add(device.id().brief() + "  " + device.name() + (device.here() ? "  (here)" : ""));
                }
                console().say(answer, lines.toArray(String[]::new));
            }
            return ExitCode.OK;
        }
    }

    /** Names a device. */
    @CommandLine.Command(description = "Names a device, for your own devices to see.", mixinStandardHelpOptions = true)
    static final class Name extends Command {
        @Parameters(index = "0", paramLabel = "DEVICE", description = "Id, start of the id, or name.")
        private String which = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "What to call it.")
        private String name = "";

        Name(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Device device = device(client, which);
                client.halo().devices().rename(device.id(), name);
                Telling.devices(client);
                console()
                        .say(
                                object().put("device", device.id().toString()).put("name", name),
                                device.id().brief() + " is called " + name);
            }
            return ExitCode.OK;
        }
    }

    /** Revokes a device. */
    @CommandLine.Command(
            description = "Takes a device out of this identity, for ever: one that was lost, stolen or given away.",
            mixinStandardHelpOptions = true)
    static final class Revoke extends Command {
        @Parameters(paramLabel = "DEVICE", description = "Id, start of the id, or name.")
        private String which = "";

        Revoke(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Device device = device(client, which);
                client.halo().devices().revoke(device.id());
                boolean untold = !Telling.members(client, client.spaces().list());
                console()
                        .say(
                                object().put("device", device.id().toString())
                                        .put("name", device.name())
                                        .put("untold", untold),
                                "revoked " + device.name() + (untold ? Telling.UNTOLD : ""));
            }
            return ExitCode.OK;
        }
    }

    /** A command at whose end two users compare emoji. */
    abstract static class Compared extends Command {
        @Option(
                names = "--yes",
                description = "Don't ask whether the emoji are the same; only where nobody else can know the code.")
        private boolean yes;

        private final Keyboard keyboard;

        Compared(Console console, InputStream keyboard) {
            super(console);
            this.keyboard = new Keyboard(keyboard, console);
        }

        DeviceConfirmation confirmation() {
            return (emoji, name) -> {
                console().progress("emoji " + emoji.emoji());
                console().progress("      " + emoji.names());
                return yes || ask(emoji);
            };
        }

        private boolean ask(SafetyEmoji emoji) {
            return keyboard.confirms(
                    "does the other device show the same " + emoji.symbols().size() + "?");
        }
    }

    /** Invites another device. */
    @CommandLine.Command(
            description = "Invites another device of yours, and waits for it.",
            mixinStandardHelpOptions = true)
    static final class Invite extends Compared {
        private static final Duration LINGER = Duration.ofSeconds(5);

        @Option(
                names = "--resume",
                description =
                        "Wait again for the device of an invitation that ended early; link and code are the same.")
        private boolean resume;

        @Mixin
        private final QrOptions qr = new QrOptions();

        Invite(Console console, InputStream keyboard) {
            super(console, keyboard);
        }

        /** An invitation whose device has not come stays open, for {@code --resume}, as it does when this is ended. */
        @Override
        public Integer call() {
            try (Client client = options().open()) {
                DeviceInvitation invitation = invitation(client.halo().devices());
                console()
                        .say(
                                object().put("link", invitation.link())
                                        .put("code", invitation.code())
                                        .put("expires", invitation.expires().toString()),
                                "link " + invitation.link(),
                                "code " + invitation.code());
                qr.show(console(), invitation.link());
                Device device = result(invitation.accepted());
                boolean came = Pauses.until(LINGER, () -> isMet(client, device));
                Pauses.until(LINGER, () -> !isMet(client, device));
                console()
                        .progress("device " + device.id().brief()
                                + (came
                                        ? " is yours"
                                        : " was let in and has not come; if it ended early, let it join again, with"
                                                + " --resume here"));
            }
            return ExitCode.OK;
        }

        /** Of several the one that works longest. */
        private DeviceInvitation invitation(Devices devices) {
            return resume
                    ? devices.resume(confirmation()).stream()
                            .max(Comparator.comparing(DeviceInvitation::expires))
                            .orElseThrow(() -> new HearthException(ErrorCode.INVITATION_UNKNOWN))
                    : devices.invite(confirmation());
        }

        /** Stays a moment, so that the device gets what this one has. */
        private static boolean isMet(Client client, Device device) {
            return client.halo().devices().list().stream()
                    .anyMatch(each -> each.id().equals(device.id()) && each.online());
        }
    }

    /** Becomes a device of an identity. */
    @CommandLine.Command(
            description = "Makes this installation, which has no identity yet, another device of yours.",
            mixinStandardHelpOptions = true)
    static final class Join extends Compared {
        private static final Duration SPACES = Duration.ofSeconds(5);

        @Parameters(paramLabel = "LINK", description = "The link that the other device shows.")
        private String link = "";

        @Option(names = "--code", required = true, description = "The code that the other device shows.")
        private String code = "";

        @Option(names = "--name", description = "What to call this device.")
        private String name = "";

        Join(Console console, InputStream keyboard) {
            super(console, keyboard);
        }

        @Override
        public Integer call() {
            try (Client client = options().open()) {
                Profile profile = result(client.halo().devices().join(link, code, confirmation()));
                boolean met = Pauses.until(
                        SPACES, () -> client.spaces().personal().version().blocks() > 0);
                if (met && !name.isEmpty()) {
                    client.halo().devices().rename(profile.device(), name);
                }
                Telling.devices(client);
                client.spaces().list().forEach(Space::flush);
                console()
                        .say(
                                object().put("identity", profile.id().toString())
                                        .put("device", profile.device().toString())
                                        .put("name", profile.name())
                                        .put("spaces", client.spaces().list().size()),
                                "this is a device of " + profile.name() + " now",
                                "spaces " + client.spaces().list().size());
            }
            return ExitCode.OK;
        }
    }
}
