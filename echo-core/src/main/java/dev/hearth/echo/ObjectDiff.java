package dev.hearth.echo;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an object at one point of its history differs from itself at another.
 *
 * @param fields by name what differs
 * @param deleted whether it is deleted at the second point; absent when that is as at the first
 */
public record ObjectDiff(SortedMap<String, FieldDiff> fields, Optional<Boolean> deleted) {
    /** Copies its input. */
    public ObjectDiff {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** Returns whether nothing differs. */
    public boolean isEmpty() {
        return fields.isEmpty() && deleted.isEmpty();
    }

    /** Returns how a field differs; empty when it does not. */
    public Optional<FieldDiff> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /**
     * How one field differs.
     *
     * @param before its value as {@link ObjectView#get} gives it; absent when there was none
     * @param after its value by then
     * @param splices for a text the steps that make the one the other, each in positions that those before it left.
     *     Characters are told apart by who wrote them, so that equal ones are not taken for the same
     * @param moved for a list the items that changed places among those that stayed: place before, place after
     */
    public record FieldDiff(
            Optional<Object> before,
            Optional<Object> after,
            List<TextChange.Splice> splices,
            SortedMap<Integer, Integer> moved) {
        /** Copies its input. */
        public FieldDiff {
            splices = List.copyOf(splices);
            moved = Collections.unmodifiableSortedMap(new TreeMap<>(moved));
        }
    }
}
