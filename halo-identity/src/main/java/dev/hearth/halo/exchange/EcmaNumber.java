package dev.hearth.halo.exchange;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes a double as ECMAScript does (ECMA-262, Number::toString), which RFC 8785 asks for: the fewest digits that read
 * back as the same double, and of those the nearest. {@link Double#toString} does not before JDK 19.
 *
 * <p>Up to 15 digits survive a double, so that rounding a normal one to 15 digits yields any shorter form there is,
 * followed by zeros; only 16 and 17 remain to be tried. Beside a power of two the doubles above lie twice as far apart
 * as those below, and the nearest decimal may be one that reads as the neighbour below, where the next one above reads
 * right; hence the second try, upwards.
 */
final class EcmaNumber {
    private static final int SAFE_DIGITS = 15;
    private static final int MOST_DIGITS = 17;
    private static final int LONGEST_PLAIN = 21;
    private static final int MOST_ZEROS = 6;

    private EcmaNumber() {}

    static String text(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        String sign = value < 0 ? "-" : "";
        return sign + placed(digits, digits.length() - shortest.scale());
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = value < Double.MIN_NORMAL ? 1 : SAFE_DIGITS; digits < MOST_DIGITS; digits++) {
            for (RoundingMode mode : new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.UP}) {
                BigDecimal rounded = exact.round(new MathContext(digits, mode));
                if (rounded.doubleValue() == value) {
                    return rounded.stripTrailingZeros();
                }
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    /** Places digits whose point stands after the first {@code point} of them. */
    private static String placed(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= LONGEST_PLAIN) {
            return digits + "0".repeat(point - count);
        } else if (point > 0 && point <= LONGEST_PLAIN) {
            return digits.substring(0, point) + "." + digits.substring(point);
        } else if (point > -MOST_ZEROS && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        String exponent = point > 0 ? "e+" + (point - 1) : "e-" + (1 - point);
        return digits.charAt(0) + (count == 1 ? "" : "." + digits.substring(1)) + exponent;
    }
}
