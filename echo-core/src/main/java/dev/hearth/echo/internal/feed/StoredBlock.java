package dev.hearth.echo.internal.feed;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.MalformedException;
import java.util.List;

/**
 * A block as it lies in the store: its body as received, with what replication needs to know of it without its
 * predecessors.
 *
 * @param lamport its Lamport time
 * @param feeds the numbers of the feeds that it depends on
 * @param seqs the blocks of those feeds
 * @param body the body
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredBlock(long lamport, int[] feeds, long[] seqs, byte[] body) {
    /** Returns the bytes to store. */
    public static byte[] encode(long lamport, List<Dependency> dependencies, Feeds feeds, byte[] body) {
        ByteWriter out = new ByteWriter(16 + body.length + dependencies.size() * 8);
        out.varint(lamport).varint(dependencies.size());
        for (Dependency dependency : dependencies) {
            out.varint(feeds.known(dependency.feed()).number()).varint(dependency.seq());
        }
        return out.raw(body).toArray();
    }

    /** Reads what {@link #encode} gives. */
    public static StoredBlock decode(byte[] stored) throws MalformedException {
        ByteReader in = new ByteReader(stored);
        long lamport = in.varint();
        int count = in.varint(Limits.DEPENDENCIES);
        int[] feeds = new int[count];
        long[] seqs = new long[count];
        for (int i = 0; i < count; i++) {
            feeds[i] = in.varint(Limits.EPOCH);
            seqs[i] = in.varint();
        }
        return new StoredBlock(lamport, feeds, seqs, in.rest().toArray());
    }
}
