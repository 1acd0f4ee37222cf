package dev.hearth.echo.crdt;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Several values that were written concurrently, at most one of each author: ranked by their stamps, and found by their
 * authors, so that a write takes logarithmic time for each value that goes or comes however many stand.
 */
final class Conflict implements Register {
    private final TreeSet<Write> ranked;
    private final Map<Integer, Write> byActor = new HashMap<>(4);

    Conflict(Actors actors) {
        Comparator<Write> lowestFirst =
                (one, other) -> Stamp.compare(one.lamport(), one.actor(), other.lamport(), other.actor(), actors);
        ranked = new TreeSet<>(lowestFirst.reversed());
    }

    Conflict(Write one, Write other, Actors actors) {
        this(actors);
        add(one);
        add(other);
    }

    @Override
    public Write first() {
        return ranked.first();
    }

    @Override
    public Collection<Write> ranked() {
        return Collections.unmodifiableCollection(ranked);
    }

    private void add(Write write) {
        ranked.add(write);
        byActor.put(write.actor(), write);
    }

    /** Adds a value that counts less than all that stand; returns whether it does and its author has none here. */
    boolean addLast(Write write) {
        if (byActor.containsKey(write.actor())) {
            return false;
        }
        add(write);
        return ranked.last().equals(write);
    }

    /** Takes out what a write covers, puts in what it writes, and returns what stands then. */
    @Nullable Register write(@Nullable Write next, int actor, long[] covered) {
        remove(byActor.get(actor));
        for (int i = 0; i < covered.length; i += 2) {
            Write stands = byActor.get((int) covered[i]);
            if (stands != null && stands.lamport() == covered[i + 1]) {
                remove(stands);
            }
        }
        if (next != null) {
            add(next);
        }
        return ranked.size() > 1 ? this : ranked.isEmpty() ? null : ranked.first();
    }

    private void remove(@Nullable Write gone) {
        if (gone != null) {
            ranked.remove(gone);
            byActor.remove(gone.actor());
        }
    }
}
