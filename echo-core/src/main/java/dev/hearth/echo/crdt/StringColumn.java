package dev.hearth.echo.crdt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Strings: as a dictionary and numbers when at least every second is a repetition, and in long columns three of four as
 * far as can be seen early; else one after the other without the beginning that all share.
 */
final class StringColumn {
    /** So many strings may be new before three of four must be repetitions. */
    private static final int FRESH = 256;

    private final List<String> strings = new ArrayList<>();

    void add(String string) {
        strings.add(string);
    }

    void write(ColumnSink out) {
        if (strings.isEmpty()) {
            return;
        }
        Map<String, Integer> numbers = new HashMap<>();
        List<String> distinct = new ArrayList<>();
        Longs indexes = new Longs();
        for (String string : strings) {
            Integer number = numbers.putIfAbsent(string, numbers.size());
            indexes.add(number == null ? distinct.size() : number);
            if (number == null) {
                distinct.add(string);
            }
            if (distinct.size() * 2 > strings.size() || distinct.size() > FRESH + indexes.size() / 4) {
                out.number(0);
                each(out, strings);
                return;
            }
        }
        out.number(distinct.size());
        each(out, distinct);
        out.numbers(indexes);
    }

    private static void each(ColumnSink out, List<String> strings) {
        List<byte[]> all = new ArrayList<>(strings.size());
        Longs lengths = new Longs();
        byte[] first = strings.get(0).getBytes(StandardCharsets.UTF_8);
        int shared = first.length;
        for (String string : strings) {
            byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
            all.add(bytes);
            lengths.add(bytes.length);
            shared = shared(first, bytes, shared);
        }
        out.numbers(lengths);
        out.number(shared);
        ByteSink rest = new ByteSink();
        rest.raw(first, 0, shared);
        for (byte[] bytes : all) {
            rest.raw(bytes, shared, bytes.length - shared);
        }
        out.weigh((long) shared * (strings.size() - 1));
        out.bytes(rest.toByteArray());
    }

    private static int shared(byte[] first, byte[] other, int most) {
        int end = Math.min(most, other.length);
        int same = 0;
        while (same < end && first[same] == other[same]) {
            same++;
        }
        return same;
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
