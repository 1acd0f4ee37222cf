package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that stand in one register: one, or several when they were written concurrently, the winner first. A write
 * names the stamps that its author saw, and those go; a removal does the same and puts nothing in their place. Because
 * a change arrives after everything that it names, no trace of what went is needed: an observed-remove register without
 * tombstones. What an author writes always covers what the same author wrote before.
 */
record Register(
        long lamport, int actor, Scalar value, @Nullable Register next) {

    /** Returns what stands after a write (or a removal, without value) that covers the stamps named. */
    static @Nullable Register write(
            @Nullable Register was, long lamport, int actor, @Nullable Scalar value, long[] covered, Actors actors) {
        List<Register> kept = new ArrayList<>(2);
        for (Register at = was; at != null; at = at.next) {
            if (at.actor != actor && !covers(covered, at)) {
                kept.add(at);
            }
        }
        if (value != null) {
            int rank = 0;
            while (rank < kept.size() && kept.get(rank).beats(lamport, actor, actors)) {
                rank++;
            }
            kept.add(rank, new Register(lamport, actor, value, null));
        }
        return chain(kept);
    }

    private boolean beats(long otherLamport, int otherActor, Actors actors) {
        return Stamp.compare(lamport, actor, otherLamport, otherActor, actors) > 0;
    }

    /** Links values that are ranked already. */
    static @Nullable Register chain(List<Register> ranked) {
        Register head = null;
        for (int i = ranked.size() - 1; i >= 0; i--) {
            Register at = ranked.get(i);
            head = new Register(at.lamport, at.actor, at.value, head);
        }
        return head;
    }

    private static boolean covers(long[] covered, Register entry) {
        for (int i = 0; i < covered.length; i += 2) {
            if (covered[i] == entry.actor && covered[i + 1] == entry.lamport) {
                return true;
            }
        }
        return false;
    }

    /** The stamps of other actors that stand, as pairs of actor and lamport. */
    static long[] others(@Nullable Register head, int actor) {
        int count = 0;
        for (Register at = head; at != null; at = at.next) {
            count += at.actor == actor ? 0 : 2;
        }
        long[] pairs = new long[count];
        int to = 0;
        for (Register at = head; at != null; at = at.next) {
            if (at.actor != actor) {
                pairs[to++] = at.actor;
                pairs[to++] = at.lamport;
            }
        }
        return pairs;
    }

    /** The value that counts, or null. */
    static @Nullable Scalar first(@Nullable Register head) {
        return head == null ? null : head.value;
    }

    static List<Scalar> values(@Nullable Register head) {
        List<Scalar> out = new ArrayList<>(1);
        for (Register at = head; at != null; at = at.next) {
            out.add(at.value);
        }
        return List.copyOf(out);
    }
}
