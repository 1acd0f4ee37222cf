package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;

/** Hears an {@link Introducer}, on any thread, in its order. What it says of others is not verified yet. */
public interface IntroducerEvents {
    /** A member is there. */
    void present(Introducer from, Bytes topic, Announcement member);

    /** A member left, or its connection ended. */
    void absent(Introducer from, Bytes topic, DeviceId member);

    /** A member sent a signal. */
    void signal(Introducer from, Bytes topic, DeviceId sender, Bytes sealed);

    /** The connection was lost: nobody is reachable through it until they are present again. */
    void lost(Introducer from);
}
