package dev.hearth.mesh.internal.webrtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says whether WebRTC can work on this machine before anything native is loaded, and makes up for missing desktop
 * libraries.
 */
final class WebRtcProbe {
    /** What the native library names and data channels never call. */
    private static final List<String> DESKTOP_LIBRARIES = List.of(
            "libpulse.so.0",
            "libX11.so.6",
            "libXfixes.so.3",
            "libXrandr.so.2",
            "libXcomposite.so.1",
            "libudev.so.1",
            "libdbus-1.so.3");

    private static final List<String> LIBRARY_ROOTS =
            List.of("/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib");
    private static final int SEARCH_DEPTH = 2;

    private WebRtcProbe() {}

    /** Returns why WebRTC can't be used here; empty when nothing speaks against it. */
    static Optional<String> obstacle() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (library(system, processor).isEmpty()) {
            return Optional.of("WebRTC has no native library for " + system + " on " + processor);
        }
        if (!hasInterface()) {
            return Optional.of("only the loopback interface is up, and WebRTC connects over others alone");
        }
        return Optional.empty();
    }

    private static Optional<String> library(String system, String processor) {
        boolean intel = processor.equals("amd64") || processor.equals("x86_64");
        boolean arm = processor.equals("aarch64") || processor.equals("arm64");
        if (system.contains("linux") || system.contains("mac")) {
            return intel || arm ? Optional.of(system) : Optional.empty();
        }
        return system.contains("windows") && intel ? Optional.of(system) : Optional.empty();
    }

    private static boolean hasInterface() {
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp() && !each.isLoopback() && each.getInetAddresses().hasMoreElements()) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** Loads a stub for each desktop library that this Linux lacks; returns their names. */
    static List<String> loadStubs() throws IOException {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        for (String name : DESKTOP_LIBRARIES) {
            if (!installed(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            load(missing);
        }
        return missing;
    }

    private static void load(List<String> names) throws IOException {
        boolean aarch64 = System.getProperty("os.arch", "").equals("aarch64");
        Path folder = Files.createTempDirectory("hearth-stubs");
        try {
            for (String name : names) {
                Path file = folder.resolve(name);
                Files.write(file, ElfStub.of(name, aarch64));
                System.load(file.toString());
                Files.delete(file);
            }
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    private static boolean installed(String name) {
        return LIBRARY_ROOTS.stream().anyMatch(root -> isBelow(Path.of(root), name));
    }

    private static boolean isBelow(Path root, String name) {
        try (Stream<Path> found = Files.find(root, SEARCH_DEPTH, (path, attributes) -> path.endsWith(name))) {
            return found.findAny().isPresent();
        } catch (IOException | UncheckedIOException e) {
            return false; // a folder that can't be read holds nothing that the loader could use
        }
    }
}
