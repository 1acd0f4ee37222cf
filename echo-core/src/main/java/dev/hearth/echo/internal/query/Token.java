package dev.hearth.echo.internal.query;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a written query.
 *
 * @param kind what it is
 * @param text what is written: of a word, a sign or the name of a field the characters, of a string its content
 * @param value what a value stands for; null for the rest
 * @param at where it begins
 */
record Token(Kind kind, String text, @Nullable Object value, int at) {
    enum Kind {
        WORD,
        FIELD,
        SIGN,
        VALUE,
        END
    }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(word);
    }
}
