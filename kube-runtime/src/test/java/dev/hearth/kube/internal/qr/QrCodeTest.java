package dev.hearth.kube.internal.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is shown is what a reader reads: the very link. */
final class QrCodeTest {
    private static String link(int seed, int length) {
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        StringBuilder link = new StringBuilder("hearth://join#");
        new Random(seed).ints(length, 0, digits.length()).forEach(at -> link.append(digits.charAt(at)));
        return link.toString();
    }

    @Test
    void aReaderReadsTheTerminalAndTheImage() throws IOException {
        for (int length : new int[] {1, 100, 350, 2_000}) {
            String link = link(length, length);
            QrCode code = QrCode.of(link);
            assertThat(QrReader.terminal(QrText.blocks(code))).isEqualTo(link);
            assertThat(QrReader.terminal(QrText.ascii(code))).isEqualTo(link);
            assertThat(QrReader.png(QrImage.png(code))).isEqualTo(link);
        }
    }

    /** A terminal's own colours are told away on each line, and come back at its end. */
    @Test
    void eachLineIsBlackOnWhiteWhateverTheBackground() {
        QrCode code = QrCode.of(link(1, 130));
        List<String> lines = QrText.blocks(code);
        assertThat(lines)
                .hasSize((code.size() + 1) / 2)
                .allMatch(line -> line.startsWith("\u001B[38;5;16;48;5;231m") && line.endsWith("\u001B[0m"))
                .allMatch(line -> line.replaceAll("\u001B\\[[0-9;]*m", "").length() == code.size());
        assertThat(code.size()).as("fits a terminal of 80 columns").isLessThan(80);
        assertThat(QrText.ascii(code)).hasSize(code.size()).allMatch(line -> line.matches("[ #]+"));
        for (int at = 0; at < code.size(); at++) {
            for (int edge = 0; edge < QrCode.QUIET_ZONE; edge++) {
                assertThat(code.dark(at, edge) || code.dark(edge, at)).isFalse();
                assertThat(code.dark(code.size() - 1 - edge, at) || code.dark(at, code.size() - 1 - edge))
                        .isFalse();
            }
        }
    }

    @Test
    void refusesWhatNoCodeCanHold() {
        for (String text : List.of("", "x".repeat(2_954), "caf\u00E9")) {
            assertThatThrownBy(() -> QrCode.of(text)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(QrCode.of("x".repeat(2_953)).size()).isEqualTo(177 + 2 * QrCode.QUIET_ZONE);
    }
}
