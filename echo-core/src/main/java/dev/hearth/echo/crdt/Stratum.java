package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * A stretch of a history that is stored, and can be handed on, as one piece of columns. Where strata end is told by the
 * hashes of the blocks, as in the sedimentree of Keyhive: a hash that begins with many zero bits is a boundary, and the
 * more zeros, the higher its level. A stratum reaches from the end of the one before to the last of the highest
 * boundaries that follow; what no boundary closes yet is loose. So strata get lower from the oldest to the newest, a
 * new boundary swallows those that are not above it, every change is rewritten once a level at most, and peers that
 * hold the same changes hold the same strata, to the byte, without a word about it.
 *
 * <p>The bytes are canonical: equal changes give equal bytes, given the same zlib.
 */
public final class Stratum {
    /** The highest level there is. */
    public static final int MOST_LEVEL = 20;

    private static final int VERSION = 1;
    private static final int CHECKSUM = 4;
    private static final int FIRST_ZEROS = 5;
    private static final int ZEROS_A_LEVEL = 3;

    private final List<LoggedChange> changes;

    private Stratum(List<LoggedChange> changes) {
        this.changes = changes;
    }

    /** Returns the level of the boundary that a block's hash makes, 0 for none: every 32nd block makes one. */
    public static int level(byte[] hash) {
        int zeros = 0;
        for (int i = 0; i < hash.length; i++) {
            int here = Integer.numberOfLeadingZeros(hash[i] & 0xFF) - 24;
            zeros += here;
            if (here < 8) {
                break;
            }
        }
        return zeros < FIRST_ZEROS ? 0 : Math.min(MOST_LEVEL, 1 + (zeros - FIRST_ZEROS) / ZEROS_A_LEVEL);
    }

    /** Cuts changes, which are in their order, into strata. */
    static List<Stratum> cut(List<LoggedChange> ordered) {
        List<Stratum> strata = new ArrayList<>();
        int from = 0;
        while (from < ordered.size()) {
            int end = ordered.size();
            int highest = 1;
            for (int i = from; i < ordered.size(); i++) {
                if (ordered.get(i).level() >= highest) {
                    highest = ordered.get(i).level();
                    end = i + 1;
                }
            }
            strata.add(new Stratum(List.copyOf(ordered.subList(from, end))));
            from = end;
        }
        return strata;
    }

    /**
     * Adds changes to strata, cutting anew only those that {@link #yields yield} to them: of the strata of a log this
     * makes those of the longer log.
     *
     * @param strata of one log, oldest first; replaced by those of the longer log. The oldest may be left out as far as
     *     they do not yield
     * @param more changes that are not in them
     */
    public static void grow(List<Stratum> strata, List<LoggedChange> more, Actors actors) {
        int kept = strata.size();
        while (kept > 0 && strata.get(kept - 1).yields(more, actors)) {
            kept--;
        }
        List<Stratum> again = strata.subList(kept, strata.size());
        ChangeLog together = new ChangeLog(actors);
        again.forEach(stratum -> stratum.changes.forEach(together::add));
        more.forEach(together::add);
        again.clear();
        strata.addAll(together.strata());
    }

    /**
     * Returns whether this is cut anew when changes join its log: it is not above their boundaries, or some belong into
     * it.
     */
    public boolean yields(List<LoggedChange> more, Actors actors) {
        LoggedChange last = changes.get(changes.size() - 1);
        for (LoggedChange change : more) {
            if (change.level() >= level() || change.compare(last, actors) < 0) {
                return true;
            }
        }
        return level() == 0;
    }

    /** Returns the changes in their order. */
    public List<LoggedChange> changes() {
        return changes;
    }

    /** Returns the level of the boundary that closes it, 0 when it is loose. */
    public int level() {
        return changes.get(changes.size() - 1).level();
    }

    /** Returns the stored form. */
    public byte[] encode(Actors actors) {
        ByteSink out = new ByteSink(256);
        out.u8(VERSION);
        int[] ranked = ranked(actors);
        IntTable rankOf = new IntTable();
        out.varint(ranked.length);
        for (int rank = 0; rank < ranked.length; rank++) {
            out.raw(actors.keyOf(ranked[rank]));
            rankOf.put(ranked[rank], rank);
        }
        ByteSink[] heads = {new ByteSink(), new ByteSink(), new ByteSink(), new ByteSink(), new ByteSink()};
        long[] seqs = new long[ranked.length];
        long lamport = 0;
        ChangeColumns.Splitter splitter = new ChangeColumns.Splitter();
        for (LoggedChange change : changes) {
            int rank = rankOf.get(change.actor());
            heads[0].varint(rank);
            heads[1].varint(change.seq() - seqs[rank] - 1);
            heads[2].varint(change.lamport() - lamport);
            heads[3].varint(change.level());
            heads[4].varint(change.shared().length);
            seqs[rank] = change.seq();
            lamport = change.lamport();
            splitter.add(change.shared());
        }
        for (ByteSink head : heads) {
            Columns.write(out, head.toByteArray());
        }
        splitter.write(out);
        byte[] body = out.toByteArray();
        out.fixed32(checksum(body, body.length));
        return out.toByteArray();
    }

    private int[] ranked(Actors actors) {
        TreeSet<Integer> all = new TreeSet<>(actors::compare);
        changes.forEach(change -> all.add(change.actor()));
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /**
     * Reads what {@link #encode} returned. The actors that it names are interned.
     *
     * @throws ChangeException when the bytes are malformed; what is read takes memory in proportion to what its columns
     *     inflate to, which is at most 1032 times their length
     */
    public static Stratum decode(byte[] bytes, Actors actors) throws ChangeException {
        int body = bytes.length - CHECKSUM;
        if (body < 1 || new ByteSource(bytes, body, bytes.length).fixed32() != checksum(bytes, body)) {
            throw new ChangeException("The checksum does not fit");
        }
        ByteSource in = new ByteSource(bytes, 0, body);
        if (in.u8() != VERSION) {
            throw new ChangeException("The format of a stratum is not known");
        }
        return new Reader(in, actors).read();
    }

    /** Reads one stratum. */
    private static final class Reader {
        private final ByteSource in;
        private final Actors actors;

        Reader(ByteSource in, Actors actors) {
            this.in = in;
            this.actors = actors;
        }

        Stratum read() throws ChangeException {
            byte[][] keys = keys();
            ByteSource[] heads = new ByteSource[5];
            for (int i = 0; i < heads.length; i++) {
                heads[i] = new ByteSource(Columns.read(in));
            }
            ChangeColumns.Joiner joiner = ChangeColumns.Joiner.read(in);
            in.done();
            int[] ranked = new int[keys.length];
            for (int i = 0; i < keys.length; i++) {
                ranked[i] = actors.intern(keys[i]);
            }
            long[] seqs = new long[ranked.length];
            long lamport = 0;
            int lastRank = -1;
            List<LoggedChange> changes = new ArrayList<>();
            while (heads[0].remaining() > 0) {
                int rank = heads[0].varint();
                long seqStep = heads[1].varlong();
                long lamportStep = heads[2].varlong();
                int level = heads[3].varint();
                if (rank >= ranked.length
                        || level > MOST_LEVEL
                        || beyond(seqs[rank] + 1, seqStep)
                        || beyond(lamport, lamportStep)
                        || (!changes.isEmpty() && lamportStep == 0 && rank <= lastRank)) {
                    throw new ChangeException("A stratum is out of order");
                }
                seqs[rank] += 1 + seqStep;
                lamport += lamportStep;
                lastRank = rank;
                byte[] change = joiner.next(heads[4].varint());
                changes.add(new LoggedChange(ranked[rank], seqs[rank], lamport, level, change));
            }
            for (ByteSource head : heads) {
                head.done();
            }
            joiner.done();
            requireWhole(changes, seqs);
            return new Stratum(List.copyOf(changes));
        }

        private static boolean beyond(long from, long step) {
            return step < 0 || from + step < 0;
        }

        private byte[][] keys() throws ChangeException {
            byte[][] keys = new byte[in.count(Actors.KEY_LENGTH)][];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = in.raw(Actors.KEY_LENGTH);
                if (i > 0 && java.util.Arrays.compareUnsigned(keys[i - 1], keys[i]) >= 0) {
                    throw new ChangeException("Actors are out of order");
                }
            }
            return keys;
        }

        /** What is no stratum as {@link #cut} makes them is refused: there is one form only. */
        private static void requireWhole(List<LoggedChange> changes, long[] seqs) throws ChangeException {
            for (long seq : seqs) {
                if (seq == 0) {
                    throw new ChangeException("A stratum names an actor without changes");
                }
            }
            if (cut(changes).size() != 1) {
                throw new ChangeException("A stratum is not cut where it should be");
            }
        }
    }
}
