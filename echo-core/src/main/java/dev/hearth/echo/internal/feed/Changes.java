package dev.hearth.echo.internal.feed;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The plaintext of a block: changes of objects, in order, one of each object.
 *
 * <pre>
 * changes = count (0 | 1 object:16) (size change)   0: the object that the feed's block before changed last
 * </pre>
 */
public final class Changes {
    private static final int WORTH_DEFLATING = 160;

    private Changes() {}

    /**
     * A change of one object.
     *
     * @param object the object
     * @param bytes the engine's encoding
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Change(ObjectId object, byte[] bytes) {}

    /** Returns the plaintext; {@code last} is the object that the feed changed last. */
    public static byte[] encode(List<Change> changes, @Nullable ObjectId last) {
        ByteWriter out = new ByteWriter(64);
        out.varint(changes.size());
        ObjectId before = last;
        for (Change change : changes) {
            if (change.object().equals(before)) {
                out.u8(0);
            } else {
                out.u8(1).raw(change.object().value());
            }
            out.sized(change.bytes());
            before = change.object();
        }
        return out.toArray();
    }

    /** Reads what {@link #encode} gives. */
    public static List<Change> decode(byte[] plaintext, @Nullable ObjectId last) throws MalformedException {
        ByteReader in = new ByteReader(plaintext);
        int count = in.varint(Limits.OBJECTS);
        List<Change> changes = new ArrayList<>();
        Set<ObjectId> named = new HashSet<>();
        ObjectId object = last;
        for (int i = 0; i < count; i++) {
            int inline = in.u8();
            if (inline == 1) {
                object = new ObjectId(in.raw(ObjectId.SIZE));
            } else if (inline != 0 || object == null) {
                throw new MalformedException("Change of no object");
            }
            if (count > 1 && !named.add(object)) {
                throw new MalformedException("Two changes of one object");
            }
            changes.add(new Change(object, in.sized(Limits.INFLATED).toArray()));
        }
        in.end();
        return changes;
    }

    /** Returns {@code plaintext} compressed where that makes it shorter; otherwise the very same array. */
    public static byte[] deflate(byte[] plaintext) {
        if (plaintext.length < WORTH_DEFLATING) {
            return plaintext;
        }
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(plaintext);
            deflater.finish();
            byte[] out = new byte[plaintext.length];
            int size = deflater.deflate(out);
            return deflater.finished() && size < plaintext.length ? Arrays.copyOf(out, size) : plaintext;
        } finally {
            deflater.end();
        }
    }

    /** Reverses {@link #deflate}, within the limit. */
    public static byte[] inflate(byte[] compressed) throws MalformedException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(compressed);
            ByteArrayOutputStream out = new ByteArrayOutputStream(compressed.length * 4);
            byte[] part = new byte[8192];
            while (!inflater.finished()) {
                int size = inflater.inflate(part);
                if (size == 0) {
                    throw new MalformedException("Truncated compression");
                }
                out.write(part, 0, size);
                Limits.INFLATED.check(out.size());
            }
            if (inflater.getRemaining() != 0) {
                throw new MalformedException("Bytes after compression");
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new MalformedException("Broken compression", e);
        } finally {
            inflater.end();
        }
    }

    /** Returns the object that {@code changes} leave as the last one of their feed. */
    public static @Nullable ObjectId last(List<Change> changes, @Nullable ObjectId before) {
        return changes.isEmpty() ? before : changes.get(changes.size() - 1).object();
    }

    /** Returns {@code object} as stored: 16 zero bytes for none. */
    static Bytes orNone(@Nullable ObjectId object) {
        return object == null ? Bytes.of(new byte[ObjectId.SIZE]) : object.value();
    }
}
