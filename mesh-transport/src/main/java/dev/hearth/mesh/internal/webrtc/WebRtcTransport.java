package dev.hearth.mesh.internal.webrtc;

import dev.hearth.base.Seams;
import dev.hearth.mesh.spi.DialHandler;
import dev.hearth.mesh.spi.RemotePeer;
import dev.hearth.mesh.spi.Rendezvous;
import dev.hearth.mesh.spi.Transport;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Peers connect directly over WebRTC data channels. The native library is loaded when the first peer is dialed; where
 * that fails, the transport says why, once, and is unavailable from then on.
 */
public final class WebRtcTransport implements Transport {
    /** The name in options and status. */
    public static final String NAME = "webrtc";

    private final Seams seams;
    private final Object state = new Object();
    private final Set<RtcAttempt> attempts = new HashSet<>(); // guarded by state
    private Optional<String> obstacle = WebRtcProbe.obstacle(); // guarded by state
    private @Nullable NativeEngine engine; // guarded by state
    private boolean closed; // guarded by state

    /** Uses {@code seams} for timers and threads. */
    public WebRtcTransport(Seams seams) {
        this.seams = seams;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean available() {
        synchronized (state) {
            return obstacle.isEmpty() && !closed;
        }
    }

    @Override
    public String unavailableReason() {
        synchronized (state) {
            return obstacle.orElse(closed ? "the transport is closed" : "");
        }
    }

    @Override
    public void dial(RemotePeer peer, Rendezvous rendezvous, DialHandler handler) {
        attempt(rendezvous, handler, true);
    }

    @Override
    public void answer(RemotePeer peer, Rendezvous rendezvous, DialHandler handler) {
        attempt(rendezvous, handler, false);
    }

    /** Loading the library takes a while, so it happens on a thread that may block. */
    private void attempt(Rendezvous rendezvous, DialHandler handler, boolean dials) {
        seams.blocking().execute(() -> {
            RtcAttempt made;
            synchronized (state) {
                Optional<NativeEngine> loaded = engine();
                if (loaded.isEmpty()) {
                    handler.failed(unavailableReason());
                    return;
                }
                made = new RtcAttempt(loaded.get(), seams, rendezvous, handler, dials, this::forget);
                attempts.add(made);
            }
            made.start();
        });
    }

    private void forget(RtcAttempt attempt) {
        synchronized (state) {
            attempts.remove(attempt);
        }
    }

    /** Loads the native library now, so that {@link #available()} tells how that went. */
    public void prepare() {
        engine();
    }

    private Optional<NativeEngine> engine() {
        synchronized (state) {
            if (engine == null && obstacle.isEmpty() && !closed) {
                load();
            }
            return closed ? Optional.empty() : Optional.ofNullable(engine);
        }
    }

    @SuppressWarnings("IllegalCatch") // a library that does not load is an Error, and no reason to end the program
    private void load() {
        try {
            NativeEngine loaded = new NativeEngine(seams);
            synchronized (state) {
                engine = loaded;
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            synchronized (state) {
                obstacle = Optional.of("the native library does not load: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        List<RtcAttempt> open;
        NativeEngine loaded;
        synchronized (state) {
            closed = true;
            open = List.copyOf(attempts);
            loaded = engine;
            engine = null;
        }
        open.forEach(attempt -> attempt.giveUp("The transport was closed"));
        if (loaded != null) {
            loaded.close();
        }
    }
}
