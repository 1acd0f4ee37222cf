package dev.hearth.testkit;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * A Linux network namespace of this test's own: loopback and a veth pair, 10.99.0.1 and 10.99.0.2, with a default
 * route, so that WebRTC finds an interface and no packet leaves the machine. Needs root and iproute2.
 */
public final class NetworkNamespace implements AutoCloseable {
    /** Set to 1 where WebRTC must be tested, such as in CI: there a skip is a failure. */
    public static final String REQUIRE = "HEARTH_REQUIRE_WEBRTC";

    /** Set to 1 by whoever started this process inside a namespace made for tests. */
    public static final String INSIDE = "HEARTH_TEST_NAMESPACE";

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /**
     * Creates one; where that can't be done, skips the test with the reason, or fails it if {@link #REQUIRE} is set.
     */
    public static NetworkNamespace create() {
        String name = "hearth-" + ProcessHandle.current().pid() + "-"
                + Long.toString(System.identityHashCode(Thread.currentThread()), 36);
        try {
            run("ip", "netns", "add", name);
            NetworkNamespace made = new NetworkNamespace(name);
            made.wire();
            return made;
        } catch (IOException e) {
            throw skip("no network namespace: " + e.getMessage());
        }
    }

    /** Skips a test that talks WebRTC in this process, unless the process is inside a namespace made for tests. */
    public static void requireInside() {
        boolean inside = "1".equals(System.getenv(INSIDE));
        if (!inside || !hasInterface()) {
            throw skip("not inside a network namespace made for tests (" + INSIDE + "=1)");
        }
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

    /** Returns the exception that skips the running test, or fails it if {@link #REQUIRE} is set. */
    public static RuntimeException skip(String reason) {
        if ("1".equals(System.getenv(REQUIRE))) {
            throw new AssertionFailedError("WebRTC must be tested here, but: " + reason);
        }
        return new TestAbortedException("skipped: " + reason);
    }

    private void wire() throws IOException {
        try {
            run("ip", "-n", name, "link", "add", "hv0", "type", "veth", "peer", "name", "hv1");
            run("ip", "-n", name, "addr", "add", "10.99.0.1/24", "dev", "hv0");
            run("ip", "-n", name, "addr", "add", "10.99.0.2/24", "dev", "hv1");
            for (String link : List.of("lo", "hv0", "hv1")) {
                run("ip", "-n", name, "link", "set", link, "up");
            }
            run("ip", "-n", name, "route", "add", "default", "via", "10.99.0.2", "dev", "hv0");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Returns the words to put in front of a command so that it runs inside. */
    public List<String> wrapper() {
        return List.of("ip", "netns", "exec", name);
    }

    private static void run(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", words) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            run("ip", "netns", "del", name);
        } catch (IOException e) {
            throw new IllegalStateException("The namespace " + name + " is left over", e);
        }
    }
}
