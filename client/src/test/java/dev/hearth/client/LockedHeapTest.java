package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.testkit.ChildJvm;
import dev.hearth.testkit.HeapDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A27: what is in the memory of a process while its client is locked. */
final class LockedHeapTest {
    private static final String CANARY = "canary body of a pangolin";

    @TempDir
    private Path folder;

    @Test
    void a27NeitherContentNorKeyFileIsInTheHeapOfALockedClient() throws IOException {
        Files.writeString(folder.resolve("canary"), CANARY);
        try (ChildJvm child = HeapDump.start(LockMain.class.getName(), folder.toString())) {
            child.await("open", 60, "open"::equals);
            HeapDump open = HeapDump.of(child, folder);
            child.say("lock");
            child.await("locked", 60, "locked"::equals);
            HeapDump locked = HeapDump.of(child, folder);
            assertThat(open.contains(CANARY)).as("content while open").isTrue();
            assertThat(locked.contains("LockMain")).as("it is that process").isTrue();
            assertThat(locked.contains(CANARY)).as("content").isFalse();
            byte[] key = Files.readAllBytes(folder.resolve("data/keychain.key"));
            assertThat(locked.contains(key)).as("key file").isFalse();
        }
    }
}
