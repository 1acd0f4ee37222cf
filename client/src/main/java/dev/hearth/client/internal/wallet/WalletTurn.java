package dev.hearth.client.internal.wallet;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wallet that serves whenever no other one does at its place: at once, or as soon as that one has ended. Every second
 * it tries to take the place's lock, which the system takes from a process at its end, whatever that was. Thread-safe.
 */
public final class WalletTurn implements AutoCloseable {
    private static final Duration LOOKING = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(WalletTurn.class);

    private final Supplier<WalletServer> start;
    private final BooleanSupplier ready;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private final Object steps = new Object();
    private final Subscription looking;
    private volatile @Nullable WalletServer server;
    private boolean closed; // guarded by steps

    private WalletTurn(Supplier<WalletServer> start, BooleanSupplier ready, Seams seams, @Nullable WalletServer first) {
        this.start = start;
        this.ready = ready;
        this.server = first;
        looking = seams.scheduler().every(LOOKING, () -> seams.blocking().execute(this::look));
    }

    /**
     * Serves by {@code start}, which throws WALLET_TAKEN when another wallet serves there: then, and whenever it is
     * {@code ready}, again until that has ended. Throws what else {@code start} throws now.
     */
    public static WalletTurn await(Supplier<WalletServer> start, BooleanSupplier ready, Seams seams) {
        try {
            return have(start.get(), start, ready, seams);
        } catch (HearthException e) {
            if (e.code() != ErrorCode.WALLET_TAKEN) {
                throw e;
            }
            return new WalletTurn(start, ready, seams, null);
        }
    }

    /** As {@link #await}, for one that serves already. */
    public static WalletTurn have(
            WalletServer first, Supplier<WalletServer> start, BooleanSupplier ready, Seams seams) {
        return new WalletTurn(start, ready, seams, first);
    }

    private void look() {
        if (isServing() || !ready.getAsBoolean() || !isLooking.compareAndSet(false, true)) {
            return;
        }
        try {
            if (hasTaken()) {
                listeners.forEach(Runnable::run);
            }
        } catch (HearthException e) {
            LOG.debug("The wallet does not take over: {}", e.code()); // it tries again
        } finally {
            isLooking.set(false);
        }
    }

    private boolean hasTaken() {
        synchronized (steps) {
            if (closed || isServing()) {
                return false;
            }
            server = start.get();
            return true;
        }
    }

    /** Returns whether it serves now. */
    public boolean isServing() {
        WalletServer now = server;
        return now != null && !now.isClosed();
    }

    /** Tells those concerned at once, where it serves. */
    public void grantsChanged() {
        WalletServer now = server;
        if (now != null) {
            now.grantsChanged();
        }
    }

    /** Runs {@code listener} whenever it has taken over. */
    public Subscription onTurn(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        looking.close();
        synchronized (steps) {
            closed = true;
            WalletServer now = server;
            if (now != null) {
                now.close();
            }
        }
    }
}
