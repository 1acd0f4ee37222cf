package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as a yes and as a no, and what as neither. */
class KeyboardTest {
    private final StringWriter printed = new StringWriter();

    private Keyboard typing(String lines) {
        PrintWriter out = new PrintWriter(printed);
        return new Keyboard(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), new Console(out, out));
    }

    @ParameterizedTest
    @CsvSource({"yes, true", "y, true", "' YES ', true", "Y, true", "no, false", "n, false", "No, false", "N, false"})
    void yesAndNoCountAtOnce(String typed, boolean answer) {
        Keyboard keyboard = typing(typed + "\nrest\n");
        assertThat(keyboard.confirms("sure?")).isEqualTo(answer);
        assertThat(keyboard.ask("and?")).isEqualTo("rest");
    }

    @Test
    void whatIsNeitherIsAskedForAgain() {
        Keyboard keyboard = typing("maybe\n\nyes\nrest\n");
        assertThat(keyboard.confirms("sure?")).isTrue();
        assertThat(keyboard.ask("and?")).isEqualTo("rest");
        assertThat(printed.toString().lines())
                .containsExactly(
                        "sure? (yes or no)",
                        "please answer yes or no: sure?",
                        "please answer yes or no: sure?",
                        "and?");
    }

    @Test
    void noAnswerInThreeIsANo() {
        Keyboard keyboard = typing("maybe\nperhaps\nyess\nyes\n");
        assertThat(keyboard.confirms("sure?")).isFalse();
        assertThat(keyboard.ask("and?")).isEqualTo("yes");
        assertThat(printed.toString()).contains("taken for a no");
    }

    @Test
    void theEndOfTheInputIsANo() {
        assertThat(typing("").confirms("sure?")).isFalse();
        assertThat(typing("maybe\n").confirms("sure?")).isFalse();
    }
}
