package dev.hearth.echo.internal.query;

import dev.hearth.echo.Property;
import java.util.Optional;

/**
 * What an optional property holds.
 *
 * @param optional the property
 * @param <T> what the objects are read as
 * @param <V> what it holds
 */
public record OptionalProperty<T, V>(Property<T, Optional<V>> optional) implements Property<T, V> {
    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("NullAway") // what is absent is null
    public V apply(T row) {
        return optional.apply(row).orElse(null);
    }
}
