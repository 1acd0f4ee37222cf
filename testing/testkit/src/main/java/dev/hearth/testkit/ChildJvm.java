package dev.hearth.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * Another JVM on this test's class path, whose standard output is read line by line. Closing kills it. One thread uses
 * it.
 */
public final class ChildJvm implements AutoCloseable {
    private static final String END = "\u0000end";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    private ChildJvm(Process process) {
        this.process = process;
    }

    /** Starts {@code mainClass} with {@code arguments}. */
    public static ChildJvm start(String mainClass, String... arguments) {
        return start(List.of(), Map.of(), mainClass, arguments);
    }

    /**
     * Starts {@code mainClass} with {@code arguments}, its command line put behind {@code wrapper} (such as {@code ip
     * netns exec NAME}), with {@code environment} added to this process's.
     */
    public static ChildJvm start(
            List<String> wrapper, Map<String, String> environment, String mainClass, String... arguments) {
        return startOn(wrapper, environment, System.getProperty("java.class.path"), mainClass, arguments);
    }

    /** As {@link #start(List, Map, String, String...)}, on another class path. */
    public static ChildJvm startOn(
            List<String> wrapper,
            Map<String, String> environment,
            String classPath,
            String mainClass,
            String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            ChildJvm child = new ChildJvm(builder.start());
            child.pump();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pump() {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        Daemons.start("child-output", () -> {
            try (reader) {
                reader.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                // The child is gone; what it printed is in the queue.
            } finally {
                lines.add(END);
            }
        });
    }

    /** Returns the process id. */
    public long pid() {
        return process.pid();
    }

    /** Writes a line to the child's standard input. */
    public void say(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(line)
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the next line that fits; fails the test when none comes within {@code seconds} or the child ends. */
    public String await(String what, int seconds, Predicate<String> fits) {
        for (int waited = 0; waited < seconds * 10; ) {
            String line = poll();
            if (line == null) {
                waited++;
            } else if (line.equals(END)) {
                break;
            } else {
                seen.add(line);
                if (fits.test(line)) {
                    return line;
                }
            }
        }
        throw new AssertionFailedError("The child did not print " + what + "; it printed " + seen);
    }

    private @Nullable String poll() {
        try {
            return lines.poll(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Waits for the child's end and returns its exit code. */
    public int exitCode(int seconds) {
        try {
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionFailedError("The child did not end within " + seconds + " s; it printed " + seen);
    }

    /** Ends the child at once, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        exitCode(10);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
