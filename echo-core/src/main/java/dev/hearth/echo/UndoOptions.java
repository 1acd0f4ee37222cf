package dev.hearth.echo;

import dev.hearth.base.ObjectId;
import java.time.Duration;
import java.util.Set;

/**
 * What an undo stack records, and how. Immutable.
 *
 * @param objects objects whose edits are recorded
 * @param types names of types whose objects' edits are recorded; with neither objects nor types, all edits are
 * @param together a transaction that comes so soon after the one before is one step with it, such as the letters of a
 *     word; zero for none
 * @param steps how many steps are kept, 1 to 1,000,000; older ones can't be undone any more
 */
public record UndoOptions(Set<ObjectId> objects, Set<String> types, Duration together, int steps) {
    private static final int USUAL_STEPS = 10_000;
    private static final int MOST_STEPS = 1_000_000;

    /** Copies its input. */
    public UndoOptions {
        objects = Set.copyOf(objects);
        types = Set.copyOf(types);
        if (together.isNegative()) {
            throw new IllegalArgumentException("together: is negative, " + together);
        }
        if (steps < 1 || steps > MOST_STEPS) {
            throw new IllegalArgumentException("steps: from 1 to " + MOST_STEPS + ", got " + steps);
        }
    }

    /** Returns options that record all edits, each transaction a step, and keep 10,000. */
    public static UndoOptions defaults() {
        return new UndoOptions(Set.of(), Set.of(), Duration.ZERO, USUAL_STEPS);
    }

    /** Returns the same for edits of these objects, and of those of its types. */
    public UndoOptions withObjects(ObjectId... some) {
        return new UndoOptions(Set.of(some), types, together, steps);
    }

    /** Returns the same for edits of objects of the types of these names, and of its objects. */
    public UndoOptions withTypes(String... some) {
        return new UndoOptions(objects, Set.of(some), together, steps);
    }

    /** Returns the same with another time within which transactions are one step. */
    public UndoOptions withTogether(Duration time) {
        return new UndoOptions(objects, types, time, steps);
    }

    /** Returns the same with another number of steps. */
    public UndoOptions withSteps(int most) {
        return new UndoOptions(objects, types, together, most);
    }
}
