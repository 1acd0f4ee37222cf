package dev.hearth.mesh.internal.link;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.mesh.internal.swarm.Announcement;
import dev.hearth.mesh.internal.swarm.Introducer;
import dev.hearth.mesh.internal.swarm.IntroducerEvents;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Introduces the meshes of one process to each other. Thread-safe. */
public final class MemoryIntroducer implements Introducer {
    private static final URI ADDRESS = URI.create("memory:/");

    private final MemoryHub hub;
    private final Announcement announcement;
    private final IntroducerEvents events;
    private final Set<Bytes> joined = ConcurrentHashMap.newKeySet();
    private volatile boolean online = true;

    /** Stands for one mesh in {@code hub}. */
    public MemoryIntroducer(MemoryHub hub, Announcement announcement, IntroducerEvents events) {
        this.hub = hub;
        this.announcement = announcement;
        this.events = events;
    }

    Announcement announcement() {
        return announcement;
    }

    IntroducerEvents events() {
        return events;
    }

    @Override
    public URI address() {
        return ADDRESS;
    }

    @Override
    public boolean connected() {
        return online;
    }

    @Override
    public String failure() {
        return online ? "" : "Paused";
    }

    @Override
    public void join(Bytes topic) {
        joined.add(topic);
        if (online) {
            hub.join(topic, this);
        }
    }

    @Override
    public void leave(Bytes topic) {
        joined.remove(topic);
        hub.leave(topic, this);
    }

    @Override
    public void signal(Bytes topic, DeviceId to, Bytes sealed) {
        if (online) {
            hub.signal(topic, announcement.device(), to, sealed);
        }
    }

    @Override
    public void online(boolean wanted) {
        if (online != wanted) {
            online = wanted;
            if (wanted) {
                joined.forEach(topic -> hub.join(topic, this));
            } else {
                joined.forEach(topic -> hub.leave(topic, this));
                events.lost(this);
            }
        }
    }

    @Override
    public void close() {
        online(false);
    }
}
