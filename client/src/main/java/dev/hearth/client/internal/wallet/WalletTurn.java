package dev.hearth.client.internal.wallet;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.wallet.WalletOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wallet that serves whenever no other one does at its place: at once, or as soon as that one has ended. Every second
 * it tries to take the place's lock, which the system takes from a process at its end, whatever that was; until it has
 * that, it does not use the keychain, so that one which is idle is locked in time. Thread-safe.
 */
public final class WalletTurn implements AutoCloseable {
    private static final Duration LOOKING = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(WalletTurn.class);

    private final WalletDesk desk;
    private final WalletServer.Setup setup;
    private final BooleanSupplier ready;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private final Object steps = new Object();
    private final Subscription looking;
    private volatile @Nullable WalletServer server;
    private boolean closed; // guarded by steps

    private WalletTurn(WalletDesk desk, WalletServer.Setup setup, BooleanSupplier ready, @Nullable WalletServer first) {
        this.desk = desk;
        this.setup = setup;
        this.ready = ready;
        this.server = first;
        Seams seams = setup.seams();
        looking = seams.scheduler().every(LOOKING, () -> seams.blocking().execute(this::look));
    }

    /**
     * Serves now, or when the wallet that serves there has ended, while it is {@code ready}: its keychain is not
     * locked. Throws NO_IDENTITY, WALLET_UNSAFE or STORAGE_FAILED.
     */
    public static WalletTurn await(WalletDesk desk, WalletOptions options, BooleanSupplier ready, Seams seams) {
        WalletServer.Setup setup = WalletServer.Setup.of(options, seams);
        try {
            return new WalletTurn(desk, setup, ready, WalletServer.start(desk, setup));
        } catch (HearthException e) {
            if (e.code() != ErrorCode.WALLET_TAKEN) {
                throw e;
            }
            return new WalletTurn(desk, setup, ready, null);
        }
    }

    /**
     * As {@link #await}, for an identity that {@code identity} makes once no other wallet can come to that place;
     * throws WALLET_TAKEN, and makes none, when one is there.
     */
    public static WalletTurn found(
            WalletDesk desk, WalletOptions options, BooleanSupplier ready, Seams seams, Runnable identity) {
        WalletServer.Setup setup = WalletServer.Setup.of(options, seams);
        return new WalletTurn(desk, setup, ready, WalletServer.found(desk, setup, identity));
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
            server = WalletServer.found(desk, setup, () -> desk.host().identity());
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
