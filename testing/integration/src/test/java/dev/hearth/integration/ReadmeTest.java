package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.testkit.ChildJvm;
import dev.hearth.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README and the list of errors say is true: the quick start compiles, runs and prints what is written. */
final class ReadmeTest {
    private static final Pattern QUICK_START =
            Pattern.compile("```java\n(.*?)```\n\nIt prints:\n\n```\n(.*?)\n```", Pattern.DOTALL);

    @Test
    void theQuickStartRunsAndPrintsWhatTheReadmeSays(@TempDir Path folder) throws IOException {
        Matcher found = QUICK_START.matcher(Files.readString(Shared.root().resolve("README.md")));
        assertThat(found.find()).isTrue();
        String source = found.group(1);
        assertThat(source.lines().filter(line -> !line.isBlank()).count()).isLessThanOrEqualTo(25);
        assertThat(source).isEqualTo(Files.readString(Shared.root().resolve("examples/quickstart/QuickStart.java")));
        Path file = folder.resolve("QuickStart.java");
        Files.writeString(file, source);
        String path = System.getProperty("java.class.path");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", path, "-d", folder.toString(), file.toString());
        assertThat(compiled).isZero();
        try (ChildJvm program = ChildJvm.startOn(
                List.of(),
                Map.of(),
                folder + System.getProperty("path.separator") + path,
                "QuickStart",
                folder.toString())) {
            String printed = found.group(2);
            assertThat(program.await(printed, 60, line -> true)).isEqualTo(printed);
            assertThat(program.exitCode(30)).isZero();
        }
    }

    @Test
    void everyErrorIsListedWithWhatWhyAndRemedy() throws IOException {
        String listed = Files.readString(Shared.root().resolve("docs/errors.md"));
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(listed)
                    .contains("| `" + code + "` | " + code.what() + " | " + code.why() + " | " + code.remedy() + " |");
        }
    }
}
