package dev.hearth.echo.internal.query;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Takes a written query apart, one piece after the other. */
final class Tokens {
    private static final int MOST_UNITS = 10_000;
    private static final List<String> SIGNS = List.of("!=", "<=", ">=", "=", "<", ">", "(", ")", ",");

    private final String text;
    private int at;
    private Token next;

    Tokens(String text) {
        this.text = text;
        if (text.length() > MOST_UNITS) {
            throw malformed("a query over " + MOST_UNITS + " characters", MOST_UNITS);
        }
        next = read();
    }

    /** Returns what is next, and goes on. */
    Token take() {
        Token taken = next;
        if (taken.kind() != Token.Kind.END) {
            next = read();
        }
        return taken;
    }

    /** Returns what is next. */
    Token peek() {
        return next;
    }

    /** Goes on if a word or sign is next, and returns whether it was. */
    boolean skip(String word) {
        boolean found = next.is(word);
        if (found) {
            take();
        }
        return found;
    }

    /** Goes on if a word or sign is next, and refuses anything else. */
    void require(String word) {
        if (!skip(word)) {
            throw malformed("here stands \"" + word + "\"", next.at());
        }
    }

    static HearthException malformed(String rule, int position) {
        return new HearthException(
                ErrorCode.INPUT_MALFORMED, Map.of("rule", rule, "position", Integer.toString(position)));
    }

    private Token read() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new Token(Token.Kind.END, "", null, start);
        }
        char first = text.charAt(at);
        if (first == '"') {
            String content = quoted('"');
            return new Token(Token.Kind.VALUE, content, content, start);
        } else if (first == '`') {
            return new Token(Token.Kind.FIELD, quoted('`'), null, start);
        } else if (first == '@') {
            return new Token(Token.Kind.VALUE, "", instant(), start);
        } else if (first == '#') {
            return new Token(Token.Kind.VALUE, "", object(), start);
        } else if (first == '-' || isDigit(first)) {
            return new Token(Token.Kind.VALUE, "", number(), start);
        } else if (Character.isLetter(first) || first == '_') {
            return new Token(Token.Kind.WORD, run(unit -> Character.isLetterOrDigit(unit) || unit == '_'), null, start);
        }
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                at += sign.length();
                return new Token(Token.Kind.SIGN, sign, null, start);
            }
        }
        throw malformed("a character that has no meaning here", start);
    }

    private static boolean isDigit(int unit) {
        return unit >= '0' && unit <= '9';
    }

    private String run(IntPredicate belongs) {
        int start = at;
        while (at < text.length() && belongs.test(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** A backslash stands before what would end it, before itself, and before an n for a new line. */
    private String quoted(char quote) {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char unit = text.charAt(at++);
            if (unit == '\\' && at < text.length()) {
                char escaped = text.charAt(at++);
                content.append(escaped == 'n' ? '\n' : escaped);
            } else {
                content.append(unit);
            }
        }
        if (at == text.length()) {
            throw malformed("what is quoted has no end", start);
        }
        at++;
        return content.toString();
    }

    private Instant instant() {
        int start = at++;
        try {
            return Instant.parse(run(unit -> isDigit(unit) || "TZ:.+-".indexOf(unit) >= 0));
        } catch (DateTimeException e) {
            throw malformed("an instant is written as @2026-11-30T08:00:00Z", start);
        }
    }

    private ObjectId object() {
        int start = at++;
        try {
            return ObjectId.fromHex(run(unit -> isDigit(unit) || (unit >= 'a' && unit <= 'f')));
        } catch (IllegalArgumentException e) {
            throw malformed("an object is written as # and the 32 digits of its id", start);
        }
    }

    private Object number() {
        int start = at;
        String written = run(unit -> isDigit(unit) || "+-.eE".indexOf(unit) >= 0);
        try {
            if (written.matches("-?\\d+")) {
                return Long.valueOf(written);
            } else if (written.matches("-?\\d+\\.\\d+([eE][-+]?\\d+)?")) {
                return Double.valueOf(written);
            }
        } catch (NumberFormatException e) {
            throw malformed("a whole number has 64 bits", start);
        }
        throw malformed("a number is written as -1 or 1.5e3", start);
    }
}
