package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.testkit.ChildJvm;
import dev.hearth.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to looking after a space says is true: its fragments run in turn and print what stands below them. */
final class BackupGuideTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PRINTED = Pattern.compile("It prints:\n\n```\n(.*?)```", Pattern.DOTALL);
    private static final String LAST = "that was all";

    @Test
    void theFragmentsRunAndPrintWhatStandsBelowThem(@TempDir Path folder) throws IOException {
        String guide = Files.readString(Shared.root().resolve("docs/backup.md"));
        List<String> fragments = all(JAVA, guide);
        String program = "import dev.hearth.base.HearthException;\n"
                + "import dev.hearth.client.*;\n"
                + "import dev.hearth.echo.*;\n"
                + "import java.nio.file.Path;\n"
                + "class Fragments {\n"
                + fragments.get(0)
                + "public static void main(String... arguments) {\n"
                + "try (Client client = Client.open(Path.of(arguments[0]), \"Ann\")) {\n"
                + "Space home = client.spaces().create(\"Home\");\n"
                + String.join("", fragments.subList(1, fragments.size()))
                + "System.out.println(\"" + LAST + "\");\n}}}\n";
        Path file = folder.resolve("Fragments.java");
        Files.writeString(file, program);
        String path = System.getProperty("java.class.path");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", path, "-d", folder.toString(), file.toString()))
                .isZero();
        List<String> lines = new ArrayList<>();
        try (ChildJvm run = ChildJvm.startOn(
                List.of(),
                Map.of(),
                folder + System.getProperty("path.separator") + path,
                "Fragments",
                folder.resolve("data").toString())) {
            run.await(LAST, 60, line -> lines.add(line) && line.equals(LAST));
            assertThat(run.exitCode(30)).isZero();
        }
        List<String> expected = new ArrayList<>();
        all(PRINTED, guide).forEach(printed -> printed.lines().forEach(expected::add));
        expected.add(LAST);
        assertThat(lines).isEqualTo(expected);
    }

    private static List<String> all(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        List<String> all = new ArrayList<>();
        while (found.find()) {
            all.add(found.group(1));
        }
        return all;
    }
}
