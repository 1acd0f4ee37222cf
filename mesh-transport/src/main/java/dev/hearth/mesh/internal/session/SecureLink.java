package dev.hearth.mesh.internal.session;

import dev.hearth.base.MalformedException;
import dev.hearth.mesh.internal.noise.NoiseCiphers;
import dev.hearth.mesh.spi.Link;
import java.util.ArrayDeque;
import java.util.Deque;

/** An authenticated link under a session: seals, counts, and remembers when it was last heard. Not thread-safe. */
public final class SecureLink {
    private final Link link;
    private final int rank;
    private final NoiseCiphers ciphers;
    private final Deque<byte[]> resend = new ArrayDeque<>();
    private long resendSequence;
    private boolean carried;
    private long sentBytes;
    private long receivedBytes;
    private long heardAt;
    private long pingedAt;
    private long pingNumber;
    private boolean awaitingPong;
    private long betterSince;
    private boolean closed;

    /** Wraps {@code link}, whose transport is number {@code rank} in the order of preference. */
    public SecureLink(Link link, int rank, NoiseCiphers ciphers, long now) {
        this.link = link;
        this.rank = rank;
        this.ciphers = ciphers;
        this.heardAt = now;
        this.pingedAt = now;
        this.betterSince = -1;
    }

    /** Returns the name of its transport. */
    public String transport() {
        return link.transport();
    }

    /** Returns the place of its transport in the order of preference, 0 for the best. */
    public int rank() {
        return rank;
    }

    /** Returns whether it ended. */
    public boolean closed() {
        return closed;
    }

    /** Seals and sends; an ended link swallows it, and the session repeats it on another. */
    public void send(byte[] record) {
        if (closed) {
            return;
        }
        byte[] sealed = ciphers.sending().seal(record);
        sentBytes += sealed.length;
        if (!link.send(sealed)) {
            close("The link lost a frame");
        }
    }

    /** Opens a frame. */
    public LinkRecord open(byte[] frame, long now) throws MalformedException {
        receivedBytes += frame.length;
        heardAt = now;
        awaitingPong = false;
        return LinkRecord.decode(ciphers.receiving().open(frame));
    }

    /** Ends it. */
    public void close(String reason) {
        if (!closed) {
            closed = true;
            link.close(reason);
        }
    }

    boolean writable() {
        return !closed && link.writable();
    }

    long sentBytes() {
        return sentBytes;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    /** What this link must repeat before it carries anything new. */
    void repeat(Iterable<byte[]> packets, long firstSequence) {
        resend.clear();
        packets.forEach(resend::add);
        resendSequence = firstSequence;
        carried = true;
    }

    boolean repeats() {
        return !resend.isEmpty();
    }

    void repeatOne(long received) {
        byte[] payload = resend.remove();
        send(LinkRecord.data(resendSequence++, received, payload));
    }

    /** How many packets went out here or were acknowledged, given the end of the buffer; 0 when it never carried. */
    long sent(long end, boolean primary) {
        return primary && carried ? end - resend.size() : 0;
    }

    /** Pings when {@code interval} passed since the last ping. */
    void heartbeat(long now, long interval, long sent) {
        if (now - pingedAt >= interval && !awaitingPong) {
            pingedAt = now;
            awaitingPong = true;
            send(new LinkRecord.Ping(++pingNumber, sent).encode());
        }
    }

    /** The round trip when {@code number} answers the last ping, else -1. */
    long roundTrip(long number, long now) {
        return number == pingNumber ? now - pingedAt : -1;
    }

    /** Nanoseconds that a ping has been unanswered and nothing else heard. */
    long silence(long now) {
        return awaitingPong ? now - Math.max(heardAt, pingedAt) : 0;
    }

    /** Nanoseconds since a better link carries; the clock starts at the first call. */
    long idleBehindBetter(long now) {
        if (betterSince < 0) {
            betterSince = now;
        }
        return now - betterSince;
    }

    void carries() {
        betterSince = -1;
    }
}
