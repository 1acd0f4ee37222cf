package dev.hearth.mesh.internal.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ElfStubTest {
    @Test
    void theLoaderOfThisMachineTakesIt(@TempDir Path folder) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "skipped: not Linux");
        Path file = folder.resolve("libhearthstub.so.0");
        Files.write(
                file,
                ElfStub.of("libhearthstub.so.0", System.getProperty("os.arch").equals("aarch64")));
        System.load(file.toString());
        assertThat(Files.readString(Path.of("/proc/self/maps"))).contains("libhearthstub.so.0");
    }
}
