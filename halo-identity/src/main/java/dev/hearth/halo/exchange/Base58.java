package dev.hearth.halo.exchange;

import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.math.BigInteger;

/** Multibase's base58btc: the letter z, and Bitcoin's base 58. Every byte string has exactly one such form. */
final class Base58 {
    /** The work grows with the square of the length; keys take 48 characters and signatures 89. */
    private static final Limit MAX_LENGTH = new Limit("characters of a multibase text", 128);

    private static final String DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

    private Base58() {}

    static String encode(Bytes bytes) {
        StringBuilder reversed = new StringBuilder();
        BigInteger rest = new BigInteger(1, bytes.toArray());
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            reversed.append(DIGITS.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        for (int i = 0; i < bytes.size() && bytes.at(i) == 0; i++) {
            reversed.append(DIGITS.charAt(0));
        }
        return reversed.append('z').reverse().toString();
    }

    static Bytes decode(String text) throws MalformedException {
        MAX_LENGTH.check(text.length());
        if (!text.startsWith("z")) {
            throw new MalformedException("Not a base58btc text");
        }
        int zeros = 0;
        BigInteger value = BigInteger.ZERO;
        for (int i = 1; i < text.length(); i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new MalformedException("Not a base58btc text");
            }
            value = value.multiply(BASE).add(BigInteger.valueOf(digit));
            zeros += value.signum() == 0 ? 1 : 0;
        }
        byte[] magnitude = value.toByteArray(); // with a byte of sign where the highest bit is set, and for zero
        int from = magnitude[0] == 0 ? 1 : 0;
        return Bytes.concat(Bytes.of(new byte[zeros]), Bytes.of(magnitude, from, magnitude.length));
    }
}
