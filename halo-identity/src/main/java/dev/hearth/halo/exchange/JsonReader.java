package dev.hearth.halo.exchange;

import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text by the grammar of RFC 8259 and the restrictions of RFC 7493. */
final class JsonReader {
    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    Json document() throws MalformedException {
        Json value = value();
        blank();
        if (at < text.length()) {
            throw malformed();
        }
        return value;
    }

    private static MalformedException malformed() {
        return new MalformedException("Not a JSON text");
    }

    private char peek() throws MalformedException {
        if (at >= text.length()) {
            throw malformed();
        }
        return text.charAt(at);
    }

    private boolean taken(char wanted) throws MalformedException {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void require(char wanted) throws MalformedException {
        if (!taken(wanted)) {
            throw malformed();
        }
    }

    private void blank() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Json value() throws MalformedException {
        blank();
        return switch (peek()) {
            case '{' -> fields();
            case '[' -> items();
            case '"' -> new Json.Text(string());
            case 't' -> literal("true", new Json.Truth(true));
            case 'f' -> literal("false", new Json.Truth(false));
            case 'n' -> literal("null", new Json.Nothing());
            default -> number();
        };
    }

    private Json literal(String word, Json value) throws MalformedException {
        if (!text.startsWith(word, at)) {
            throw malformed();
        }
        at += word.length();
        return value;
    }

    private void enter() throws MalformedException {
        at++;
        Json.MAX_DEPTH.check(++depth);
        blank();
    }

    private Json items() throws MalformedException {
        enter();
        List<Json> items = new ArrayList<>();
        if (!taken(']')) {
            do {
                items.add(value());
                blank();
            } while (taken(','));
            require(']');
        }
        depth--;
        return new Json.Items(items);
    }

    private Json fields() throws MalformedException {
        enter();
        Map<String, Json> fields = new HashMap<>();
        if (!taken('}')) {
            do {
                field(fields);
                blank();
            } while (taken(','));
            require('}');
        }
        depth--;
        return new Json.Fields(fields);
    }

    private void field(Map<String, Json> into) throws MalformedException {
        blank();
        String name = string();
        blank();
        require(':');
        Json value = value();
        if (into.put(name, value) != null) {
            throw new MalformedException("A name that comes twice in a JSON object");
        }
    }

    private String string() throws MalformedException {
        require('"');
        StringBuilder string = new StringBuilder();
        while (!taken('"')) {
            char next = text.charAt(at++);
            if (next < ' ') {
                throw malformed();
            }
            string.append(next == '\\' ? escaped() : next);
        }
        String read = string.toString();
        if (!Json.isWellFormed(read)) {
            throw new MalformedException("Half a surrogate pair in a JSON string");
        }
        return read;
    }

    private char escaped() throws MalformedException {
        char kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw malformed();
        };
    }

    private char unit() throws MalformedException {
        int unit = 0;
        for (int digit = 0; digit < HEX_DIGITS; digit++) {
            char next = peek();
            int value = next < 0x80 ? Character.digit(next, HEX) : -1;
            if (value < 0) {
                throw malformed();
            }
            unit = unit * HEX + value;
            at++;
        }
        return (char) unit;
    }

    private Json number() throws MalformedException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (!taken('0')) {
            digits();
        }
        if (at < text.length() && peek() == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (peek() == 'e' || peek() == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        double value = Double.parseDouble(text.substring(start, at));
        if (!Double.isFinite(value)) {
            throw new MalformedException("A JSON number beyond the range of a double");
        }
        return new Json.Numeral(value);
    }

    private void digits() throws MalformedException {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
    }
}
