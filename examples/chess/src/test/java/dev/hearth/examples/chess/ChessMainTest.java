package dev.hearth.examples.chess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program answers to wrong usage. */
final class ChessMainTest {
    @TempDir
    private Path folder;

    private void assertAnswer(int code, String said, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ChessMain.run(InputStream.nullInputStream(), out, arguments)).isEqualTo(code);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(said);
    }

    @Test
    void wrongUsageIsExplained() {
        String data = folder.resolve("ann").toString();
        assertAnswer(2, "chess DATA create");
        assertAnswer(2, "chess DATA create", data);
        assertAnswer(2, "chess DATA create", data, "dance");
        assertAnswer(2, "chess DATA create", data, "join", "link");
        assertAnswer(2, "Unknown: --sginal x", data, "create", "--sginal", "x");
        assertAnswer(2, "There is no game in this folder yet.", data, "play");
        assertAnswer(1, "This is not a complete invitation link.", data, "join", "link", "0000-0000");
    }
}
