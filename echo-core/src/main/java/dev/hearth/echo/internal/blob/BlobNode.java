package dev.hearth.echo.internal.blob;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Hash;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of the tree that names a blob's chunks in order: of level 0 above content, of a higher level above the nodes
 * one level below. Its address is the hash of its sealed form, so the root's address names everything.
 *
 * <pre>
 * node = version:u8 level:u8 count (address:32 size)*     version 1; size is the bytes of content below
 * </pre>
 */
record BlobNode(int level, List<Entry> entries) {
    /** The most entries of a node. */
    static final int MOST_ENTRIES = 1 << 10;

    /** So many entries a node has at least, unless it is the last of its level. */
    static final int LEAST_ENTRIES = 1 << 8;

    /** The highest level: with the least entries that a node may have it reaches beyond a petabyte. */
    static final int MOST_LEVEL = 4;

    private static final int VERSION = 1;
    private static final Limit ENTRIES = new Limit("entries of a blob's node", MOST_ENTRIES);
    private static final Limit LEVEL = new Limit("levels of a blob's tree", MOST_LEVEL);
    private static final Limit CONTENT = new Limit("bytes of a chunk", Chunker.MOST);

    /** One chunk or node below, and the bytes of content in it. */
    record Entry(Hash address, long size) {}

    /** Copies its input. */
    BlobNode {
        entries = List.copyOf(entries);
    }

    /** Returns the bytes of content below. */
    long size() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    /** Returns whether a node ends behind an entry: told by content, so that an insertion leaves other nodes alone. */
    static boolean endsBehind(Entry last, int count) {
        return count == MOST_ENTRIES
                || (count >= LEAST_ENTRIES && last.address().value().at(Hash.SIZE - 1) == 0);
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter(8 + entries.size() * (Hash.SIZE + 4))
                .u8(VERSION)
                .u8(level)
                .varint(entries.size());
        entries.forEach(entry -> out.raw(entry.address().value()).varint(entry.size()));
        return out.toArray();
    }

    static BlobNode decode(byte[] bytes) throws MalformedException {
        ByteReader in = new ByteReader(bytes);
        if (in.u8() != VERSION) {
            throw new MalformedException("A blob's node of an unknown version");
        }
        int level = LEVEL.check(in.u8());
        int count = in.varint(ENTRIES);
        if (count == 0 && level > 0) {
            throw new MalformedException("A node of a blob without entries");
        }
        List<Entry> entries = new ArrayList<>();
        long size = 0;
        for (int i = 0; i < count; i++) {
            Entry entry = new Entry(new Hash(in.raw(Hash.SIZE)), in.varint());
            size += requireSize(entry.size(), level);
            if (entry.size() <= 0 || size < 0) {
                throw new MalformedException("A size in a blob's node out of range");
            }
            entries.add(entry);
        }
        in.end();
        return new BlobNode(level, entries);
    }

    private static long requireSize(long size, int level) throws MalformedException {
        return level == 0 ? CONTENT.check(size) : size;
    }
}
