package dev.hearth.echo.internal.presence;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.base.Subscription;
import dev.hearth.echo.FrameLink;
import dev.hearth.echo.Presence;
import dev.hearth.echo.ReplicaPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this device says of itself, and what it hears of those it is connected with. The work is done on one serial
 * executor; while nothing is said and nothing heard, no timer runs. Thread-safe.
 */
public final class PresenceHub implements AutoCloseable {
    /** How long others remember what is said until it is cleared. */
    private static final Duration REMEMBERED = Duration.ofSeconds(15);

    private static final long RENEWED_NANOS = REMEMBERED.dividedBy(3).toNanos();
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Seams seams;
    private final SerialExecutor executor;
    private final Map<String, Own> own = new LinkedHashMap<>();
    private final List<PresencePeer> peers = new ArrayList<>();
    private final Map<DeviceId, Map<String, Heard>> heard = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Subscription timer;

    /** Says and hears nothing yet. */
    public PresenceHub(Seams seams) {
        this.seams = seams;
        this.executor = seams.serial("presence");
    }

    /** What this device says; {@code until} is when it ends, where it does so by itself. */
    private static final class Own {
        private final Bytes value;
        private final @Nullable Long until;
        private long said;

        Own(Bytes value, @Nullable Long until, long said) {
            this.value = value;
            this.until = until;
            this.said = said;
        }
    }

    /** What another device said, from which link, and when it is forgotten. */
    private record Heard(PresencePeer from, Bytes value, long until) {}

    /** Hears of changes. */
    public interface Listener {
        /** The value that a device says is another now; absent when it says none. */
        void changed(String type, DeviceId device, Optional<Bytes> value);
    }

    void execute(Runnable task) {
        executor.execute(task);
    }

    /** Says {@code value}, for {@code time} or until something else is said. */
    public void say(String type, Bytes value, Optional<Duration> time) {
        long now = seams.nanoTime();
        Long until = time.map(span -> now + span.toNanos()).orElse(null);
        execute(() -> {
            own.put(type, new Own(value, until, now));
            tell(type);
        });
    }

    /** Takes back what was said. */
    public void unsay(String type) {
        execute(() -> {
            if (own.remove(type) != null) {
                tell(type);
            }
        });
    }

    private void tell(String type) {
        List.copyOf(peers).forEach(peer -> peer.tell(type));
        watch();
    }

    /** Returns the frame that says what this device has to say of a type at the moment. */
    Bytes said(String type) {
        Own value = own.get(type);
        if (value == null) {
            return PresenceFrames.encode(new PresenceFrames.Said(type, Optional.empty()));
        }
        long nanos = value.until == null ? REMEMBERED.toNanos() : Math.max(0, value.until - seams.nanoTime());
        int millis = Math.toIntExact(Duration.ofNanos(nanos).toMillis());
        return PresenceFrames.encode(
                new PresenceFrames.Said(type, Optional.of(new PresenceFrames.Value(millis, value.value))));
    }

    /** Starts to exchange presence with a device, which is told nothing while it is not one that {@code reads}. */
    public FrameLink connect(DeviceId device, ReplicaPort port, BooleanSupplier reads) {
        PresencePeer peer = new PresencePeer(this, device, port, reads);
        execute(() -> {
            peers.add(peer);
            List.copyOf(own.keySet()).forEach(peer::tell);
        });
        return peer;
    }

    void heard(PresencePeer from, PresenceFrames.Said said) {
        if (from.isClosed()) {
            return;
        }
        Map<String, Heard> values = heard.computeIfAbsent(from.device(), device -> new ConcurrentHashMap<>());
        if (said.value().isEmpty()) {
            forget(from.device(), said.type());
            return;
        }
        if (values.size() >= Presence.MAX_TYPES && !values.containsKey(said.type())) {
            from.fail("Presence of more than " + Presence.MAX_TYPES + " types");
            return;
        }
        Bytes value = said.value().get().change();
        long until = seams.nanoTime()
                + Duration.ofMillis(said.value().get().millis()).toNanos();
        Heard before = values.put(said.type(), new Heard(from, value, until));
        if (before == null || !before.value().equals(value)) {
            changed(said.type(), from.device(), Optional.of(value));
        }
        watch();
    }

    private void forget(DeviceId device, String type) {
        Map<String, Heard> values = heard.getOrDefault(device, Map.of());
        if (values.containsKey(type)) {
            values.remove(type);
            changed(type, device, Optional.empty());
        }
        if (values.isEmpty()) {
            heard.remove(device);
        }
    }

    private void changed(String type, DeviceId device, Optional<Bytes> value) {
        listeners.forEach(listener -> listener.changed(type, device, value));
    }

    /** Forgets what was heard over a link that has ended. */
    void gone(PresencePeer peer) {
        peers.remove(peer);
        new HashMap<>(heard.getOrDefault(peer.device(), Map.of())).forEach((type, value) -> {
            if (value.from() == peer) {
                forget(peer.device(), type);
            }
        });
    }

    /** Returns what other devices say of a type now. */
    public Map<DeviceId, Bytes> others(String type) {
        Map<DeviceId, Bytes> found = new HashMap<>();
        heard.forEach((device, values) -> {
            Heard value = values.get(type);
            if (value != null && value.until() - seams.nanoTime() > 0) {
                found.put(device, value.value());
            }
        });
        return found;
    }

    /** Tells {@code listener} of changes, on this hub's executor. */
    public Subscription listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void watch() {
        boolean needed = !own.isEmpty() || !heard.isEmpty();
        if (needed && timer == null) {
            timer = seams.scheduler().every(TICK, () -> execute(this::tick));
        } else if (!needed && timer != null) {
            timer.close();
            timer = null;
        }
    }

    /** Ends what has outlived its time, and says again what goes on. */
    private void tick() {
        long now = seams.nanoTime();
        new LinkedHashMap<>(own).forEach((type, value) -> {
            if (value.until != null && value.until - now <= 0) {
                own.remove(type);
            } else if (value.until == null && now - value.said >= RENEWED_NANOS) {
                value.said = now;
                tell(type);
            }
        });
        List.copyOf(heard.keySet())
                .forEach(device -> new HashMap<>(heard.getOrDefault(device, Map.of())).forEach((type, value) -> {
                    if (value.until() - now <= 0) {
                        forget(device, type);
                    }
                }));
        watch();
    }

    /** Takes back what this device said, and says and hears nothing any more. */
    @Override
    public void close() {
        execute(() -> {
            List<String> types = List.copyOf(own.keySet());
            own.clear();
            types.forEach(this::tell);
            heard.clear();
            List.copyOf(peers).forEach(PresencePeer::close);
            watch();
        });
        listeners.clear();
        executor.close();
    }
}
