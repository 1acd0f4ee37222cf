package dev.hearth.echo.internal.feed;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;

/**
 * An author's word that its feed up to here is what it wrote.
 *
 * @param seq the block
 * @param hash its id
 * @param signature over {@link BlockFormat#head}; empty for a place in this device's own feed, which can be signed any
 *     time
 */
public record SignedHead(long seq, Hash hash, Bytes signature) {
    void write(ByteWriter out) {
        out.varint(seq).raw(hash.value()).sized(signature);
    }

    static SignedHead read(ByteReader in) throws MalformedException {
        return new SignedHead(in.varint(), new Hash(in.raw(Hash.SIZE)), in.sized(Limits.SIGNATURE));
    }

    /** Returns the bytes that are stored for it. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(120);
        write(out);
        return out.toArray();
    }

    /** Reads what {@link #encode()} gives. */
    public static SignedHead decode(byte[] stored) throws MalformedException {
        return read(new ByteReader(stored));
    }
}
