package dev.hearth.echo.internal.feed;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plaintext of a block that merges a branch: instead of changes it carries blocks of the branch as their authors
 * signed them, so that everybody can check them and nobody needs to have the branch beforehand. The last block of a
 * merge names the version of the branch that is merged, and how many blocks before it carry the rest.
 *
 * <pre>
 * merge = 0 1 branch:16 carried count (feed:32 seq)* count run*     no heads: blocks are carried only
 * run   = feed:32 from count (size body)* (size signature)          of the head after the last body
 * </pre>
 *
 * @param branch the object that stands for the branch
 * @param carried how many blocks of this feed right before this one carry blocks of the branch for it
 * @param heads the version of the branch that is merged; empty where blocks are carried only
 * @param runs blocks of the branch
 */
public record Merge(ObjectId branch, int carried, SortedMap<DeviceId, Long> heads, List<Run> runs) {
    private static final int TAG = 1;
    private static final Limit CARRIED = new Limit("blocks that a merge is carried by", 1 << 16);
    private static final Limit HEADS = new Limit("feeds of a merged version", 4096);
    private static final Limit RUNS = new Limit("runs in a block", 1 << 16);

    /**
     * Blocks of one feed of the branch that follow one another.
     *
     * @param feed whose
     * @param from the number of the first
     * @param bodies the blocks
     * @param signature of the head after the last
     */
    public record Run(DeviceId feed, long from, List<byte[]> bodies, Bytes signature) {
        /** Returns the number of the last block. */
        public long to() {
            return from + bodies.size() - 1;
        }
    }

    /** Returns whether a plaintext is that of a merge: others begin with the number of their changes, or end there. */
    static boolean is(byte[] plaintext) {
        return plaintext.length > 1 && plaintext[0] == 0;
    }

    /** Returns the plaintext. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(256);
        out.u8(0).u8(TAG).raw(branch.value()).varint(carried).varint(heads.size());
        heads.forEach((feed, seq) -> out.raw(feed.value()).varint(seq));
        out.varint(runs.size());
        for (Run run : runs) {
            out.raw(run.feed().value()).varint(run.from()).varint(run.bodies().size());
            run.bodies().forEach(out::sized);
            out.sized(run.signature().toArray());
        }
        return out.toArray();
    }

    /** Reads what {@link #encode} gives. */
    static Merge decode(byte[] plaintext) throws MalformedException {
        ByteReader in = new ByteReader(plaintext);
        if (in.u8() != 0 || in.u8() != TAG) {
            throw new MalformedException("A block of an unknown kind");
        }
        ObjectId branch = new ObjectId(in.raw(ObjectId.SIZE));
        int carried = in.varint(CARRIED);
        SortedMap<DeviceId, Long> heads = new TreeMap<>();
        for (int left = in.varint(HEADS); left > 0; left--) {
            DeviceId feed = new DeviceId(in.raw(DeviceId.SIZE));
            long seq = in.varint();
            if (seq < 1 || (!heads.isEmpty() && heads.lastKey().compareTo(feed) >= 0)) {
                throw new MalformedException("A merged version is out of order");
            }
            heads.put(feed, seq);
        }
        List<Run> runs = new ArrayList<>();
        for (int left = in.varint(RUNS); left > 0; left--) {
            runs.add(run(in));
        }
        in.end();
        if (heads.isEmpty() && carried > 0) {
            throw new MalformedException("A carrying block that says how much is carried");
        }
        return new Merge(branch, carried, heads, List.copyOf(runs));
    }

    private static Run run(ByteReader in) throws MalformedException {
        DeviceId feed = new DeviceId(in.raw(DeviceId.SIZE));
        long from = in.varint();
        int count = in.varint(RUNS);
        if (from < 1 || count < 1 || from > Long.MAX_VALUE - count) {
            throw new MalformedException("A run of no blocks");
        }
        List<byte[]> bodies = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            bodies.add(in.sized(Limits.BODY).toArray());
        }
        return new Run(feed, from, List.copyOf(bodies), in.sized(Limits.SIGNATURE));
    }
}
