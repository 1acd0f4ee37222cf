package dev.hearth.halo;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Map;

/** The code of an invitation as people type it: eight digits, with anything or nothing between them. */
public final class InvitationCode {
    /** How many digits there are. */
    public static final int DIGITS = 8;

    private InvitationCode() {}

    /**
     * Returns the digits of what somebody typed, before anybody is asked whether they are right: a code that can't be
     * one is to cost no attempt. Throws CODE_NEEDED when nothing was typed, and CODE_MALFORMED, with the number of
     * digits, unless there are eight.
     */
    public static String require(String typed) {
        if (typed.isBlank()) {
            throw new HearthException(ErrorCode.CODE_NEEDED);
        }
        String digits = digits(typed);
        if (digits.length() != DIGITS) {
            throw new HearthException(ErrorCode.CODE_MALFORMED, Map.of("digits", String.valueOf(digits.length())));
        }
        return digits;
    }

    static String digits(String typed) {
        return typed.replaceAll("[^0-9]", "");
    }
}
