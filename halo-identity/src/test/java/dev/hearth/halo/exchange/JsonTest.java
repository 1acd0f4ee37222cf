package dev.hearth.halo.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.testkit.Shared;
import dev.hearth.testkit.fuzz.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and canonical writing of JSON: RFC 8785's examples and published vectors, edge cases, and damaged input. */
final class JsonTest {
    private static final String ASTRAL = "\uD83D\uDE02";

    @ParameterizedTest
    @ValueSource(strings = {"arrays", "french", "structures", "unicode", "values", "weird"})
    void theVectorsOfRfc8785(String name) throws Exception {
        Path folder = Shared.file("vectors/jcs/testdata");
        Bytes input = Bytes.of(Files.readAllBytes(folder.resolve("input/" + name + ".json")));
        String hex = Files.readString(folder.resolve("outhex/" + name + ".txt")).replaceAll("\\s", "");
        assertThat(Json.parse(input).canonicalBytes()).isEqualTo(Bytes.fromHex(hex));
    }

    /** The sequence of doubles, and the hash of how they are written, that the vectors' description gives. */
    @Test
    void aHundredThousandNumbersAreWrittenAsEcmaScriptDoes() throws Exception {
        String description = Files.readString(Shared.file("vectors/jcs/testdata/README.md"));
        MessageDigest lines = MessageDigest.getInstance("SHA-256");
        Matcher fixed =
                Pattern.compile("0x([0-9a-f]{16})n[, ]").matcher(description.split("staticF64s", 2)[0]);
        int count = 0;
        for (; fixed.find(); count++) {
            addLine(lines, Long.parseUnsignedLong(fixed.group(1), 16));
        }
        for (int i = 0; i < 2_000; i++, count++) {
            addLine(lines, 0x0010000000000000L + i);
        }
        MessageDigest source = MessageDigest.getInstance("SHA-256");
        for (byte[] block = new byte[32]; count < 100_000; ) {
            block = source.digest(block);
            ByteBuffer doubles = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
            while (doubles.hasRemaining() && count < 100_000) {
                long bits = doubles.getLong();
                double value = Double.longBitsToDouble(bits);
                if (value != 0 && Double.isFinite(value)) {
                    addLine(lines, bits);
                    count++;
                }
            }
        }
        String hash = HexFormat.of().formatHex(lines.digest());
        assertThat(description).contains("| " + hash + " | 100000 ");
    }

    private static void addLine(MessageDigest lines, long bits) {
        String line = Long.toHexString(bits) + "," + EcmaNumber.text(Double.longBitsToDouble(bits)) + "\n";
        lines.update(line.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2",
        "3d30000000000000, 5.684341886080802e-14",
        "4580000000000000, 6.189700196426902e+26",
        "bd30000000000000, -5.684341886080802e-14"
    })
    void theNumbersOfRfc8785AndOfPowersOfTwo(String bits, String written) {
        assertThat(EcmaNumber.text(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(written);
    }

    @Test
    void namesAreInTheOrderOfTheirUtf16Units() throws MalformedException {
        String text = "{\"\uFB33\":1,\"" + ASTRAL + "\":2,\"a\":3,\"\":4,\"A\":5}";
        assertThat(Json.parse(text).canonical())
                .isEqualTo("{\"\":4,\"A\":5,\"a\":3,\"" + ASTRAL + "\":2,\"\uFB33\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1,]",
                "[,1]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[1] 2",
                "nul",
                "truex",
                "tru",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "Infinity",
                "-Infinity",
                "1e400",
                "-1e400",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u\uFF11234\"",
                "\"\n\"",
                "\"\t\"",
                "// x\n1",
                "\uFEFF1",
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\udc00\\ud800\"",
                "{\"\\ud800\":1}",
                "\u00A01"
            })
    void whatIsNotStrictIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "[{\"x\":{\"\":0,\"\":0}}]"})
    void aNameThatComesTwiceIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void halfASurrogatePairIsRefusedHoweverItIsWritten() {
        assertThatThrownBy(() -> Json.parse("\"\uD800\"")).isInstanceOf(MalformedException.class);
        byte[] encoded = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
        assertThatThrownBy(() -> Json.parse(Bytes.of(encoded))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new Json.Text("\uDC00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.Fields.NONE.with("\uDC00", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Json.Numeral(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void depthAndSizeAreBounded() throws MalformedException {
        int depth = (int) Json.MAX_DEPTH.max();
        assertThat(Json.parse("[".repeat(depth) + "]".repeat(depth)).canonical())
                .hasSize(2 * depth);
        assertThatThrownBy(() -> Json.parse("[".repeat(depth + 1) + "]".repeat(depth + 1)))
                .hasMessageContaining("levels");
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).hasMessageContaining("levels");
        String longest = "\"" + "a".repeat((int) Json.MAX_SIZE.max() - 2) + "\"";
        assertThat(Json.parse(longest)).isInstanceOf(Json.Text.class);
        assertThatThrownBy(() -> Json.parse(longest + " ")).hasMessageContaining("bytes");
        assertThatThrownBy(() -> Json.parse(Bytes.utf8(longest + " "))).hasMessageContaining("bytes");
    }

    /** Whatever is read is written so that it reads as the same again, and is refused or read in bounded memory. */
    @Test
    void damagedTextsAreReadOrRefused() {
        Target target = new Target(
                "json",
                100,
                MalformedException.class,
                400,
                List.of(
                        bytes("{\"a\":[1,2.5,-3e-7,true,false,null],\"\\u20ac\":\"\\ud83d\\ude02 \\n\\\"\"}"),
                        bytes("[[[[{\"x\":{\"y\":[1e300,123456789012345678]}}]]]]"),
                        bytes("{\"type\":[\"VerifiableCredential\"],\"proof\":{\"proofValue\":\"z1\"}}")),
                (input, attempt) -> {
                    Json read = Json.parse(Bytes.of(input));
                    attempt.then(taken -> {
                        Json again = Json.parse(read.canonicalBytes());
                        if (!again.equals(read) || !again.canonical().equals(read.canonical())) {
                            throw new IllegalStateException("another value");
                        }
                    });
                });
        assertThat(target.mutated(100_000)).isBetween(5_000L, 95_000L);
    }

    private static byte[] bytes(String text) {
        return Bytes.utf8(text).toArray();
    }
}
