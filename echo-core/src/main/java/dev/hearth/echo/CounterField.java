package dev.hearth.echo;

/** A counter of an object; concurrent increments all count. Thread-safe. */
public interface CounterField {
    /** Returns the sum of all increments. */
    long value();

    /** Adds {@code by}, which may be negative. */
    void add(long by);
}
