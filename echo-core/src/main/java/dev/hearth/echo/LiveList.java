package dev.hearth.echo;

import dev.hearth.base.Subscription;
import java.util.List;
import java.util.function.Consumer;

/**
 * The results of a query as a list that changes as they do, until it is closed. It can't be changed by its holder.
 * Thread-safe; an iteration goes over the results at its start.
 *
 * @param <T> what the objects are read as
 */
public interface LiveList<T> extends List<Result<T>>, AutoCloseable {
    /** Calls {@code listener} after each change of the list, on the list's executor, with what has changed. */
    Subscription onChange(Consumer<Diff<T>> listener);

    /** Ends the changes; the list keeps what it has. Safe to call twice. */
    @Override
    void close();
}
