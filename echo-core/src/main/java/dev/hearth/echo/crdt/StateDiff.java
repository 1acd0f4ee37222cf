package dev.hearth.echo.crdt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How one state of an object differs from another of the same history.
 *
 * @param fields by name what differs of each field; a field that was written as several kinds is told kind by kind
 * @param deleted whether the object is deleted by now; absent when that is as it was
 */
public record StateDiff(SortedMap<String, List<FieldDiff>> fields, Optional<Boolean> deleted) {
    /** Returns whether nothing differs. */
    public boolean isEmpty() {
        return fields.isEmpty() && deleted.isEmpty();
    }

    /** How one field differs. */
    public sealed interface FieldDiff {
        /** A scalar: the value that counted and the one that counts, absent where there is none. */
        record Value(Optional<Scalar> before, Optional<Scalar> after) implements FieldDiff {}

        /** A map: by key the values that counted and that count. */
        record Entries(SortedMap<String, Value> entries) implements FieldDiff {}

        /** A set: what came and what went. */
        record Members(List<Scalar> added, List<Scalar> removed) implements FieldDiff {}

        /** A counter: by how much. */
        record Count(long by) implements FieldDiff {}

        /** A text: the steps that make the one the other, in order, each at its place after those before. */
        record Characters(List<TextSplice> splices) implements FieldDiff {}

        /** The marks of a text, as they were and as they are. */
        record Marked(List<MarkSpan> before, List<MarkSpan> after) implements FieldDiff {}

        /**
         * A list. Items keep their identity, so that one moved is not one removed and another added.
         *
         * @param removed the places of items that went, in the list before
         * @param added the places of items that came, in the list after
         * @param moved the items that are there before and after and changed places: before, after
         * @param changed the items that are there before and after and have another value: place after, value
         */
        record Items(
                List<Integer> removed,
                SortedMap<Integer, Scalar> added,
                SortedMap<Integer, Integer> moved,
                SortedMap<Integer, Scalar> changed)
                implements FieldDiff {}

        /** A model: its operations by now that were not there, in order. */
        record Operations(List<ModelEvent> added) implements FieldDiff {}
    }

    /** Copies the collections in. */
    public StateDiff {
        fields = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(fields));
        for (Map.Entry<String, List<FieldDiff>> field : fields.entrySet()) {
            if (field.getValue().isEmpty()) {
                throw new IllegalArgumentException("nothing differs of " + field.getKey());
            }
        }
    }

    /**
     * Returns how a state became another, which need not be the later one.
     *
     * @throws ChangeException when the history that one was loaded with is damaged
     * @throws IllegalArgumentException when the states do not share their actors
     */
    public static StateDiff between(ObjectState before, ObjectState after) throws ChangeException {
        return new StateComparison(before, after).diff();
    }
}
