package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Hash;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.internal.feed.BlockFormat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Compares the changes that are in the blocks with those that are in the objects' histories, which come in two orders,
 * in memory that does not follow their number: each is hashed, and the hashes are added up. Two sums of 128 bits that
 * are equal by chance are not met in practice, and nobody gains by forging one: what is compared is one device's own.
 * The sums are kept for groups of objects at first, and then for each object of the groups that differ.
 */
final class ChangeSums {
    private static final int GROUPS = 1 << 12;

    private final long[] high = new long[GROUPS];
    private final long[] low = new long[GROUPS];

    /** The sum of some changes. */
    private static final class Sum {
        private long high;
        private long low;
    }

    /** The sums of the objects of some groups. */
    static final class Single {
        private final Predicate<ObjectId> concerned;
        private final Map<ObjectId, Sum> sums = new HashMap<>();

        private Single(Predicate<ObjectId> concerned) {
            this.concerned = concerned;
        }

        boolean concerns(ObjectId object) {
            return concerned.test(object);
        }

        void inBlock(ObjectId object, LoggedChange change) {
            add(object, change, 1);
        }

        void inHistory(ObjectId object, LoggedChange change) {
            add(object, change, -1);
        }

        private void add(ObjectId object, LoggedChange change, int sign) {
            if (concerns(object)) {
                byte[] hash = hash(object, change);
                Sum sum = sums.computeIfAbsent(object, id -> new Sum());
                sum.high += sign * part(hash, 0);
                sum.low += sign * part(hash, 8);
            }
        }

        /** Returns the objects of which the two don't agree. */
        Set<ObjectId> differing() {
            Set<ObjectId> differing = new HashSet<>();
            sums.forEach((object, sum) -> {
                if (sum.high != 0 || sum.low != 0) {
                    differing.add(object);
                }
            });
            return differing;
        }
    }

    void inBlock(ObjectId object, LoggedChange change) {
        add(object, change, 1);
    }

    void inHistory(ObjectId object, LoggedChange change) {
        add(object, change, -1);
    }

    private void add(ObjectId object, LoggedChange change, int sign) {
        byte[] hash = hash(object, change);
        int group = group(object);
        high[group] += sign * part(hash, 0);
        low[group] += sign * part(hash, 8);
    }

    private static int group(ObjectId object) {
        int hash = object.hashCode();
        return (hash ^ hash >>> 16) & (GROUPS - 1);
    }

    private static byte[] hash(ObjectId object, LoggedChange change) {
        byte[] bytes = change.bytes();
        Hash hash = BlockFormat.sha256(new ByteWriter(bytes.length + 48)
                .raw(object.value())
                .varint(change.actor())
                .varint(change.seq())
                .varint(change.lamport())
                .varint(change.level())
                .raw(bytes)
                .toArray());
        return hash.value().toArray();
    }

    private static long part(byte[] hash, int from) {
        long part = 0;
        for (int i = from; i < from + 8; i++) {
            part = part << 8 | (hash[i] & 0xFF);
        }
        return part;
    }

    /** Returns the groups of which the two don't agree. */
    int[] differing() {
        return IntStream.range(0, GROUPS)
                .filter(group -> high[group] != 0 || low[group] != 0)
                .toArray();
    }

    /** Returns sums, at zero yet, of the objects of some groups. */
    static Single of(int[] groups) {
        boolean[] wanted = new boolean[GROUPS];
        for (int group : groups) {
            wanted[group] = true;
        }
        return new Single(object -> wanted[group(object)]);
    }
}
