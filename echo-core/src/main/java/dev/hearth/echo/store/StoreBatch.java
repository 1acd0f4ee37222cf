package dev.hearth.echo.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Writes that happen together or not at all, in the order given. Not thread-safe. */
public final class StoreBatch {
    /** One write. */
    public sealed interface Write permits Put, Delete, DeleteRange {}

    /**
     * Sets a value.
     *
     * @param family the kind of data
     * @param key the key
     * @param value the value
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Put(Family family, byte[] key, byte[] value) implements Write {}

    /**
     * Removes a value, if there is one.
     *
     * @param family the kind of data
     * @param key the key
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Delete(Family family, byte[] key) implements Write {}

    /**
     * Removes a range of values.
     *
     * @param family the kind of data
     * @param from the first key
     * @param to the key after the last
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record DeleteRange(Family family, byte[] from, byte[] to) implements Write {}

    private final List<Write> writes = new ArrayList<>();
    private boolean deletesRanges;

    /** Creates an empty batch. */
    public StoreBatch() {}

    /** Sets a value. */
    public StoreBatch put(Family family, byte[] key, byte[] value) {
        writes.add(new Put(family, key, value));
        return this;
    }

    /** Removes a value, if there is one. */
    public StoreBatch delete(Family family, byte[] key) {
        writes.add(new Delete(family, key));
        return this;
    }

    /** Removes the values from {@code from} (inclusive) to {@code to} (exclusive). */
    public StoreBatch deleteRange(Family family, byte[] from, byte[] to) {
        if (Arrays.compareUnsigned(from, to) > 0) {
            throw new IllegalArgumentException("from is after to");
        }
        deletesRanges = true;
        writes.add(new DeleteRange(family, from, to));
        return this;
    }

    /** Returns the writes in order; a view that can't be changed. */
    public List<Write> writes() {
        return Collections.unmodifiableList(writes);
    }

    /** Returns whether one of the writes removes a range. */
    boolean deletesRanges() {
        return deletesRanges;
    }

    /** Returns whether there is nothing to write. */
    public boolean isEmpty() {
        return writes.isEmpty();
    }
}
