package dev.hearth.mesh.internal.signal;

import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A wire that remembers what a server does with it. */
final class RecordingWire implements Wire {
    final List<byte[]> sent = new ArrayList<>();
    boolean reading = true;
    boolean writable = true;
    boolean closed;
    long pending;

    /** The messages of one kind, in order. */
    <T extends SignalFrame> List<T> frames(Class<T> kind) {
        return sent.stream()
                .map(RecordingWire::decode)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Why the server ended it; empty while it did not. */
    String goodbye() {
        return frames(SignalFrame.Goodbye.class).stream()
                .flatMap(goodbye -> Stream.of(goodbye.reason()))
                .findFirst()
                .orElse("");
    }

    private static SignalFrame decode(byte[] message) {
        try {
            return SignalFrame.decode(message);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean send(byte[] message) {
        if (!closed) {
            sent.add(message);
        }
        return !closed;
    }

    @Override
    public long pendingBytes() {
        return pending;
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void reading(boolean wanted) {
        reading = wanted;
    }

    @Override
    public String source() {
        return "test";
    }

    @Override
    public void close(String reason) {
        closed = true;
    }
}
