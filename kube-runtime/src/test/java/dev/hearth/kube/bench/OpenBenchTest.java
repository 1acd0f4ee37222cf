package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens folders in processes of their own. */
final class OpenBenchTest {
    @TempDir
    Path folders;

    @Test
    void anotherProcessReadsWhatWasWrittenAndAKeptFolderIsFilledOnce() throws IOException {
        OpenResult result = OpenBench.run(1_100, 1, Optional.of(folders));
        assertThat(result.equal()).isTrue();
        assertThat(result.sizes()).extracting(OpenResult.Size::objects).containsExactly(1_000, 1_100);
        for (OpenResult.Size size : result.sizes()) {
            assertThat(size.openMs()).isPositive();
            assertThat(size.heapBytes()).isBetween(1_000_000L, 100_000_000L);
            assertThat(size.diskBytes()).isGreaterThan(200_000);
        }
        assertThat(result.unlockMs()).isPositive();
        assertThat(result.bareOpenMs()).isPositive();
        assertThat(result.openMs()).isEqualTo(result.sizes().get(1).openMs());
        Path probe = folders.resolve("of-1100").resolve("probe");
        FileTime filled = Files.getLastModifiedTime(probe);
        assertThat(OpenBench.run(1_100, 1, Optional.of(folders)).equal()).isTrue();
        assertThat(Files.getLastModifiedTime(probe)).isEqualTo(filled);
    }

    @Test
    void refusesNoObjectsAndNoRounds() {
        assertThatThrownBy(() -> OpenBench.run(0, 1, Optional.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OpenBench.run(1, 0, Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }
}
