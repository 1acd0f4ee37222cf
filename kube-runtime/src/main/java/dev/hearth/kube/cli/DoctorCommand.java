package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.echo.store.RocksStores;
import dev.hearth.mesh.MeshStatus;
import dev.hearth.mesh.TransportProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code hearth doctor}: looks at what Hearth needs from the machine, and says what to do. */
@CommandLine.Command(
        name = "doctor",
        description = "Checks the JDK, native libraries, network, ports, disk and clock, and says what to do.",
        mixinStandardHelpOptions = true)
final class DoctorCommand extends Command {
    private static final int OLDEST_JDK = 17;
    private static final long LITTLE_SPACE = 512L << 20;
    private static final Instant RELEASED = Instant.parse("2026-11-01T00:00:00Z");

    DoctorCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        List<Verdict> verdicts = new ArrayList<>();
        try (Seams seams = Seams.system()) {
            verdicts.add(jdk());
            verdicts.add(rocksDb());
            verdicts.add(webRtc(seams));
            verdicts.add(interfaces());
            verdicts.add(ports());
            verdicts.add(disk());
            verdicts.add(folder());
            verdicts.add(clock(seams));
        }
        say(verdicts);
        boolean failed = verdicts.stream().anyMatch(verdict -> verdict.grade() == Verdict.Grade.FAIL);
        return failed ? ExitCode.CHECK_FAILED : ExitCode.OK;
    }

    private void say(List<Verdict> verdicts) {
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("checks");
        List<String> lines = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            list.addObject()
                    .put("subject", verdict.subject())
                    .put("verdict", verdict.grade().name().toLowerCase(Locale.ROOT))
                    .put("finding", verdict.finding())
                    .put("fix", verdict.fix());
            lines.add(String.format(
                    Locale.ROOT, "%-4s  %-10s  %s", verdict.grade(), verdict.subject(), verdict.finding()));
            if (!verdict.fix().isEmpty()) {
                lines.add("                  " + verdict.fix());
            }
        }
        console().say(answer, lines.toArray(String[]::new));
    }

    private static Verdict jdk() {
        int version = Runtime.version().feature();
        String finding = "Java " + Runtime.version() + " on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
        return version >= OLDEST_JDK
                ? Verdict.ok("jdk", finding)
                : Verdict.fail("jdk", finding, "Install a JDK of version 17 or later.");
    }

    @SuppressWarnings("IllegalCatch") // a library that does not load is an Error, and what is asked for here
    private static Verdict rocksDb() {
        try {
            Path folder = Files.createTempDirectory("hearth-doctor");
            try {
                RocksStores.open(folder).close();
            } finally {
                delete(folder);
            }
            return Verdict.ok("rocksdb", "loads and writes");
        } catch (IOException | HearthException | LinkageError e) {
            return Verdict.fail(
                    "rocksdb",
                    "does not work: " + e.getMessage(),
                    "Check that the temporary folder can be written and run programs from (not mounted noexec).");
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> found = Files.walk(folder)) {
            deepestFirst = found.sorted(Collections.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    private static Verdict webRtc(Seams seams) {
        MeshStatus.TransportStatus status = TransportProbe.webrtc(seams);
        return status.available()
                ? Verdict.ok("webrtc", "the native library loads")
                : Verdict.warn(
                        "webrtc",
                        "not available: " + status.reason(),
                        "TCP and the relay are used instead. WebRTC needs an interface beside loopback.");
    }

    private static Verdict interfaces() {
        try {
            String up = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .filter(DoctorCommand::isUp)
                    .map(NetworkInterface::getName)
                    .collect(Collectors.joining(", "));
            return up.isEmpty()
                    ? Verdict.warn("network", "only loopback is up", "Peers on other machines can't be reached.")
                    : Verdict.ok("network", "up: " + up);
        } catch (IOException e) {
            return Verdict.fail("network", "can't be listed: " + e.getMessage(), "Check the network configuration.");
        }
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp() && !candidate.isLoopback();
        } catch (IOException e) {
            return false;
        }
    }

    private static Verdict ports() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Verdict.ok("ports", "listening on loopback works, tried port " + socket.getLocalPort());
        } catch (IOException e) {
            return Verdict.fail("ports", "can't listen on loopback: " + e.getMessage(), "Check firewall and rights.");
        }
    }

    private Verdict disk() {
        Path existing = options().data().toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            FileStore store = Files.getFileStore(existing);
            String finding = (store.getUsableSpace() >> 20) + " MiB free at " + existing;
            return store.getUsableSpace() >= LITTLE_SPACE
                    ? Verdict.ok("disk", finding)
                    : Verdict.warn("disk", finding, "Free some space.");
        } catch (IOException e) {
            return Verdict.fail("disk", "can't be read: " + e.getMessage(), "Check the path of the data folder.");
        }
    }

    private Verdict folder() {
        Path data = options().data();
        if (!Files.exists(data)) {
            return Verdict.ok("data", data + " does not exist yet");
        }
        try (Client client = Client.open(data, options().clientOptions().transports(List.of("tcp")))) {
            return Verdict.ok("data", data + " opens, " + client.spaces().list().size() + " spaces");
        } catch (HearthException e) {
            return Verdict.fail("data", e.code() + ": " + e.code().what() + " " + e.details(), e.remedy());
        }
    }

    private static Verdict clock(Seams seams) {
        Instant now = seams.clock().instant();
        return now.isAfter(RELEASED)
                ? Verdict.ok("clock", now.toString())
                : Verdict.warn(
                        "clock", now + " is before this version was made", "Set the clock; invitations expire by it.");
    }
}
