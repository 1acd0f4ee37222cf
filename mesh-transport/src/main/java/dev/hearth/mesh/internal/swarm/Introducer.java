package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import java.net.URI;

/** Tells who is in a topic and passes signals on: a signal server seen from a client, or its like. Thread-safe. */
public interface Introducer extends AutoCloseable {
    /** Returns its address. */
    URI address();

    /** Returns whether it passes anything on now. */
    boolean connected();

    /** Returns why it is not connected; empty when it is. */
    String failure();

    /** Becomes a member of the topic, now and whenever the connection comes back. */
    void join(Bytes topic);

    /** Leaves the topic. */
    void leave(Bytes topic);

    /** Passes sealed bytes on to a member. */
    void signal(Bytes topic, DeviceId to, Bytes sealed);

    /** Connects, or disconnects until it is called again; membership is remembered. */
    void online(boolean wanted);

    /** Disconnects for good; safe to call twice. */
    @Override
    void close();
}
