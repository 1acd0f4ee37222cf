package dev.hearth.mesh.internal.session;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.mesh.internal.noise.NoiseCiphers;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.LinkHandler;
import java.util.ArrayDeque;
import java.util.Deque;

/** One end of a link whose frames wait until the simulation delivers them. */
final class SimulatedLink implements Link {
    private static final int ROOM = 256 * 1024;

    private final String name;
    private final Deque<byte[]> arriving = new ArrayDeque<>();
    private final SecureLink secure;
    private SimulatedLink other;
    private int waiting;
    private boolean closed;
    private boolean blackHole;

    private SimulatedLink(int rank, NoiseCiphers ciphers, long now) {
        name = "rank " + rank;
        other = this;
        secure = new SecureLink(this, rank, ciphers, now);
    }

    /** Returns the dialer's end. */
    static SimulatedLink pair(int rank, NoiseCiphers dialer, NoiseCiphers answerer, long now) {
        SimulatedLink one = new SimulatedLink(rank, dialer, now);
        SimulatedLink two = new SimulatedLink(rank, answerer, now);
        one.other = two;
        two.other = one;
        return one;
    }

    SimulatedLink other() {
        return other;
    }

    SecureLink secure() {
        return secure;
    }

    boolean closed() {
        return closed;
    }

    boolean hasArriving() {
        return !arriving.isEmpty();
    }

    /** Opens the next frame that arrives here. */
    LinkRecord next(long now) throws MalformedException {
        byte[] frame = arriving.remove();
        other.waiting -= frame.length;
        return secure.open(frame, now);
    }

    /** Loses the last frame that is under way to here. */
    void loseLast() {
        byte[] lost = arriving.pollLast();
        if (lost != null) {
            other.waiting -= lost.length;
        }
    }

    /** Loses what is under way, and, unless {@code silently}, tells both ends. */
    void cut(boolean silently) {
        arriving.clear();
        other.arriving.clear();
        blackHole = true;
        other.blackHole = true;
        if (!silently) {
            close("cut");
            other.close("cut");
        }
    }

    @Override
    public String transport() {
        return name;
    }

    @Override
    public void start(LinkHandler handler) {
        throw new IllegalStateException("The simulation delivers");
    }

    @Override
    public boolean send(byte[] frame) {
        if (frame.length > MAX_FRAME) {
            throw new IllegalArgumentException("frame: " + frame.length);
        }
        if (closed) {
            return false;
        }
        waiting += frame.length;
        if (!blackHole) {
            other.arriving.add(frame);
        }
        return true;
    }

    @Override
    public boolean writable() {
        return !closed && waiting < ROOM;
    }

    @Override
    public Bytes channelBinding() {
        return Bytes.EMPTY;
    }

    @Override
    public void close(String reason) {
        closed = true;
        secure.close(reason);
    }
}
