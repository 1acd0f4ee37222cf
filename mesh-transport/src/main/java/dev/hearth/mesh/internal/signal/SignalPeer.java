package dev.hearth.mesh.internal.signal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.VerifyKey;
import dev.hearth.mesh.internal.swarm.Announcement;
import dev.hearth.mesh.signal.SignalOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a signal server: whom it proved to be, and what it uses. A relay sender is held while its recipient
 * does not keep up, and a recipient that does not read for some seconds is dropped. Guarded by the hub's lock.
 */
final class SignalPeer implements WireHandler {
    private static final Duration LOGIN = Duration.ofSeconds(5);
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final Duration SILENT = Duration.ofSeconds(45);
    private static final long MOST_BYTES = 16L << 20;
    private static final int BURST_SECONDS = 4;

    private final SignalHub hub;
    private final Wire wire;
    private final Bytes nonce;
    private final SignalOptions options;
    private final long connectedAt;
    private final Set<Bytes> topics = new HashSet<>();
    private final Set<SignalPeer> heldSenders = new HashSet<>();
    private @Nullable Announcement announcement;
    private long heardAt;
    private long crowdedSince = -1;
    private int heldBy;
    private boolean dropped;
    private double messageAllowance;
    private double byteAllowance;
    private boolean overQuota;
    private long refilledAt;

    SignalPeer(SignalHub hub, Wire wire, Bytes nonce, SignalOptions options, long now) {
        this.hub = hub;
        this.wire = wire;
        this.nonce = nonce;
        this.options = options;
        this.connectedAt = now;
        this.heardAt = now;
        this.refilledAt = now;
        this.messageAllowance = (double) options.messagesPerSecond() * BURST_SECONDS;
        this.byteAllowance = (double) options.relayBytesPerSecond();
    }

    @Override
    public void message(byte[] message) {
        hub.message(this, message);
    }

    @Override
    public void writable() {
        hub.writable(this);
    }

    @Override
    public void closed(String reason) {
        hub.closed(this);
    }

    void login(SignalFrame.Login login) throws MalformedException {
        if (login.version() != SignalFrame.VERSION) {
            throw new MalformedException("Another version of the protocol");
        }
        login.announcement().verify();
        VerifyKey key = VerifyKey.of(login.announcement().device().value());
        Bytes input = SignalFrame.proofInput(nonce, login.announcement());
        if (!key.verify(SignalFrame.LOGIN_DOMAIN, input, login.proof())) {
            throw new MalformedException("The login is not signed by its device");
        }
        announcement = login.announcement();
    }

    boolean loggedIn() {
        return announcement != null;
    }

    Announcement announcement() {
        if (announcement == null) {
            throw new IllegalStateException("Not logged in");
        }
        return announcement;
    }

    DeviceId device() {
        return announcement().device();
    }

    Set<Bytes> topics() {
        return topics;
    }

    boolean dropped() {
        return dropped;
    }

    void send(SignalFrame frame) {
        sendEncoded(frame.encode());
    }

    void sendEncoded(byte[] message) {
        if (!dropped) {
            wire.send(message);
        }
    }

    /** Counts what came; of relayed frames a thousand weigh as much as a signal, for their bytes count as well. */
    void counted(byte[] message, long now) throws MalformedException {
        heardAt = now;
        messageAllowance -= SignalFrame.relays(message) ? 0.001 : 1;
        byteAllowance -= message.length;
        if (messageAllowance < -(double) options.messagesPerSecond() * BURST_SECONDS * 8) {
            throw new MalformedException("Too many messages");
        }
        if ((messageAllowance < 0 || byteAllowance < 0) && !overQuota) {
            overQuota = true;
            updateReading();
        }
    }

    void refill(long now) {
        double seconds = (double) (now - refilledAt) / 1e9;
        refilledAt = now;
        double bytesPerSecond = (double) options.relayBytesPerSecond();
        messageAllowance = Math.min(
                (double) options.messagesPerSecond() * BURST_SECONDS,
                messageAllowance + seconds * options.messagesPerSecond());
        byteAllowance = Math.min(bytesPerSecond, byteAllowance + seconds * bytesPerSecond);
        if (overQuota && messageAllowance > 0 && byteAllowance > 0) {
            overQuota = false;
            updateReading();
        }
    }

    /** Whether so much waits that senders are to be held. */
    boolean crowded(long now) {
        boolean crowded = !wire.writable();
        if (crowded && crowdedSince < 0) {
            crowdedSince = now;
        }
        return crowded;
    }

    void waitFor(SignalPeer slow) {
        if (slow.heldSenders.add(this)) {
            heldBy++;
            updateReading();
        }
    }

    void drained() {
        crowdedSince = -1;
        for (SignalPeer sender : heldSenders) {
            sender.heldBy--;
            sender.updateReading();
        }
        heldSenders.clear();
    }

    private void updateReading() {
        wire.reading(heldBy == 0 && !overQuota);
    }

    /** Why this connection is to be dropped, if it is. */
    Optional<String> fault(long now) {
        if (!loggedIn() && now - connectedAt > LOGIN.toNanos()) {
            return Optional.of("No login in time");
        }
        if (wire.pendingBytes() > MOST_BYTES || (crowdedSince >= 0 && now - crowdedSince > SLOW.toNanos())) {
            return Optional.of("It does not read what it is sent");
        }
        if (heldBy == 0 && !overQuota && now - heardAt > SILENT.toNanos()) {
            return Optional.of("It is silent");
        }
        return Optional.empty();
    }

    void drop(String reason) {
        if (!dropped) {
            wire.send(new SignalFrame.Goodbye(reason).encode());
            dropped = true;
            wire.close(reason);
        }
    }
}
