package dev.hearth.echo;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.util.Optional;

/**
 * A pointer to a blob: what a field of a record holds. It says enough to show a blob that is not here, and everything
 * that is read under it is checked against it.
 *
 * @param id the address of the blob's root, which names all of its content
 * @param size bytes of content, at least 0
 * @param mediaType what the content is, such as {@code image/png}: 1 to 127 visible ASCII characters with a slash
 */
public record BlobRef(Hash id, long size, String mediaType) {
    /** The most characters of a media type. */
    public static final int MOST_MEDIA_TYPE = 127;

    private static final Bytes MARK = Bytes.fromHex("b7686201");
    private static final Limit MEDIA_TYPE = new Limit("characters of a media type", MOST_MEDIA_TYPE);

    /** Refuses values out of range with {@link IllegalArgumentException}. */
    public BlobRef {
        if (size < 0) {
            throw new IllegalArgumentException("size is " + size + ", at least 0");
        }
        requireMediaType(mediaType);
    }

    /** Refuses what is no media type with {@link IllegalArgumentException}. */
    public static void requireMediaType(String mediaType) {
        boolean visible = mediaType.chars().allMatch(each -> each > ' ' && each < 0x7F);
        if (!visible || mediaType.length() > MOST_MEDIA_TYPE || mediaType.indexOf('/') < 0) {
            throw new IllegalArgumentException("mediaType is no media type of at most " + MOST_MEDIA_TYPE
                    + " visible ASCII characters, such as image/png");
        }
    }

    /** Returns the form that a field holds. */
    public Bytes toBytes() {
        return new ByteWriter(96)
                .raw(MARK)
                .raw(id.value())
                .varint(size)
                .text(mediaType)
                .toBytes();
    }

    /** Reads what {@link #toBytes} gives; empty when the bytes are anything else. */
    public static Optional<BlobRef> of(Bytes bytes) {
        return bytes.startsWith(MARK) ? parse(bytes) : Optional.empty();
    }

    private static Optional<BlobRef> parse(Bytes bytes) {
        try {
            ByteReader in = new ByteReader(bytes.slice(MARK.size(), bytes.size()));
            BlobRef ref = new BlobRef(new Hash(in.raw(Hash.SIZE)), in.varint(), in.text(MEDIA_TYPE));
            in.end();
            return Optional.of(ref);
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty(); // other bytes that begin alike
        }
    }

    @Override
    public String toString() {
        return "blob " + id.brief() + " (" + mediaType + ", " + size + " bytes)";
    }
}
