package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.testkit.Shared;
import dev.hearth.testkit.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tests that docs/threat-model.md names are there: {@code Class}, {@code Class.method}, or {@code .method} of the
 * class that is named before it in the same line, also without the dot in a list that follows a class and a colon.
 */
final class ThreatModelTest {
    private static final Pattern NAMED =
            Pattern.compile("`(?:([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?|\\.?([a-z]\\w+))`");

    private final Map<String, List<Path>> classes = Sources.tests().stream()
            .collect(Collectors.groupingBy(file -> file.getFileName().toString().replace(".java", "")));

    /** Returns what a line names that is not there. */
    private List<String> missing(String line) {
        List<String> missing = new ArrayList<>();
        String last = "";
        int end = 0;
        boolean list = false;
        Matcher named = NAMED.matcher(line);
        while (named.find()) {
            boolean colon = line.substring(end, named.start()).contains(": ");
            list = named.group(1) == null && !last.isEmpty() && (list || colon);
            end = named.end();
            last = named.group(1) == null ? last : named.group(1);
            String method = named.group(2) == null ? named.group(3) : named.group(2);
            boolean isTest = list || named.group(1) != null || named.group().startsWith("`.");
            if (isTest && !exists(last, method)) {
                missing.add(named.group() + " (" + last + ")");
            }
        }
        return missing;
    }

    private boolean exists(String name, String method) {
        List<Path> files = classes.getOrDefault(name, List.of());
        return method == null
                ? !files.isEmpty()
                : files.stream().anyMatch(file -> Sources.code(file).contains(" void " + method + "("));
    }

    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        List<String> lines = Files.readAllLines(Shared.root().resolve("docs/threat-model.md"));
        assertThat(lines.stream().flatMap(line -> missing(line).stream())).isEmpty();
        assertThat(lines.stream()
                        .mapToLong(line -> NAMED.matcher(line).results().count())
                        .sum())
                .isGreaterThan(200);
    }

    @Test
    void whatIsNotThereIsFound() {
        assertThat(
                        missing(
                                "`ThreatModelTest`, `ThreatModelTest.whatIsNotThereIsFound` and `.everyTestThatItNamesIsThere`"))
                .isEmpty();
        assertThat(missing("`NoSuchTest`, `ThreatModelTest.missing`, `.nothing`, `.missing`"))
                .hasSize(4);
        assertThat(missing("`.whatIsNotThereIsFound`")).as("of no class").hasSize(1);
        assertThat(missing("`ThreatModelTest` (here): `whatIsNotThereIsFound`, as root `nothing`"))
                .hasSize(1);
        assertThat(missing("`ThreatModelTest`, `someValue`"))
                .as("no list of tests")
                .isEmpty();
    }
}
