package dev.hearth.echo;

import java.util.List;

/**
 * How the result of a live query changed. To follow it, take out what is {@code removed} or {@code moved}, then put in
 * what is {@code added} or {@code moved}, in ascending order of their indexes, then replace what is {@code updated}.
 *
 * @param added objects that came in, by ascending index in the new result
 * @param removed objects that went, with their last value and their index in the old result
 * @param updated objects whose value changed, with their index in the new result
 * @param moved objects whose place among the others changed; those whose value changed too are also in {@code updated}
 * @param initial whether this is the first diff, which adds the whole result
 * @param <T> what the objects are read as
 */
public record Diff<T>(
        List<Row<T>> added, List<Row<T>> removed, List<Row<T>> updated, List<Row<T>> moved, boolean initial) {
    /** Copies its input. */
    public Diff {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        updated = List.copyOf(updated);
        moved = List.copyOf(moved);
    }

    /**
     * One object of the result.
     *
     * @param ref the object
     * @param value its state
     * @param index its place in the result, from 0
     * @param <T> what the object is read as
     */
    public record Row<T>(Ref<T> ref, T value, int index) {}
}
