package dev.hearth.base;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A value in deterministic CBOR (RFC 8949, section 4.2.1), restricted to what signed statements need: integers of 64
 * bits, byte strings, text, arrays, maps with text keys, booleans and null.
 *
 * <p>{@link #encode()} gives the one canonical form, and {@link #decode(Bytes)} accepts nothing else: longer integers,
 * indefinite lengths, unsorted or repeated keys, floats, tags and trailing bytes are refused. So two values are equal
 * if and only if their bytes are.
 */
public sealed interface Cbor {
    /** The longest encoding that {@link #decode(Bytes)} reads, in bytes. */
    Limit MAX_SIZE = new Limit("bytes of CBOR", 1 << 20);

    /** The deepest nesting that {@link #decode(Bytes)} follows. */
    Limit MAX_DEPTH = new Limit("levels of CBOR", 16);

    /** A signed integer. */
    record Int(long value) implements Cbor {}

    /** A byte string. */
    record Bin(Bytes value) implements Cbor {}

    /** A text. */
    record Text(String value) implements Cbor {}

    /** Values in order. */
    record Array(List<Cbor> values) implements Cbor {
        /** Copies its input. */
        public Array {
            values = List.copyOf(values);
        }
    }

    /** Values by name; the names are in the order of their encodings. */
    record Struct(SortedMap<String, Cbor> values) implements Cbor {
        /** Copies its input. */
        public Struct {
            SortedMap<String, Cbor> sorted = new TreeMap<>(CborCodec.KEY_ORDER);
            sorted.putAll(values);
            values = Collections.unmodifiableSortedMap(sorted);
        }
    }

    /** A boolean. */
    record Bool(boolean value) implements Cbor {}

    /** The absence of a value. */
    record Nil() implements Cbor {}

    /** Returns {@code value} as CBOR. */
    static Cbor of(long value) {
        return new Int(value);
    }

    /** Returns {@code value} as CBOR. */
    static Cbor of(Bytes value) {
        return new Bin(value);
    }

    /** Returns {@code value} as CBOR. */
    static Cbor of(String value) {
        return new Text(value);
    }

    /** Returns {@code value} as CBOR. */
    static Cbor of(boolean value) {
        return new Bool(value);
    }

    /** Returns the values as an array. */
    static Cbor array(Cbor... values) {
        return new Array(List.of(values));
    }

    /** Returns the values as an array. */
    static Cbor array(List<? extends Cbor> values) {
        return new Array(new ArrayList<>(values));
    }

    /** Returns the values as a map. */
    static Cbor struct(Map<String, ? extends Cbor> values) {
        return new Struct(new TreeMap<>(values));
    }

    /** Decodes the whole of {@code bytes}, at most {@link #MAX_SIZE} long and {@link #MAX_DEPTH} deep. */
    static Cbor decode(Bytes bytes) throws MalformedException {
        return CborCodec.decode(bytes);
    }

    /** Returns the canonical bytes. */
    default Bytes encode() {
        return CborCodec.encode(this);
    }

    /** Returns the integer, or refuses another kind of value. */
    default long asLong() throws MalformedException {
        if (this instanceof Int it) {
            return it.value();
        }
        throw new MalformedException("Expected an integer");
    }

    /** Returns the integer when it lies in {@code 0..limit}. */
    default int asInt(Limit limit) throws MalformedException {
        return limit.check(asLong());
    }

    /** Returns the byte string, or refuses another kind of value. */
    default Bytes asBytes() throws MalformedException {
        if (this instanceof Bin it) {
            return it.value();
        }
        throw new MalformedException("Expected a byte string");
    }

    /** Returns the byte string of exactly {@code size} bytes, or refuses the value. */
    default Bytes asBytes(int size) throws MalformedException {
        Bytes bytes = asBytes();
        if (bytes.size() != size) {
            throw new MalformedException("Expected a byte string of another length");
        }
        return bytes;
    }

    /** Returns the text, or refuses another kind of value. */
    default String asText() throws MalformedException {
        if (this instanceof Text it) {
            return it.value();
        }
        throw new MalformedException("Expected a text");
    }

    /** Returns the boolean, or refuses another kind of value. */
    default boolean asBool() throws MalformedException {
        if (this instanceof Bool it) {
            return it.value();
        }
        throw new MalformedException("Expected a boolean");
    }

    /** Returns the values of an array, or refuses another kind of value. */
    default List<Cbor> asList() throws MalformedException {
        if (this instanceof Array it) {
            return it.values();
        }
        throw new MalformedException("Expected an array");
    }

    /** Returns the values of an array of exactly {@code size}, or refuses the value. */
    default List<Cbor> asList(int size) throws MalformedException {
        List<Cbor> values = asList();
        if (values.size() != size) {
            throw new MalformedException("Expected an array of another length");
        }
        return values;
    }

    /** Returns the entries of a map, or refuses another kind of value. */
    default SortedMap<String, Cbor> asStruct() throws MalformedException {
        if (this instanceof Struct it) {
            return it.values();
        }
        throw new MalformedException("Expected a map");
    }

    /** Returns whether this is null. */
    default boolean isNil() {
        return this instanceof Nil;
    }
}
