package dev.hearth.echo;

import java.util.Optional;

/**
 * The results that agree in a property.
 *
 * @param key the property's value; empty for the results that have none
 * @param count how many results there are
 * @param values what the values of another property come to
 * @param <K> the type of the property that they agree in
 * @param <V> the type of the other property
 */
public record Group<K, V>(Optional<K> key, long count, Aggregate<V> values) {}
