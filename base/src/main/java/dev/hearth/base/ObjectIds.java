package dev.hearth.base;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Makes ids of new objects that are unique without asking anybody: ten bytes drawn at random, when the first is asked
 * for and whenever the counter runs out, and six bytes that count. They tell no time and not who made them, and those
 * made one after the other are neighbours, in the store as well, where they cost next to nothing beside each other.
 * Safe for use by several threads.
 */
public final class ObjectIds {
    private static final int DRAWN = 10;
    private static final long END = 1L << (8 * (ObjectId.SIZE - DRAWN));

    private final RandomGenerator random;
    private final byte[] drawn = new byte[DRAWN];
    private long next;

    /** Takes a source that nobody can predict and that never gives the same bytes to two makers of ids. */
    public ObjectIds(RandomGenerator random) {
        this(random, END);
    }

    /** Begins with a count, for which bytes of zero have been drawn. */
    ObjectIds(RandomGenerator random, long next) {
        this.random = random;
        this.next = next;
    }

    /** Returns an id that was never returned before. */
    public synchronized ObjectId next() {
        if (next == END) {
            random.nextBytes(drawn);
            next = 0;
        }
        byte[] id = Arrays.copyOf(drawn, ObjectId.SIZE);
        long rest = next++;
        for (int at = ObjectId.SIZE - 1; at >= DRAWN; at--) {
            id[at] = (byte) rest;
            rest >>>= 8;
        }
        return new ObjectId(Bytes.of(id));
    }
}
