package dev.hearth.mesh.internal.link;

import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.mesh.spi.DialHandler;
import dev.hearth.mesh.spi.RemotePeer;
import dev.hearth.mesh.spi.Rendezvous;
import dev.hearth.mesh.spi.Transport;
import java.util.concurrent.atomic.AtomicBoolean;

/** Connects meshes of one process through a {@link MemoryHub}. */
public final class MemoryTransport implements Transport {
    private static final int TICKET = 16;

    private final MemoryHub hub;
    private final Seams seams;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Connects within {@code hub}. */
    public MemoryTransport(MemoryHub hub, Seams seams) {
        this.hub = hub;
        this.seams = seams;
    }

    @Override
    public String name() {
        return MemoryLink.NAME;
    }

    @Override
    public boolean available() {
        return !closed.get();
    }

    @Override
    public String unavailableReason() {
        return available() ? "" : "The mesh is closed";
    }

    @Override
    public void dial(RemotePeer peer, Rendezvous rendezvous, DialHandler handler) {
        byte[] random = new byte[TICKET];
        seams.random().nextBytes(random);
        Bytes ticket = Bytes.of(random);
        SerialExecutor near = seams.serial("memory link");
        MemoryLink link = MemoryLink.pair(near, seams.serial("memory link"));
        hub.offer(ticket, link.other());
        rendezvous.onSignal(answer -> {
            hub.withdraw(ticket);
            hub.alive(link);
            handler.opened(link);
        });
        rendezvous.send(ticket);
    }

    @Override
    public void answer(RemotePeer peer, Rendezvous rendezvous, DialHandler handler) {
        rendezvous.onSignal(ticket -> {
            MemoryLink link = hub.take(ticket);
            if (link == null) {
                handler.failed("The offer is over");
                return;
            }
            rendezvous.send(Bytes.EMPTY);
            handler.opened(link);
        });
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
