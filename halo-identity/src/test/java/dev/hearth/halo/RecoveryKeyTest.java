package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class RecoveryKeyTest {
    private static RecoveryKey parse(String text) {
        return RecoveryKey.parse(text.toCharArray());
    }

    @Test
    void isReadAsItWasWrittenDown() {
        for (int run = 0; run < 100; run++) {
            RecoveryKey key = RecoveryKey.generate(People.SEAMS.random());
            String text = new String(key.reveal());
            assertThat(text).matches("([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}");
            assertThat(parse(text)).isEqualTo(key);
            assertThat(parse(" " + text.toLowerCase(Locale.ROOT).replace("-", " \n")))
                    .isEqualTo(key);
            assertThat(parse(text.replace('0', 'O').replace('1', 'l'))).isEqualTo(key);
            assertThat(key.toString()).doesNotContain(text.substring(0, 5));
        }
    }

    @Test
    void anyWrongCharacterIsNoticed() {
        String text = new String(RecoveryKey.generate(People.SEAMS.random()).reveal());
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '-') {
                continue;
            }
            char other = text.charAt(at) == 'Z' ? 'A' : 'Z';
            assertMalformed(text.substring(0, at) + other + text.substring(at + 1));
            assertMalformed(text.substring(0, at) + 'U' + text.substring(at + 1));
            assertMalformed(text.substring(0, at) + text.substring(at + 1));
        }
        assertMalformed("");
        assertMalformed(text + "0");
    }

    private static void assertMalformed(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RECOVERY_KEY_MALFORMED));
    }
}
