package dev.hearth.mesh.internal.signal;

import dev.hearth.base.Bytes;
import dev.hearth.mesh.internal.link.LinkInbox;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.LinkHandler;

/** A link whose frames a signal server passes on. Thread-safe. */
final class RelayLink implements Link {
    private final SignalClient client;
    private final RelayLane lane;
    private final LinkInbox inbox = new LinkInbox();

    RelayLink(SignalClient client, RelayLane lane) {
        this.client = client;
        this.lane = lane;
    }

    void arrived(byte[] frame) {
        if (!inbox.frame(frame)) {
            close("Nobody takes the frames");
        }
    }

    void drained() {
        inbox.writable();
    }

    void ended(String reason) {
        inbox.close(reason);
    }

    @Override
    public String transport() {
        return RelayTransport.NAME;
    }

    @Override
    public void start(LinkHandler handler) {
        inbox.start(handler);
    }

    @Override
    public boolean send(byte[] frame) {
        return !inbox.closed() && client.send(lane, Bytes.of(frame));
    }

    @Override
    public boolean writable() {
        return !inbox.closed() && client.writable();
    }

    @Override
    public Bytes channelBinding() {
        return lane.lane();
    }

    @Override
    public void close(String reason) {
        if (inbox.close(reason)) {
            client.send(lane, Bytes.EMPTY);
        }
    }
}
