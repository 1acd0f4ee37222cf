package dev.hearth.echo.internal.schema;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as RFC 8259 has it, strictly: objects as maps in their order, arrays as lists, numbers as {@link BigDecimal}.
 * What is malformed throws INPUT_MALFORMED. Null is refused, for no schema has it.
 */
final class Json {
    private static final int MOST_UNITS = 1 << 20;
    private static final int MOST_DEPTH = 32;
    private static final int MOST_DIGITS = 64;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        if (text.length() > MOST_UNITS) {
            throw malformed("a schema has at most " + MOST_UNITS + " characters", 0);
        }
        Json json = new Json(text);
        Object value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw malformed("the value has ended", json.at);
        }
        return value;
    }

    private static HearthException malformed(String rule, int at) {
        return new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", rule, "position", String.valueOf(at)));
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        space();
        if (at == text.length()) {
            throw malformed("more has to follow", at);
        }
        return text.charAt(at);
    }

    private boolean skip(char expected) {
        boolean found = peek() == expected;
        if (found) {
            at++;
        }
        return found;
    }

    private void require(char expected) {
        if (!skip(expected)) {
            throw malformed("here stands " + expected, at);
        }
    }

    private Object value() {
        if (++depth > MOST_DEPTH) {
            throw malformed("values within values over " + MOST_DEPTH, at);
        }
        Object value = switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
        depth--;
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        require('{');
        if (skip('}')) {
            return members;
        }
        do {
            int start = at;
            peek();
            String name = string();
            require(':');
            if (members.put(name, value()) != null) {
                throw malformed("a name stands in an object once", start);
            }
        } while (skip(','));
        require('}');
        return members;
    }

    private List<Object> array() {
        List<Object> items = new ArrayList<>();
        require('[');
        if (skip(']')) {
            return items;
        }
        do {
            items.add(value());
        } while (skip(','));
        require(']');
        return items;
    }

    private Object word(String word, boolean value) {
        if (!text.startsWith(word, at)) {
            throw malformed("here stands a value", at);
        }
        at += word.length();
        return value;
    }

    private BigDecimal number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (number.length() > MOST_DIGITS || !number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")) {
            throw malformed("here stands a value", start);
        }
        return new BigDecimal(number);
    }

    private String string() {
        require('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            if (at == text.length()) {
                throw malformed("the string has an end", at);
            }
            char next = text.charAt(at++);
            if (next == '"') {
                return out.toString();
            }
            if (next < ' ') {
                throw malformed("a control character is escaped", at - 1);
            }
            out.append(next == '\\' ? escaped() : next);
        }
    }

    private char escaped() {
        char kind = at < text.length() ? text.charAt(at++) : ' ';
        int known = "\"\\/bfnrt".indexOf(kind);
        if (known >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(known);
        }
        if (kind != 'u' || !text.substring(at, Math.min(text.length(), at + 4)).matches("[0-9a-fA-F]{4}")) {
            throw malformed("an unknown escape", at);
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    /** Returns a value in JSON, by lines of two spaces a level. */
    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, "\n", out);
        return out.append('\n').toString();
    }

    private static void write(Object value, String line, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            String inner = line + "  ";
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator).append(inner);
                quote((String) entry.getKey(), out);
                out.append(": ");
                write(entry.getValue(), inner, out);
                separator = ",";
            }
            out.append(map.isEmpty() ? "{" : line).append('}');
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object each : list) {
                out.append(separator);
                write(each, line, out);
                separator = ", ";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof String string) {
            quote(string, out);
        } else {
            out.append(value instanceof BigDecimal number ? number.toPlainString() : value);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                out.append('\\').append(each);
            } else if (each < ' ' || Character.isSurrogate(each)) {
                out.append("\\u").append(HexFormat.of().toHexDigits(each));
            } else {
                out.append(each);
            }
        }
        out.append('"');
    }
}
