package dev.hearth.mesh.internal.session;

import dev.hearth.base.MalformedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Packets sent and not yet acknowledged, so that another link can repeat them. Not thread-safe. */
final class ReplayBuffer {
    private final Deque<byte[]> packets = new ArrayDeque<>();
    private long first;
    private long bytes;

    /** Numbers a packet and keeps it. */
    long append(byte[] payload) {
        packets.add(payload);
        bytes += payload.length;
        return first + packets.size() - 1;
    }

    /** Forgets the packets before {@code received}. */
    void acknowledge(long received) throws MalformedException {
        if (received > end() || received < 0) {
            throw new MalformedException("Acknowledges what was not sent");
        }
        while (first < received) {
            bytes -= packets.remove().length;
            first++;
        }
    }

    /** The packets from {@code sequence} on, in order. */
    List<byte[]> from(long sequence) {
        List<byte[]> rest = new ArrayList<>();
        long at = first;
        for (byte[] packet : packets) {
            if (at++ >= sequence) {
                rest.add(packet);
            }
        }
        return rest;
    }

    /** The number of the oldest packet that is kept, or of the next when there is none. */
    long first() {
        return first;
    }

    /** The number of the next packet. */
    long end() {
        return first + packets.size();
    }

    long bytes() {
        return bytes;
    }
}
