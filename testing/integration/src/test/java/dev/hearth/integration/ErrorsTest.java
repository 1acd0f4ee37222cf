package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.halo.exchange.Reason;
import dev.hearth.testkit.Shared;
import dev.hearth.testkit.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every refusal is a typed one that a person understands, that the product really gives, and that a test asks for. */
final class ErrorsTest {
    /** Where codes stand without being thrown or asked for. */
    private static final Set<String> LISTS = Set.of("ErrorCode.java", "ExitCode.java", "ErrorsTest.java");

    /** A code that is not compared with another one. */
    private static final Pattern GIVEN =
            Pattern.compile("(?<![=!]= )(?<!case )\\bErrorCode\\.([A-Z_]+)\\b(?!\\s*[=!]=)");

    /** A code that is not itself thrown, by a part that a test puts into the place of a real one. */
    private static final Pattern ASKED_FOR =
            Pattern.compile("(?<!new HearthException\\()\\bErrorCode\\.([A-Z_]+)\\b|\"([A-Z_]+)\"");

    private static Set<String> found(List<Path> files, Pattern pattern) {
        return files.stream()
                .filter(file -> !LISTS.contains(file.getFileName().toString()))
                .map(Sources::code)
                .flatMap(code -> pattern.matcher(code).results())
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> names() {
        return Stream.of(ErrorCode.values()).map(Enum::name).collect(Collectors.toSet());
    }

    @Test
    void everyCodeIsGivenBySomething() {
        assertThat(found(Sources.main(), GIVEN))
                .as("codes that the product gives")
                .containsAll(names());
    }

    @Test
    void everyCodeIsAskedForByATest() {
        assertThat(found(Sources.tests(), ASKED_FOR))
                .as("codes that a test asks for")
                .containsAll(names());
    }

    @Test
    void aComparisonGivesNoCodeAndAFakeAsksForNone() {
        Matcher given = GIVEN.matcher("if (e.code() != ErrorCode.CLOSED || ErrorCode.TIMED_OUT == it) throw x;");
        assertThat(given.find()).isFalse();
        assertThat(GIVEN.matcher("fail(met ? ErrorCode.TIMED_OUT : x)").find()).isTrue();
        assertThat(ASKED_FOR
                        .matcher("throw new HearthException(ErrorCode.CLOSED)")
                        .find())
                .isFalse();
        assertThat(ASKED_FOR.matcher("refused(ErrorCode.CLOSED, x)").find()).isTrue();
    }

    @Test
    void everyReasonIsListedWithItsSentence() throws IOException {
        String listed = Files.readString(Shared.root().resolve("docs/errors.md"));
        for (Reason reason : Reason.values()) {
            assertThat(listed).contains("| `" + reason + "` | " + reason.sentence() + " |");
        }
    }

    /** As the lists say it: no shouting, no name of a constant, a full stop at the end, and no two alike. */
    @Test
    void everySentenceIsOne() {
        for (ErrorCode code : ErrorCode.values()) {
            for (String text : List.of(code.what(), code.why(), code.remedy())) {
                assertSentence(code.name(), text);
            }
        }
        for (Reason reason : Reason.values()) {
            assertSentence(reason.name(), reason.sentence());
        }
        assertThat(EnumSet.allOf(ErrorCode.class)).extracting(ErrorCode::what).doesNotHaveDuplicates();
        assertThat(EnumSet.allOf(Reason.class)).extracting(Reason::sentence).doesNotHaveDuplicates();
    }

    private static void assertSentence(String name, String text) {
        assertThat(text).as(name).matches("[A-Z].*[^ ].*").doesNotContain("_", "  ", "!");
        assertThat(text)
                .as(name)
                .satisfiesAnyOf(
                        ends -> assertThat(ends).endsWith("."),
                        ends -> assertThat(ends).matches(".*: hearth .*"));
        assertThat(text.toLowerCase(Locale.ROOT)).as(name).doesNotContain("exception", "null");
    }
}
