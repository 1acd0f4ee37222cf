package dev.hearth.halo.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.crypto.Vectors;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** SLIP-39's published vectors: all of them where they are, three in the sources. */
final class Slip39VectorsTest {
    private static final String SINGLE =
            "duckling enlarge academic academic agency result length solution fridge kidney"
                    + " coal piece deal husband erode duke ajar critical decision keyboard";
    private static final List<String> TWO = List.of(
            "shadow pistol academic always adequate wildlife fancy gross oasis cylinder mustang wrist rescue view short"
                    + " owner flip making coding armed",
            "shadow pistol academic acid actress prayer class unknown daughter sweater depict flip twice unkind craft"
                    + " early superior advocate guest smoking");

    /** What is wrong with the shares of an invalid vector, by the words of its title. */
    private static final Map<String, ErrorCode> INVALID = Map.ofEntries(
            Map.entry("invalid checksum", ErrorCode.RECOVERY_WORDS_WRONG),
            Map.entry("invalid padding", ErrorCode.SHARE_MALFORMED),
            Map.entry("Basic sharing", ErrorCode.SHARES_MISSING),
            Map.entry("different identifiers", ErrorCode.SHARE_FOREIGN),
            Map.entry("different iteration exponents", ErrorCode.SHARE_FOREIGN),
            Map.entry("mismatching group", ErrorCode.SHARE_FOREIGN),
            Map.entry("greater group threshold", ErrorCode.SHARE_MALFORMED),
            Map.entry("duplicate member indices", ErrorCode.SHARE_TWICE),
            Map.entry("mismatching member thresholds", ErrorCode.SHARE_FOREIGN),
            Map.entry("invalid digest", ErrorCode.SHARES_WRONG),
            Map.entry("Insufficient number of groups", ErrorCode.SHARES_MISSING),
            Map.entry("insufficient number of members", ErrorCode.SHARES_MISSING),
            Map.entry("insufficient length", ErrorCode.RECOVERY_WORDS_INCOMPLETE),
            Map.entry("invalid master secret length", ErrorCode.RECOVERY_WORDS_INCOMPLETE));

    private static String combined(List<String> shares) {
        List<Share> read = new ArrayList<>();
        for (String words : shares) {
            Share share = ShareWords.read(WordText.read(words.toCharArray(), WordList.SLIP39));
            assertThat(new String(WordText.write(ShareWords.write(share), WordList.SLIP39)))
                    .isEqualTo(words);
            read.add(share);
        }
        return HexFormat.of().formatHex(Slip39.combine(read, "TREZOR".toCharArray()));
    }

    @Test
    void threeThatAPlainCloneHas() {
        assertThat(combined(List.of(SINGLE))).isEqualTo("bb54aac4b89dc868ba37d9cc21b2cece");
        assertThat(combined(TWO)).isEqualTo("b43ceb7e57a0ea8766221624d01b0864");
        assertThatThrownBy(() -> combined(List.of(SINGLE.replace("keyboard", "kidney"))))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RECOVERY_WORDS_WRONG));
    }

    @Test
    void allOfThem() {
        Map<String, Integer> invalid = new TreeMap<>();
        int valid = 0;
        for (JsonNode vector : Vectors.read("slip39/vectors.json")) {
            String title = vector.get(0).asText();
            List<String> shares = new ArrayList<>();
            vector.get(1).forEach(share -> shares.add(share.asText()));
            String secret = vector.get(2).asText();
            if (secret.isEmpty()) {
                ErrorCode expected = expected(title);
                assertThatThrownBy(() -> combined(shares), title)
                        .isInstanceOfSatisfying(
                                HearthException.class,
                                refusal -> assertThat(refusal.code()).as(title).isEqualTo(expected));
                invalid.merge(expected.name(), 1, Integer::sum);
            } else {
                assertThat(combined(shares)).as(title).isEqualTo(secret);
                valid++;
            }
        }
        assertThat(valid).isEqualTo(15);
        assertThat(invalid.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(30);
        assertThat(invalid).hasSize(7);
    }

    private static ErrorCode expected(String title) {
        return INVALID.entrySet().stream()
                .filter(entry -> title.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
