package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type or paste in the place of something else: told as what it is, not as a fault of the other side. */
class TypedInputTest {
    private static void refused(ErrorCode code, Map<String, String> details, Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(HearthException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.details()).isEqualTo(details);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234-5678", "12345678", " 1 2 3 4 5 6 7 8\n", "1234 \u2013 5678", "12.34.56.78"})
    void aCodeIsEightDigitsWhateverSeparatesThem(String typed) {
        assertThat(InvitationCode.require(typed)).isEqualTo("12345678");
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 0",
        "1234-567, 7",
        "1234-56789, 9",
        "l234-5678, 7",
        "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668, 0"
    })
    void anythingElseIsNoCode(String typed, String digits) {
        refused(ErrorCode.CODE_MALFORMED, Map.of("digits", digits), () -> InvitationCode.require(typed));
    }

    @Test
    void nothingIsNoCodeEither() {
        refused(ErrorCode.CODE_NEEDED, Map.of(), () -> InvitationCode.require(" \t"));
    }

    @ParameterizedTest
    @CsvSource({"12345, 5", "hello, 0", "hearth://verify#123, 3", "'', 0"})
    void aSafetyNumberIsSixtyDigits(String typed, String digits) {
        refused(ErrorCode.SAFETY_NUMBER_MALFORMED, Map.of("digits", digits), () -> SafetyNumber.parse(typed));
        String long61 = "1".repeat(61);
        refused(ErrorCode.SAFETY_NUMBER_MALFORMED, Map.of("digits", "61"), () -> SafetyNumber.parse(long61));
        refused(
                ErrorCode.SAFETY_NUMBER_MALFORMED,
                Map.of("digits", "60"),
                () -> SafetyNumber.parse("1".repeat(60) + "x"));
    }

    @Test
    void aSafetyNumberIsReadInGroupsAndAsItsLink() {
        SafetyNumber number = new SafetyNumber("0123456789".repeat(6));
        assertThat(SafetyNumber.parse(number.toString())).isEqualTo(number);
        assertThat(SafetyNumber.parse(number.toString().replace(' ', '-'))).isEqualTo(number);
        assertThat(SafetyNumber.parse(" " + number.link() + "\n")).isEqualTo(number);
    }

    /** Every reader, with a link of every other kind. */
    @ParameterizedTest
    @EnumSource
    void aLinkOfAnotherKindNamesTheCommandThatTakesIt(LinkKind kind) {
        String link = " " + kind.prefix() + "AAAA";
        String command = switch (kind) {
            case JOIN -> "hearth join LINK";
            case DEVICE -> "hearth device join LINK";
            case CONTACT -> "hearth contact add LINK";
            case VERIFY -> "hearth contact verify PERSON LINK";
        };
        Map<LinkKind, Runnable> readers = Map.of(
                LinkKind.JOIN, () -> InvitationLink.parse(link),
                LinkKind.CONTACT, () -> ContactCard.parse(link),
                LinkKind.VERIFY, () -> SafetyNumber.parse(link));
        readers.forEach((reads, reader) -> {
            if (reads != kind) {
                refused(ErrorCode.LINK_OF_ANOTHER_KIND, Map.of("command", command), reader);
            }
        });
        assertThat(readers.containsKey(kind) || kind == LinkKind.DEVICE).isTrue();
        kind.requireNoOther(link);
        kind.requireNoOther("hearth://other#AAAA");
    }
}
