package dev.hearth.kube.internal.qr;

import java.util.ArrayList;
import java.util.List;

/** A QR code as lines of text, for a terminal. */
public final class QrText {
    private static final String BLACK_ON_WHITE = "\u001B[38;5;16;48;5;231m";
    private static final String RESET = "\u001B[0m";
    private static final char UPPER = '\u2580';
    private static final char LOWER = '\u2584';
    private static final char BOTH = '\u2588';

    private QrText() {}

    /**
     * Returns two rows of modules as one line of half blocks, in black on white whatever the terminal's own colours
     * are, so that it reads alike on a dark and on a light background.
     */
    public static List<String> blocks(QrCode code) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < code.size(); row += 2) {
            StringBuilder line = new StringBuilder(BLACK_ON_WHITE);
            for (int column = 0; column < code.size(); column++) {
                line.append(block(code.dark(column, row), code.dark(column, row + 1)));
            }
            lines.add(line.append(RESET).toString());
        }
        return lines;
    }

    private static char block(boolean upper, boolean lower) {
        if (upper) {
            return lower ? BOTH : UPPER;
        }
        return lower ? LOWER : ' ';
    }

    /**
     * Returns a line for each row in plain ASCII, two characters for a module, for a terminal without colours or
     * Unicode. A dark module is {@code ##}, so on a dark background the code is inverted, which not every reader takes.
     */
    public static List<String> ascii(QrCode code) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < code.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < code.size(); column++) {
                line.append(code.dark(column, row) ? "##" : "  ");
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
