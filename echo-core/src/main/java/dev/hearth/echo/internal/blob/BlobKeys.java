package dev.hearth.echo.internal.blob;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.internal.Keyspace;

/**
 * The store keys of blobs. A blob has a number on this device; what it holds is written in both directions, so that it
 * is seen at once whether a chunk is held by anyone, and what goes with a blob.
 *
 * <pre>
 * family chunk   address:32            a sealed chunk
 * family blob    0                     the number that the next blob gets
 *                1 id:32               a blob's record
 *                2 number:8            a number whose chunks are being written, or are to go
 *                3 address:32 number:8 a chunk is held by a blob
 *                4 number:8 address:32 a blob holds a chunk
 * </pre>
 */
final class BlobKeys {
    private static final int NEXT = 0;
    private static final int RECORD = 1;
    private static final int DRAFT = 2;
    private static final int HOLDER = 3;
    private static final int HELD = 4;

    private final byte[] prefix;

    BlobKeys(SpaceId space) {
        prefix = new Keyspace(space).all();
    }

    byte[] chunk(Hash address) {
        return new ByteWriter(48).raw(prefix).raw(address.value()).toArray();
    }

    byte[] next() {
        return start(NEXT).toArray();
    }

    byte[] records() {
        return start(RECORD).toArray();
    }

    byte[] record(Hash id) {
        return start(RECORD).raw(id.value()).toArray();
    }

    byte[] drafts() {
        return start(DRAFT).toArray();
    }

    byte[] draft(long number) {
        return start(DRAFT).u64(number).toArray();
    }

    byte[] holders() {
        return start(HOLDER).toArray();
    }

    byte[] holders(Hash address) {
        return start(HOLDER).raw(address.value()).toArray();
    }

    byte[] holder(Hash address, long number) {
        return start(HOLDER).raw(address.value()).u64(number).toArray();
    }

    byte[] held(long number) {
        return start(HELD).u64(number).toArray();
    }

    byte[] held(long number, Hash address) {
        return start(HELD).u64(number).raw(address.value()).toArray();
    }

    /** Returns the hash that ends {@code key}. */
    static Hash hash(byte[] key) {
        return new Hash(Bytes.of(key, key.length - Hash.SIZE, key.length));
    }

    /** Returns the number that ends {@code key}. */
    static long number(byte[] key) {
        return Keyspace.number(key);
    }

    private ByteWriter start(int kind) {
        return new ByteWriter(64).raw(prefix).u8(kind);
    }
}
