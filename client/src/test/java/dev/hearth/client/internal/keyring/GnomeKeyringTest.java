package dev.hearth.client.internal.keyring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.base.HearthException;
import dev.hearth.halo.spi.Keyring;
import dev.hearth.testkit.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The Secret Service's keyring against GNOME Keyring, on a bus of its own; skipped where it is not installed. */
final class GnomeKeyringTest extends KeyringContract {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path folder;

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    @Override
    Keyring start() {
        assumeTrue(installed("dbus-daemon"), "skipped: no dbus-daemon");
        assumeTrue(installed("gnome-keyring-daemon"), "skipped: no gnome-keyring-daemon");
        String address = "unix:path=" + folder.resolve("bus");
        run("", "dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=" + address);
        Await.until("the bus", BOUND, () -> Files.exists(folder.resolve("bus")));
        run(address, "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets");
        Keyring real = new SecretServiceKeyring(Optional.of(address));
        Await.until("the keyring", BOUND, () -> real.available() && isUnlocked(real));
        return real;
    }

    /** The daemon is on the bus a moment before it has opened the collection. */
    private static boolean isUnlocked(Keyring real) {
        try {
            real.store("first", new byte[] {1});
            real.remove("first");
            return true;
        } catch (HearthException e) {
            return false;
        }
    }

    private void run(String bus, String... command) {
        Path passphrase = folder.resolve("passphrase");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(passphrase.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(command[0] + ".log").toFile());
        builder.environment().put("DBUS_SESSION_BUS_ADDRESS", bus);
        for (String name : List.of("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME")) {
            builder.environment().put(name, folder.toString());
        }
        try {
            Files.writeString(passphrase, "of the login keyring");
            processes.add(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void stop() {
        for (Process process : processes) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
