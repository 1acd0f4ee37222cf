package dev.hearth.mesh.signal;

import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.mesh.internal.netty.WebSocketServer;
import dev.hearth.mesh.internal.signal.SignalHub;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Introduces peers to each other, and relays between those that cannot connect; a server of its own or a part of
 * another program. It keeps everything in memory and sees topics, device keys and ciphertext. Thread-safe.
 */
public final class SignalServer implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(500);

    private final SignalHub hub;
    private final WebSocketServer server;
    private final Subscription ticks;
    private final Runnable afterwards;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SignalServer(SignalOptions options, Seams seams, Runnable afterwards) {
        this.hub = new SignalHub(options, seams.random(), seams::nanoTime);
        this.server = new WebSocketServer(options.host(), options.port(), options.certificate(), hub::connected);
        this.ticks = seams.scheduler().every(TICK, () -> seams.blocking().execute(hub::tick));
        this.afterwards = afterwards;
    }

    /** Starts on 127.0.0.1 and a free port. */
    public static SignalServer start() {
        Seams own = Seams.system();
        return new SignalServer(SignalOptions.loopback(), own, own::close);
    }

    /**
     * Starts as {@code options} say.
     *
     * @throws dev.hearth.base.HearthException PORT_BUSY, LISTEN_FAILED or CERTIFICATE_UNREADABLE
     */
    public static SignalServer start(SignalOptions options, Seams seams) {
        return new SignalServer(options, seams, () -> {});
    }

    /** Returns the address that clients use. */
    public URI uri() {
        return server.uri();
    }

    /** Returns its figures. */
    public SignalStats stats() {
        return hub.stats();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ticks.close();
            hub.close();
            server.close();
            afterwards.run();
        }
    }
}
