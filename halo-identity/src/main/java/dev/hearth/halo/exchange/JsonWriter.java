package dev.hearth.halo.exchange;

import java.util.HexFormat;
import java.util.Map;

/**
 * Writes the canonical form of RFC 8785: no blanks, names in order of UTF-16, the shortest escapes, ECMAScript's
 * numbers.
 */
final class JsonWriter {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder out = new StringBuilder();

    JsonWriter write(Json value) {
        if (value instanceof Json.Fields it) {
            fields(it);
        } else if (value instanceof Json.Items it) {
            items(it);
        } else if (value instanceof Json.Text it) {
            string(it.value());
        } else if (value instanceof Json.Numeral it) {
            out.append(EcmaNumber.text(it.value()));
        } else if (value instanceof Json.Truth it) {
            out.append(it.value());
        } else {
            out.append("null");
        }
        return this;
    }

    private void fields(Json.Fields fields) {
        String before = "{";
        for (Map.Entry<String, Json> field : fields.all().entrySet()) {
            out.append(before);
            string(field.getKey());
            out.append(':');
            write(field.getValue());
            before = ",";
        }
        out.append(fields.all().isEmpty() ? "{}" : "}");
    }

    private void items(Json.Items items) {
        String before = "";
        out.append('[');
        for (Json item : items.all()) {
            out.append(before);
            write(item);
            before = ",";
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '"', '\\' -> out.append('\\').append(unit);
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (unit < ' ') {
                        out.append("\\u").append(HEX.toHexDigits(unit));
                    } else {
                        out.append(unit);
                    }
                }
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
