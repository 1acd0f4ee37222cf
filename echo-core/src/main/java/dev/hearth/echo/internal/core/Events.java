package dev.hearth.echo.internal.core;

import dev.hearth.base.Subscription;
import dev.hearth.echo.Commit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Who listens to one database, through the queue that keeps what they hear in order. Thread-safe. */
final class Events {
    private final EventQueue queue;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    Events(EventQueue queue) {
        this.queue = queue;
    }

    /** Who hears of commits, and where. */
    private record Listener(Executor executor, Consumer<Commit> consumer) {}

    /** Adds a listener of commits. */
    Subscription listen(Executor executor, Consumer<Commit> consumer) {
        Listener added = new Listener(executor, consumer);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    /** Returns whether anybody listens. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** Tells those who listen of a commit. */
    void tell(Commit commit) {
        for (Listener listener : listeners) {
            queue.add(
                    () -> listener.executor().execute(() -> listener.consumer().accept(commit)));
        }
    }

    /** Ends all listening. */
    void end() {
        listeners.clear();
    }

    void add(Runnable event) {
        queue.add(event);
    }

    void deliver() {
        queue.deliver();
    }
}
