package dev.hearth.base;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bytes of {@link Cbor}: major type in the top three bits of the first byte, then the shortest argument. */
final class CborCodec {
    /** Bytewise order of the encoded keys, as RFC 8949 section 4.2.1 asks: shorter first, then by content. */
    static final Comparator<String> KEY_ORDER =
            Comparator.comparing((String key) -> Bytes.utf8(key).size()).thenComparing(key -> Bytes.utf8(key));

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int SIMPLE = 7;
    private static final int FALSE = 20;
    private static final int TRUE = 21;
    private static final int NULL = 22;

    private final ByteReader in;

    private CborCodec(ByteReader in) {
        this.in = in;
    }

    static Cbor decode(Bytes bytes) throws MalformedException {
        Cbor.MAX_SIZE.check(bytes.size());
        ByteReader in = new ByteReader(bytes);
        Cbor value = new CborCodec(in).value(0);
        in.end();
        return value;
    }

    static Bytes encode(Cbor value) {
        ByteWriter out = new ByteWriter(128);
        write(value, out);
        return out.toBytes();
    }

    private static void write(Cbor value, ByteWriter out) {
        if (value instanceof Cbor.Int it) {
            boolean negative = it.value() < 0;
            head(negative ? NEGATIVE : UNSIGNED, negative ? ~it.value() : it.value(), out);
        } else if (value instanceof Cbor.Bin it) {
            head(BYTES, it.value().size(), out);
            out.raw(it.value());
        } else if (value instanceof Cbor.Text it) {
            byte[] utf8 = it.value().getBytes(StandardCharsets.UTF_8);
            head(TEXT, utf8.length, out);
            out.raw(utf8);
        } else if (value instanceof Cbor.Array it) {
            head(ARRAY, it.values().size(), out);
            it.values().forEach(element -> write(element, out));
        } else if (value instanceof Cbor.Struct it) {
            head(MAP, it.values().size(), out);
            for (Map.Entry<String, Cbor> entry : it.values().entrySet()) {
                write(new Cbor.Text(entry.getKey()), out);
                write(entry.getValue(), out);
            }
        } else if (value instanceof Cbor.Bool it) {
            head(SIMPLE, it.value() ? TRUE : FALSE, out);
        } else {
            head(SIMPLE, NULL, out);
        }
    }

    private static void head(int major, long argument, ByteWriter out) {
        int top = major << 5;
        if (argument < 24) {
            out.u8(top | (int) argument);
        } else if (argument < 1L << 8) {
            out.u8(top | 24).u8((int) argument);
        } else if (argument < 1L << 16) {
            out.u8(top | 25).u16((int) argument);
        } else if (argument < 1L << 32) {
            out.u8(top | 26).u32((int) argument);
        } else {
            out.u8(top | 27).u64(argument);
        }
    }

    private Cbor value(int depth) throws MalformedException {
        Cbor.MAX_DEPTH.check(depth);
        int first = in.u8();
        int major = first >>> 5;
        if (major == SIMPLE) {
            return simple(first & 31);
        }
        long argument = argument(first & 31);
        return switch (major) {
            case UNSIGNED -> new Cbor.Int(argument);
            case NEGATIVE -> new Cbor.Int(~argument);
            case BYTES -> new Cbor.Bin(in.raw(Cbor.MAX_SIZE.check(argument)));
            case TEXT -> new Cbor.Text(text(argument));
            case ARRAY -> array(argument, depth);
            case MAP -> map(argument, depth);
            default -> throw new MalformedException("CBOR tags are not used here");
        };
    }

    private static Cbor simple(int code) throws MalformedException {
        return switch (code) {
            case FALSE -> new Cbor.Bool(false);
            case TRUE -> new Cbor.Bool(true);
            case NULL -> new Cbor.Nil();
            default -> throw new MalformedException("CBOR floats and other simple values are not used here");
        };
    }

    /** Reads an argument in its shortest form; the result is never negative. */
    private long argument(int info) throws MalformedException {
        long value;
        long least;
        switch (info) {
            case 24 -> {
                value = in.u8();
                least = 24;
            }
            case 25 -> {
                value = in.u16();
                least = 1L << 8;
            }
            case 26 -> {
                value = in.u32() & 0xFFFF_FFFFL;
                least = 1L << 16;
            }
            case 27 -> {
                value = in.u64();
                least = 1L << 32;
            }
            default -> {
                if (info > 27) {
                    throw new MalformedException("CBOR of indefinite length is not used here");
                }
                return info;
            }
        }
        if (value < least) {
            throw new MalformedException("CBOR integer over 63 bits or not in its shortest form");
        }
        return value;
    }

    private String text(long length) throws MalformedException {
        byte[] utf8 = in.raw(Cbor.MAX_SIZE.check(length)).toArray();
        return ByteReader.utf8(utf8, 0, utf8.length);
    }

    private Cbor array(long length, int depth) throws MalformedException {
        int count = count(length, 1);
        List<Cbor> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(value(depth + 1));
        }
        return new Cbor.Array(values);
    }

    private Cbor map(long length, int depth) throws MalformedException {
        int count = count(length, 2);
        SortedMap<String, Cbor> values = new TreeMap<>(KEY_ORDER);
        for (int i = 0; i < count; i++) {
            String key = value(depth + 1).asText();
            if (!values.isEmpty() && KEY_ORDER.compare(values.lastKey(), key) >= 0) {
                throw new MalformedException("CBOR keys repeat or are out of order");
            }
            values.put(key, value(depth + 1));
        }
        return new Cbor.Struct(values);
    }

    /** Every element takes at least {@code bytesEach}, so a count that the input can't hold is refused at once. */
    private int count(long length, int bytesEach) throws MalformedException {
        if (length > in.remaining() / bytesEach) {
            throw new MalformedException("Truncated");
        }
        return (int) length;
    }
}
