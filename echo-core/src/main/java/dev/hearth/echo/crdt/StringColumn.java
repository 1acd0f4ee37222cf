package dev.hearth.echo.crdt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Strings: as a dictionary and numbers when at least every second is a repetition, and in long columns three of four as
 * far as can be seen early; else one after the other without the beginning that all share.
 */
final class StringColumn {
    /** So many strings may be new before three of four must be repetitions. */
    private static final int FRESH = 256;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Longs indexes = new Longs();
    private final Flat distinct = new Flat();
    private final Flat all = new Flat();
    private boolean repeating = true;

    /** Strings one after the other, in UTF-8. */
    private static final class Flat {
        private final Longs ends = new Longs();
        private final ByteSink bytes = new ByteSink();

        int count() {
            return ends.size();
        }

        void add(String string) {
            bytes.raw(string.getBytes(StandardCharsets.UTF_8));
            ends.add(bytes.size());
        }

        private int start(int index) {
            return index == 0 ? 0 : (int) ends.get(index - 1);
        }

        void addFrom(byte[] from, Flat other, int index) {
            int start = other.start(index);
            bytes.raw(from, start, (int) other.ends.get(index) - start);
            ends.add(bytes.size());
        }

        void write(ColumnSink out) {
            byte[] flat = bytes.toByteArray();
            Longs lengths = new Longs();
            int shared = (int) ends.get(0);
            for (int i = 0; i < count(); i++) {
                int start = start(i);
                int length = (int) ends.get(i) - start;
                lengths.add(length);
                int most = Math.min(shared, length);
                shared = 0;
                while (shared < most && flat[shared] == flat[start + shared]) {
                    shared++;
                }
            }
            out.numbers(lengths);
            out.number(shared);
            ByteSink rest = new ByteSink(flat.length);
            rest.raw(flat, 0, shared);
            for (int i = 0; i < count(); i++) {
                rest.raw(flat, start(i) + shared, (int) lengths.get(i) - shared);
            }
            out.weigh((long) shared * (count() - 1));
            out.bytes(rest.toByteArray());
        }
    }

    void add(String string) {
        if (!repeating) {
            all.add(string);
            return;
        }
        Integer known = numbers.putIfAbsent(string, distinct.count());
        indexes.add(known == null ? distinct.count() : known);
        if (known == null) {
            distinct.add(string);
            if (distinct.count() > FRESH + indexes.size() / 4) {
                spread();
            }
        }
    }

    /** Gives the dictionary up. */
    private void spread() {
        repeating = false;
        byte[] flat = distinct.bytes.toByteArray();
        for (int i = 0; i < indexes.size(); i++) {
            all.addFrom(flat, distinct, (int) indexes.get(i));
        }
    }

    void write(ColumnSink out) {
        if (repeating && distinct.count() * 2 > indexes.size()) {
            spread();
        }
        if (repeating && distinct.count() > 0) {
            out.number(distinct.count());
            distinct.write(out);
            out.numbers(indexes);
        } else if (!repeating) {
            out.number(0);
            all.write(out);
        }
    }

    static String[] read(ColumnSource in, int count) throws ChangeException {
        if (count == 0) {
            return new String[0];
        }
        int distinct = in.number();
        if (distinct == 0) {
            return each(in, count);
        }
        String[] dictionary = each(in, distinct);
        int[] indexes = in.below(count, distinct);
        String[] out = new String[count];
        for (int i = 0; i < count; i++) {
            out[i] = dictionary[indexes[i]];
        }
        return out;
    }

    private static String[] each(ColumnSource in, int count) throws ChangeException {
        int[] lengths = in.counts(count);
        int shared = in.number();
        int longest = 0;
        for (int length : lengths) {
            longest = Math.max(longest, length);
            if (length < shared) {
                throw new ChangeException("A string is shorter than what all share");
            }
        }
        long repeated = (long) shared * (count - 1);
        in.weigh(repeated);
        byte[] bytes = in.bytes((int) Math.max(0, ColumnSource.sum(lengths) - repeated));
        String[] out = new String[count];
        int at = shared;
        byte[] whole = Arrays.copyOf(bytes, shared == 0 ? 0 : longest);
        for (int i = 0; i < count; i++) {
            int own = lengths[i] - shared;
            if (shared == 0) {
                out[i] = ByteSource.utf8(bytes, at, own);
            } else {
                System.arraycopy(bytes, at, whole, shared, own);
                out[i] = ByteSource.utf8(whole, 0, lengths[i]);
            }
            at += own;
        }
        return out;
    }
}
