package dev.hearth.echo.internal.presence;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.FrameLink;
import dev.hearth.echo.ReplicaPort;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One device that hears what this one says. While its channel is busy only the types are noted of which there is
 * something new, so that it hears the newest value and no other. Confined to the executor of its hub, but for what the
 * channel calls.
 */
final class PresencePeer implements FrameLink {
    private final PresenceHub hub;
    private final DeviceId device;
    private final ReplicaPort port;
    private final BooleanSupplier reads;
    private final Set<String> news = new LinkedHashSet<>();
    private volatile boolean closed;

    PresencePeer(PresenceHub hub, DeviceId device, ReplicaPort port, BooleanSupplier reads) {
        this.reads = reads;
        this.hub = hub;
        this.device = device;
        this.port = port;
    }

    DeviceId device() {
        return device;
    }

    void tell(String type) {
        news.add(type);
        send();
    }

    /** What is left out is said again while it goes on, so that who comes to read hears of it. */
    private void send() {
        if (!reads.getAsBoolean()) {
            news.clear();
        }
        Iterator<String> types = news.iterator();
        while (types.hasNext() && !closed && port.writable()) {
            if (!port.send(hub.said(types.next()))) {
                return;
            }
            types.remove();
        }
    }

    @Override
    public void received(Bytes frame) {
        try {
            PresenceFrames.Said said = PresenceFrames.read(frame);
            hub.execute(() -> hub.heard(this, said));
        } catch (MalformedException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    boolean isClosed() {
        return closed;
    }

    void fail(String reason) {
        close();
        port.failed(reason);
    }

    @Override
    public void writable() {
        hub.execute(this::send);
    }

    @Override
    public void close() {
        closed = true;
        hub.execute(() -> hub.gone(this));
    }
}
