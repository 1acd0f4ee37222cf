package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that stand in one register: one {@link Write}, or a {@link Conflict} of several when they were written
 * concurrently. A write names the stamps that its author saw, and those go; a removal does the same and puts nothing in
 * their place. Because a change arrives after everything that it names, no trace of what went is needed: an
 * observed-remove register without tombstones. What an author writes always covers what the same author wrote before.
 */
sealed interface Register permits Write, Conflict {
    /** The value that counts. */
    Write first();

    /** All values, the one that counts first. */
    Collection<Write> ranked();

    /** Returns what stands after a write (or a removal, without value) that covers the stamps named. */
    static @Nullable Register write(
            @Nullable Register was, long lamport, int actor, @Nullable Scalar value, long[] covered, Actors actors) {
        Write next = value == null ? null : new Write(lamport, actor, value);
        if (was instanceof Conflict conflict) {
            return conflict.write(next, actor, covered);
        }
        if (!(was instanceof Write stands) || stands.actor() == actor || stands.isIn(covered)) {
            return next;
        }
        return next == null ? stands : new Conflict(stands, next, actors);
    }

    /**
     * Returns the register in which values stand, the one that counts first.
     *
     * @throws ChangeException when there is none, they are ranked otherwise, or two of them are of one author
     */
    static Register of(List<Write> ranked, Actors actors) throws ChangeException {
        if (ranked.isEmpty()) {
            throw new ChangeException("A register without a value");
        }
        if (ranked.size() == 1) {
            return ranked.get(0);
        }
        Conflict conflict = new Conflict(actors);
        for (Write write : ranked) {
            if (!conflict.addLast(write)) {
                throw new ChangeException("Concurrent values are out of order");
            }
        }
        return conflict;
    }

    /** The stamps of other actors that stand, as pairs of actor and lamport. */
    static long[] others(@Nullable Register register, int actor) {
        Collection<Write> ranked = register == null ? List.of() : register.ranked();
        long[] pairs = new long[2 * ranked.size()];
        int to = 0;
        for (Write write : ranked) {
            if (write.actor() != actor) {
                pairs[to++] = write.actor();
                pairs[to++] = write.lamport();
            }
        }
        return to == pairs.length ? pairs : Arrays.copyOf(pairs, to);
    }

    /** The value that counts, or null. */
    static @Nullable Scalar value(@Nullable Register register) {
        return register == null ? null : register.first().value();
    }

    /** All values, the one that counts first. */
    static List<Scalar> values(@Nullable Register register) {
        if (register == null) {
            return List.of();
        }
        List<Scalar> out = new ArrayList<>(register.ranked().size());
        register.ranked().forEach(write -> out.add(write.value()));
        return List.copyOf(out);
    }
}
