package dev.hearth.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The live objects of another JVM's heap, to look for what must not be there. The dead don't count, since a program
 * can't make the collector overwrite them.
 */
public final class HeapDump {
    private final byte[] bytes;

    private HeapDump(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Starts a JVM whose collector leaves none of the dead in place, as it does otherwise with a twentieth. */
    public static ChildJvm start(String mainClass, String... arguments) {
        return ChildJvm.start(List.of(), Map.of("JAVA_TOOL_OPTIONS", "-XX:MarkSweepDeadRatio=0"), mainClass, arguments);
    }

    /** Dumps the heap of {@code child} by way of a file in {@code folder}, which is gone afterwards. */
    public static HeapDump of(ChildJvm child, Path folder) throws IOException {
        Path file = folder.resolve("heap.hprof");
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(child.pid()),
                        "GC.heap_dump",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            throw new IOException("No heap dump: " + said);
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return new HeapDump(bytes);
    }

    /** Returns whether these bytes are anywhere in it. */
    public boolean contains(byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            int length = 0;
            while (length < part.length && bytes[at + length] == part[length]) {
                length++;
            }
            if (length == part.length) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether this text is anywhere in it, as a string or an array of characters or UTF-8 bytes. */
    public boolean contains(String text) {
        return contains(text.getBytes(StandardCharsets.UTF_8))
                || contains(text.getBytes(StandardCharsets.UTF_16LE))
                || contains(text.getBytes(StandardCharsets.UTF_16BE));
    }
}
