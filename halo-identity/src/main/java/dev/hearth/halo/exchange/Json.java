package dev.hearth.halo.exchange;

import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A value of I-JSON (RFC 7493), as RFC 8785 puts it into a canonical form: numbers are doubles, texts are well-formed
 * Unicode, and no name comes twice in an object. Immutable.
 */
public sealed interface Json {
    /** The longest text that is read, in bytes of UTF-8, or in UTF-16 units where it is a string already. */
    Limit MAX_SIZE = new Limit("bytes of a JSON text", 1 << 17);

    /** How deep arrays and objects may lie in each other. */
    Limit MAX_DEPTH = new Limit("levels of a JSON text", 32);

    /**
     * An object.
     *
     * @param all its members, in the order of their names as UTF-16, which is the canonical one
     */
    record Fields(Map<String, Json> all) implements Json {
        /** An object without members. */
        public static final Fields NONE = new Fields(Map.of());

        /** Copies its input; refuses names that are no well-formed Unicode. */
        public Fields {
            all.keySet().forEach(Json::requireWellFormed);
            all = Collections.unmodifiableMap(new TreeMap<>(all));
        }

        /** Returns a copy with a member set. */
        public Fields with(String name, Json value) {
            Map<String, Json> changed = new TreeMap<>(all);
            changed.put(name, value);
            return new Fields(changed);
        }

        /** Returns a copy with a member set to a text. */
        public Fields with(String name, String text) {
            return with(name, new Text(text));
        }

        /** Returns a copy that has no such member. */
        public Fields without(String name) {
            Map<String, Json> changed = new TreeMap<>(all);
            changed.remove(name);
            return new Fields(changed);
        }

        /** Returns a member. */
        public Optional<Json> get(String name) {
            return Optional.ofNullable(all.get(name));
        }

        /** Returns a member that has to be there. */
        public Json required(String name) throws MalformedException {
            return get(name).orElseThrow(() -> new MalformedException("A JSON object without " + name));
        }

        /** Returns a member that is a text if it is there at all. */
        public Optional<String> text(String name) throws MalformedException {
            Json value = all.get(name);
            return value == null ? Optional.empty() : Optional.of(value.asText());
        }

        @Override
        public String toString() {
            return canonical();
        }
    }

    /**
     * An array.
     *
     * @param all its values
     */
    record Items(List<Json> all) implements Json {
        /** Copies its input. */
        public Items {
            all = List.copyOf(all);
        }

        @Override
        public String toString() {
            return canonical();
        }
    }

    /**
     * A string.
     *
     * @param value well-formed Unicode
     */
    record Text(String value) implements Json {
        /** Refuses half a surrogate pair. */
        public Text {
            requireWellFormed(value);
        }
    }

    /**
     * A number.
     *
     * @param value finite
     */
    record Numeral(double value) implements Json {
        /** Refuses infinities and NaN; there is one zero. */
        public Numeral {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("value: finite, got " + value);
            }
            value += 0.0; // turns -0 into 0, as the canonical form does
        }
    }

    /**
     * True or false.
     *
     * @param value which
     */
    record Truth(boolean value) implements Json {}

    /** Null. */
    record Nothing() implements Json {}

    /** Reads a text strictly; refuses whatever is not I-JSON, or beyond the limits. */
    static Json parse(String text) throws MalformedException {
        MAX_SIZE.check(text.length());
        return new JsonReader(text).document();
    }

    /** As {@link #parse(String)}, of UTF-8. */
    static Json parse(Bytes text) throws MalformedException {
        MAX_SIZE.check(text.size());
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.toArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedException("JSON that is not UTF-8", e);
        }
    }

    /** Returns an array of texts. */
    static Items texts(String... texts) {
        return new Items(Arrays.stream(texts).<Json>map(Text::new).toList());
    }

    /** Returns the canonical form of RFC 8785. */
    default String canonical() {
        return new JsonWriter().write(this).toString();
    }

    /** Returns the UTF-8 of the canonical form, which is what is hashed and signed. */
    default Bytes canonicalBytes() {
        return Bytes.utf8(canonical());
    }

    /** Returns it as an object. */
    default Fields asFields() throws MalformedException {
        if (this instanceof Fields it) {
            return it;
        }
        throw new MalformedException("Expected a JSON object");
    }

    /** Returns it as a text. */
    default String asText() throws MalformedException {
        if (this instanceof Text it) {
            return it.value();
        }
        throw new MalformedException("Expected a JSON string");
    }

    /** Returns the values of an array, or the one value that stands in the place of an array of one. */
    default List<Json> oneOrMore() {
        return this instanceof Items it ? it.all() : List.of(this);
    }

    private static void requireWellFormed(String text) {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("text: half a surrogate pair");
        }
    }

    /** Returns whether every surrogate in {@code text} is half of a pair. */
    static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
