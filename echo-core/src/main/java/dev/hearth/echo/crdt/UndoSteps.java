package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one edit of one object did, as far as it takes to undo it later, after whatever else happened: events of texts
 * and lists are named, not positions, so that undoing finds them where they are by then; of registers the values before
 * and after are kept, and one that holds another value by then is left alone. Operations of models are not undone.
 * Holds nothing of the object and can be kept as long as one likes.
 */
public final class UndoSteps {
    /** One thing done. */
    sealed interface Step {
        /** A scalar, or an entry of a map when there is a key. */
        record Write(
                String field,
                @Nullable String key,
                @Nullable Scalar before,
                @Nullable Scalar after) implements Step {}

        /** An increment. */
        record Count(String field, long by) implements Step {}

        /** A member added or taken out. */
        record Member(String field, Scalar member, boolean added) implements Step {}

        /** The object deleted or restored. */
        record Lifecycle(boolean deleted) implements Step {}

        /** Events of one actor in a text. */
        record Text(String field, int actor, int fromSeq, int toSeq) implements Step {}

        /** Events of one actor in a list. */
        record Items(String field, int actor, int fromSeq, int toSeq) implements Step {}

        /** An item assigned: the event that inserted it, by actor and number. */
        record Assignment(String field, int actor, int seq, Scalar before, Scalar after) implements Step {}

        /** A stretch of a text marked, as its so-maniest, by the change with this stamp. */
        record Marking(String field, int actor, long lamport, int index) implements Step {}
    }

    private final List<Step> steps = new ArrayList<>(1);

    UndoSteps() {}

    /** Returns whether there is nothing to undo. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    void add(Step step) {
        steps.add(step);
    }

    List<Step> all() {
        return steps;
    }
}
