package dev.hearth.echo.internal.feed;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.util.Arrays;

/**
 * The feeds that one feed's blocks have named as dependencies, in the order of their first mention, each with the
 * highest number named. Blocks refer to this table, so that a repeated dependency costs two bytes instead of forty.
 */
final class Mentions {
    private static final Limit COUNT = new Limit("feeds", 1 << 20);

    private int[] feeds = new int[4];
    private long[] seqs = new long[4];
    private int size;

    int size() {
        return size;
    }

    int feed(int index) {
        return feeds[index];
    }

    long seq(int index) {
        return seqs[index];
    }

    /** Returns the place of {@code feed}, or the size of the table when it was not named yet. */
    int indexOf(int feed) {
        for (int index = 0; index < size; index++) {
            if (feeds[index] == feed) {
                return index;
            }
        }
        return size;
    }

    /** Notes that a block named {@code seq} of {@code feed}. */
    void mention(int feed, long seq) {
        int index = indexOf(feed);
        if (index == size) {
            if (size == feeds.length) {
                feeds = Arrays.copyOf(feeds, size * 2);
                seqs = Arrays.copyOf(seqs, size * 2);
            }
            feeds[size++] = feed;
        }
        seqs[index] = seq;
    }

    Mentions copy() {
        Mentions copy = new Mentions();
        copy.feeds = feeds.clone();
        copy.seqs = seqs.clone();
        copy.size = size;
        return copy;
    }

    void write(ByteWriter out) {
        out.varint(size);
        for (int index = 0; index < size; index++) {
            out.varint(feeds[index]).varint(seqs[index]);
        }
    }

    static Mentions read(ByteReader in) throws MalformedException {
        Mentions mentions = new Mentions();
        int count = in.varint(COUNT);
        for (int index = 0; index < count; index++) {
            mentions.mention(in.varint(COUNT), in.varint());
        }
        return mentions;
    }
}
