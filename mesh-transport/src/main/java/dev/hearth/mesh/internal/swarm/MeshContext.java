package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Seams;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.mesh.Authenticator;
import dev.hearth.mesh.spi.Transport;
import java.time.Duration;
import java.util.List;

/** What all swarms of a mesh share. Thread-safe. */
public final class MeshContext {
    private final Authenticator authenticator;
    private final Seams seams;
    private final List<Transport> transports;
    private final Duration resumeTimeout;
    private final Announcement announcement;
    private final Envelope envelope;

    /** Draws the key that signals to us are sealed to; {@code transports} are in the order of preference. */
    public MeshContext(Authenticator authenticator, Seams seams, List<Transport> transports, Duration resumeTimeout) {
        AgreementKey key = AgreementKey.generate(seams.random());
        this.authenticator = authenticator;
        this.seams = seams;
        this.transports = List.copyOf(transports);
        this.resumeTimeout = resumeTimeout;
        this.announcement = Announcement.of(authenticator, key.publicKey());
        this.envelope = new Envelope(authenticator, key);
    }

    /** Returns what introducers show of us. */
    public Announcement announcement() {
        return announcement;
    }

    /** Returns the transports, best first. */
    public List<Transport> transports() {
        return transports;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    DeviceId self() {
        return authenticator.self();
    }

    Seams seams() {
        return seams;
    }

    Duration resumeTimeout() {
        return resumeTimeout;
    }

    Envelope envelope() {
        return envelope;
    }

    Bytes random(int size) {
        byte[] bytes = new byte[size];
        seams.random().nextBytes(bytes);
        return Bytes.of(bytes);
    }

    int rank(String transport) {
        for (int i = 0; i < transports.size(); i++) {
            if (transports.get(i).name().equals(transport)) {
                return i;
            }
        }
        return -1;
    }
}
