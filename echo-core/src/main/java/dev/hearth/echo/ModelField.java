package dev.hearth.echo;

import dev.hearth.base.Subscription;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A field of an object that a {@link Model} interprets. Thread-safe.
 *
 * @param <S> the model's state
 * @param <O> its operations
 */
public interface ModelField<S, O> {
    /** Returns the state. */
    S state();

    /** Makes an operation, as a transaction or a part of the one that runs; throws NOT_PERMITTED. */
    void submit(O operation);

    /** Calls {@code listener} with the state after each commit that touched the field. */
    Subscription onChange(Executor executor, Consumer<S> listener);
}
