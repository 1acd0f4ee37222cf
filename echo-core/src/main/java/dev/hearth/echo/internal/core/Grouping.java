package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.echo.Group;
import dev.hearth.echo.internal.query.ValueOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The results that agree in a value, one after another. */
final class Grouping<K, V> {
    private final @Nullable Object key;
    private final Aggregation<V> values = new Aggregation<>();
    private long count;

    Grouping(@Nullable Object key) {
        this.key = key;
    }

    /** A value as groups are told apart and ordered by. */
    record Key(Bytes rank) implements Comparable<Key> {
        @Override
        public int compareTo(Key that) {
            return rank.compareTo(that.rank);
        }
    }

    static Key key(@Nullable Object value) {
        return new Key(Bytes.of(ValueOrder.exact(value)));
    }

    /** Takes in a result. Returns true. */
    boolean add(@Nullable Object value) {
        count++;
        return values.add(value);
    }

    @SuppressWarnings("unchecked") // the property's values are its type's, as its caller says
    Group<K, V> result() {
        return new Group<>(Optional.ofNullable((K) key), count, values.result());
    }
}
