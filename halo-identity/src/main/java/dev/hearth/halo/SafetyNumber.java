package dev.hearth.halo;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.halo.crypto.Sha512;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sixty digits that two people compare to know that each has the other's true identity: thirty of each, in ascending
 * order, so that both see the same number. It is long enough to be compared once, at any time and over any channel that
 * can't be forged, with no exchange of keys going on; a changed root key changes it, new devices do not.
 *
 * <p>Thirty digits are 99.6 bits, and each try costs 5,200 rounds of SHA-512: to find another identity with a given
 * half takes about 2^112 hashes. Two identities of one's own with the same half are found after 2^50 tries (2^62
 * hashes), which lets nobody pass for somebody else. Whoever compares only some of the groups has 16.6 bits of each.
 *
 * @param digits exactly 60
 */
public record SafetyNumber(String digits) {
    /** How many digits there are. */
    public static final int DIGITS = 60;

    private static final int GROUP = 5;
    private static final int GROUP_BYTES = 5;
    private static final int HALF = DIGITS / 2;
    private static final int ROUNDS = 5_200;
    private static final int VERSION = 1;
    private static final String PREFIX = LinkKind.VERIFY.prefix();
    private static final String DOMAIN = "hearth safety number";
    private static final BigInteger GROUP_VALUES = BigInteger.TEN.pow(GROUP);

    /**
     * What is known of one of the two.
     *
     * @param identity the hash of its genesis
     * @param rootKey its present root key, 32 bytes
     */
    public record Party(IdentityId identity, Bytes rootKey) {
        private static final int KEY = 32;

        /** Refuses a key of another length. */
        public Party {
            if (rootKey.size() != KEY) {
                throw new IllegalArgumentException("rootKey takes " + KEY + " bytes, got " + rootKey.size());
            }
        }

        /** Returns what a verified chain says, the same for all devices of an identity. */
        public static Party of(IdentityChain chain) {
            return new Party(chain.identity(), chain.rootKey());
        }
    }

    /** Refuses anything but sixty digits. */
    public SafetyNumber {
        if (!isNumber(digits)) {
            throw new IllegalArgumentException("digits takes " + DIGITS + " digits");
        }
    }

    /** Returns the number of two identities, the same whichever comes first; takes some milliseconds. */
    public static SafetyNumber of(Party one, Party other) {
        String first = half(one);
        String second = half(other);
        return new SafetyNumber(first.compareTo(second) <= 0 ? first + second : second + first);
    }

    private static String half(Party party) {
        byte[] key = party.rootKey.toArray();
        byte[] hash = Sha512.of(new ByteWriter()
                .text(DOMAIN)
                .u8(VERSION)
                .sized(party.rootKey)
                .sized(party.identity.value())
                .toArray());
        for (int round = 1; round < ROUNDS; round++) {
            hash = Sha512.of(hash, key);
        }
        StringBuilder digits = new StringBuilder();
        for (int group = 0; group < HALF / GROUP; group++) {
            BigInteger value = new BigInteger(1, hash, group * GROUP_BYTES, GROUP_BYTES);
            String text = value.mod(GROUP_VALUES).toString();
            digits.append("0".repeat(GROUP - text.length())).append(text);
        }
        return digits.toString();
    }

    /** Returns the twelve groups of five digits. */
    public List<String> groups() {
        List<String> groups = new ArrayList<>();
        for (int at = 0; at < DIGITS; at += GROUP) {
            groups.add(digits.substring(at, at + GROUP));
        }
        return groups;
    }

    /** Returns what one of the two shows as a QR code for the other to scan: the digits, as a link. */
    public String link() {
        return PREFIX + digits;
    }

    /**
     * Reads what somebody typed, or scanned as a link; spaces, line breaks and hyphens in it don't matter. Throws
     * SAFETY_NUMBER_MALFORMED, with the number of digits, for anything but sixty of them, and LINK_OF_ANOTHER_KIND.
     */
    public static SafetyNumber parse(String typed) {
        LinkKind.VERIFY.requireNoOther(typed);
        String given = typed.strip();
        String read = (given.startsWith(PREFIX) ? given.substring(PREFIX.length()) : given).replaceAll("[\\s-]", "");
        if (!isNumber(read)) {
            long count = read.chars().filter(each -> each >= '0' && each <= '9').count();
            throw new HearthException(ErrorCode.SAFETY_NUMBER_MALFORMED, Map.of("digits", String.valueOf(count)));
        }
        return new SafetyNumber(read);
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{" + DIGITS + "}");
    }

    /** Returns the groups, with a space between. */
    @Override
    public String toString() {
        return String.join(" ", groups());
    }
}
