package dev.hearth.echo;

/**
 * One object that a query found.
 *
 * @param ref the object
 * @param value its state at the time of the query
 * @param <T> the record
 */
public record Result<T>(Ref<T> ref, T value) {}
