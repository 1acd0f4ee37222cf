package dev.hearth.echo;

import java.io.Serializable;
import java.util.function.Function;

/**
 * A component of a record, given as a method reference such as {@code Task::done}. Serializable only so that the name
 * of the method can be told; nothing is ever serialized.
 *
 * @param <T> the record
 * @param <V> the component's type
 */
@FunctionalInterface
public interface Property<T, V> extends Function<T, V>, Serializable {}
