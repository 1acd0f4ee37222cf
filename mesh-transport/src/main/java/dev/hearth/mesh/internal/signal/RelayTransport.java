package dev.hearth.mesh.internal.signal;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.mesh.spi.DialHandler;
import dev.hearth.mesh.spi.RemotePeer;
import dev.hearth.mesh.spi.Rendezvous;
import dev.hearth.mesh.spi.Transport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reaches a peer through a signal server that both are connected to; always works, and sees ciphertext only. */
public final class RelayTransport implements Transport {
    static final String NAME = "relay";

    private final List<SignalClient> clients;
    private final Seams seams;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Uses {@code clients}, a list that may grow and can be read on any thread. */
    public RelayTransport(List<SignalClient> clients, Seams seams) {
        this.clients = clients;
        this.seams = seams;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean available() {
        return !closed.get() && clients.stream().anyMatch(SignalClient::connected);
    }

    @Override
    public String unavailableReason() {
        return available() ? "" : "No signal server is connected";
    }

    /** Offers a lane at every server that we share a topic with; the peer takes the first that it is connected to. */
    @Override
    public void dial(RemotePeer peer, Rendezvous rendezvous, DialHandler handler) {
        List<SignalClient> common = clients.stream()
                .filter(client -> client.hasJoined(peer.topic()))
                .toList();
        if (common.isEmpty()) {
            handler.failed("No signal server is connected");
            return;
        }
        byte[] random = new byte[SignalFrame.LANE];
        seams.random().nextBytes(random);
        RelayLane lane = new RelayLane(peer.topic(), peer.peer(), Bytes.of(random));
        ByteWriter offer = new ByteWriter().raw(lane.lane());
        common.forEach(client -> offer.raw(client.server()));
        rendezvous.onSignal(answer -> open(named(common, answer), lane, handler));
        rendezvous.send(offer.toBytes());
    }

    @Override
    public void answer(RemotePeer peer, Rendezvous rendezvous, DialHandler handler) {
        rendezvous.onSignal(offer -> {
            try {
                ByteReader in = new ByteReader(offer);
                RelayLane lane = new RelayLane(peer.topic(), peer.peer(), in.raw(SignalFrame.LANE));
                List<SignalClient> ours = clients.stream()
                        .filter(client -> client.hasJoined(peer.topic()))
                        .toList();
                Optional<SignalClient> chosen = Optional.empty();
                while (chosen.isEmpty() && in.remaining() > 0) {
                    chosen = named(ours, in.raw(SignalFrame.SERVER));
                }
                open(chosen, lane, handler);
                rendezvous.send(chosen.map(SignalClient::server).orElse(Bytes.EMPTY));
            } catch (MalformedException e) {
                handler.failed("The offer is malformed");
            }
        });
    }

    private static Optional<SignalClient> named(List<SignalClient> among, Bytes server) {
        return among.stream().filter(client -> client.server().equals(server)).findFirst();
    }

    private static void open(Optional<SignalClient> chosen, RelayLane lane, DialHandler handler) {
        if (chosen.isEmpty()) {
            handler.failed("No signal server in common");
            return;
        }
        RelayLink link = new RelayLink(chosen.get(), lane);
        if (chosen.get().open(lane, link)) {
            handler.opened(link);
        } else {
            handler.failed("The signal server is not connected");
        }
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
