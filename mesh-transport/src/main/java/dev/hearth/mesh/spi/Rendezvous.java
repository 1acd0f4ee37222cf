package dev.hearth.mesh.spi;

import dev.hearth.base.Bytes;
import java.util.function.Consumer;

/**
 * Carries the few messages that two ends of one attempt exchange before they are connected: addresses, offers, answers.
 * Each is sealed to the peer and signed. It may be lost; order is kept. Thread-safe.
 */
public interface Rendezvous {
    /** The most bytes in a signal. */
    int MAX_SIGNAL = 32 * 1024;

    /** Sends {@code signal} to the other end. */
    void send(Bytes signal);

    /** Sets who hears the other end; what arrived before is delivered at once. */
    void onSignal(Consumer<Bytes> handler);
}
