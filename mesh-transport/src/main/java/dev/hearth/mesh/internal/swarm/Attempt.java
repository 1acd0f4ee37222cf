package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.Bytes;
import dev.hearth.mesh.spi.DialHandler;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.Rendezvous;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One try to connect with one peer over one transport: the transport's way to the other end, and its answer. Calls of
 * the transport come on any thread and go to {@link Owner}.
 */
final class Attempt implements Rendezvous, DialHandler {
    /** Signals that wait until the transport listens; more are dropped. */
    private static final int WAITING = 64;

    private final Bytes id;
    private final int rank;
    private final boolean dialing;
    private final long startedAt;
    private final Owner owner;
    private final AtomicBoolean done = new AtomicBoolean();
    private final Deque<Bytes> waiting = new ArrayDeque<>(); // guarded by itself, with the field below
    private @Nullable Consumer<Bytes> listener;
    private boolean settled; // confined to the swarm's executor

    /** Hears what becomes of an attempt, on any thread. */
    interface Owner {
        void signal(Attempt attempt, Bytes body);

        void opened(Attempt attempt, Link link);

        void failed(Attempt attempt, String reason);
    }

    Attempt(Bytes id, int rank, boolean dialing, long startedAt, Owner owner) {
        this.id = id;
        this.rank = rank;
        this.dialing = dialing;
        this.startedAt = startedAt;
        this.owner = owner;
    }

    Bytes id() {
        return id;
    }

    int rank() {
        return rank;
    }

    boolean dialing() {
        return dialing;
    }

    long age(long now) {
        return now - startedAt;
    }

    boolean done() {
        return done.get();
    }

    /** Whether the swarm has taken note of the outcome; {@link #done()} comes first, on the transport's thread. */
    boolean settled() {
        return settled;
    }

    /** What was said to a peer that has come anew since is not answered any more. */
    void abandon() {
        if (done.compareAndSet(false, true)) {
            settled = true;
        }
    }

    void settle() {
        settled = true;
    }

    void deliver(Bytes body) {
        Consumer<Bytes> to;
        synchronized (waiting) {
            to = listener;
            if (to == null && waiting.size() < WAITING) {
                waiting.add(body);
            }
        }
        if (to != null) {
            to.accept(body);
        }
    }

    @Override
    public void send(Bytes signal) {
        if (signal.size() > MAX_SIGNAL) {
            throw new IllegalArgumentException("signal: over " + MAX_SIGNAL + " bytes, got " + signal.size());
        }
        owner.signal(this, signal);
    }

    @Override
    public void onSignal(Consumer<Bytes> handler) {
        while (true) {
            Bytes next;
            synchronized (waiting) {
                next = waiting.poll();
                if (next == null) {
                    listener = handler;
                    return;
                }
            }
            handler.accept(next);
        }
    }

    @Override
    public void opened(Link link) {
        if (done.compareAndSet(false, true)) {
            owner.opened(this, link);
        } else {
            link.close("Too late");
        }
    }

    @Override
    public void failed(String reason) {
        if (done.compareAndSet(false, true)) {
            owner.failed(this, reason);
        }
    }
}
