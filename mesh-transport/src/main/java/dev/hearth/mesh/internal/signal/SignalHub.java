package dev.hearth.mesh.internal.signal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalStats;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What a signal server knows: who is logged in, and who is a member of what. It sees topics, device keys and sealed
 * bytes, stores nothing on disk, and trusts nobody: a device proves its key, and is slowed down or dropped when it
 * takes more than its part. Thread-safe: one lock, under which nothing waits.
 */
public final class SignalHub {
    /** Signals kept for one absent member. */
    private static final int KEPT_SIGNALS = 16;

    /** Absent members for which signals are kept. */
    private static final int KEPT_MEMBERS = 4_096;

    private final SignalOptions options;
    private final SecureRandom random;
    private final LongSupplier clock;
    private final Set<SignalPeer> connections = new HashSet<>();
    private final Map<DeviceId, SignalPeer> devices = new HashMap<>();
    private final Map<Bytes, Map<DeviceId, SignalPeer>> topics = new HashMap<>();
    private final Map<Member, Kept> kept = new LinkedHashMap<>();
    private final Bytes name;
    private long signals;
    private long relayedBytes;
    private long dropped;

    private record Member(Bytes topic, DeviceId device) {}

    private record Kept(long until, Deque<byte[]> messages) {}

    /** Creates a hub without connections. */
    public SignalHub(SignalOptions options, SecureRandom random, LongSupplier clock) {
        this.options = options;
        this.random = random;
        this.clock = clock;
        this.name = random(SignalFrame.SERVER);
    }

    private Bytes random(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /** Takes a new connection; its messages go to the handler returned. */
    public synchronized WireHandler connected(Wire wire) {
        Bytes nonce = random(SignalFrame.NONCE);
        SignalPeer peer = new SignalPeer(this, wire, nonce, options, clock.getAsLong());
        if (connections.size() >= options.maxConnections()) {
            peer.drop("The server is full");
        } else {
            connections.add(peer);
            wire.send(new SignalFrame.Hello(SignalFrame.VERSION, name, nonce).encode());
        }
        return peer;
    }

    synchronized void message(SignalPeer from, byte[] message) {
        if (from.dropped()) {
            return;
        }
        try {
            from.counted(message, clock.getAsLong());
            if (from.loggedIn()) {
                member(from, SignalFrame.decode(message));
            } else {
                SignalFrame.BEFORE_LOGIN.check(message.length);
                login(from, SignalFrame.decode(message));
            }
        } catch (MalformedException e) {
            drop(from, String.valueOf(e.getMessage()));
        }
    }

    private void login(SignalPeer from, SignalFrame frame) throws MalformedException {
        if (!(frame instanceof SignalFrame.Login login)) {
            throw new MalformedException("Log in first");
        }
        from.login(login);
        SignalPeer earlier = devices.put(from.device(), from);
        if (earlier != null) {
            earlier.drop("The device logged in again");
            gone(earlier);
        }
        from.send(new SignalFrame.Accepted());
    }

    private void member(SignalPeer from, SignalFrame frame) throws MalformedException {
        if (frame instanceof SignalFrame.Join join) {
            join(from, join.topic());
        } else if (frame instanceof SignalFrame.Leave leave) {
            if (from.topics().remove(leave.topic())) {
                leave(from, leave.topic());
            }
        } else if (frame instanceof SignalFrame.Pass pass) {
            pass(from, pass);
        } else if (frame instanceof SignalFrame.Relay relay) {
            relay(from, relay);
        } else if (frame instanceof SignalFrame.Ping) {
            from.send(new SignalFrame.Pong());
        } else if (!(frame instanceof SignalFrame.Pong)) {
            throw new MalformedException("A message that only servers send");
        }
    }

    private void join(SignalPeer from, Bytes topic) throws MalformedException {
        if (from.topics().size() >= options.maxTopics()) {
            throw new MalformedException("Too many topics");
        }
        Map<DeviceId, SignalPeer> members = topics.computeIfAbsent(topic, unseen -> new LinkedHashMap<>());
        if (members.size() >= options.maxMembers() || !from.topics().add(topic)) {
            return;
        }
        SignalFrame news = new SignalFrame.Present(topic, from.announcement());
        for (SignalPeer other : members.values()) {
            other.send(news);
            from.send(new SignalFrame.Present(topic, other.announcement()));
        }
        members.put(from.device(), from);
        Kept waiting = kept.remove(new Member(topic, from.device()));
        if (waiting != null) {
            waiting.messages.forEach(from::sendEncoded);
        }
    }

    private void leave(SignalPeer from, Bytes topic) {
        Map<DeviceId, SignalPeer> members = topics.get(topic);
        if (members != null && members.remove(from.device(), from)) {
            SignalFrame news = new SignalFrame.Absent(topic, from.device());
            members.values().forEach(other -> other.send(news));
            if (members.isEmpty()) {
                topics.remove(topic);
            }
        }
    }

    private void pass(SignalPeer from, SignalFrame.Pass pass) {
        if (!from.topics().contains(pass.topic())) {
            return;
        }
        byte[] message = new SignalFrame.Pass(pass.topic(), from.device(), pass.sealed()).encode();
        SignalPeer to = topics.getOrDefault(pass.topic(), Map.of()).get(pass.other());
        signals++;
        if (to != null) {
            to.sendEncoded(message);
            return;
        }
        Kept waiting = kept.get(new Member(pass.topic(), pass.other()));
        if (waiting != null && waiting.messages.size() < KEPT_SIGNALS) {
            waiting.messages.add(message);
        }
    }

    private void relay(SignalPeer from, SignalFrame.Relay relay) {
        SignalPeer to = topics.getOrDefault(relay.topic(), Map.of()).get(relay.other());
        if (!from.topics().contains(relay.topic())) {
            return;
        }
        if (to == null) {
            if (!relay.frame().isEmpty()) {
                from.send(new SignalFrame.Relay(relay.topic(), relay.other(), relay.lane(), Bytes.EMPTY));
            }
            return;
        }
        relayedBytes += relay.frame().size();
        to.sendEncoded(new SignalFrame.Relay(relay.topic(), from.device(), relay.lane(), relay.frame()).encode());
        if (to.crowded(clock.getAsLong())) {
            from.waitFor(to);
        }
    }

    synchronized void writable(SignalPeer peer) {
        peer.drained();
    }

    synchronized void closed(SignalPeer peer) {
        gone(peer);
    }

    private void drop(SignalPeer peer, String reason) {
        dropped++;
        peer.drop(reason);
        gone(peer);
    }

    private void gone(SignalPeer peer) {
        connections.remove(peer);
        peer.drained();
        if (!peer.loggedIn()) {
            return;
        }
        devices.remove(peer.device(), peer);
        for (Bytes topic : List.copyOf(peer.topics())) {
            leave(peer, topic);
            if (kept.size() < KEPT_MEMBERS) {
                long until = clock.getAsLong() + options.keep().toNanos();
                kept.putIfAbsent(new Member(topic, peer.device()), new Kept(until, new ArrayDeque<>()));
            }
        }
        peer.topics().clear();
    }

    /** Drops those who do not log in, do not read or are silent; called about once a second. */
    public synchronized void tick() {
        long now = clock.getAsLong();
        for (SignalPeer peer : List.copyOf(connections)) {
            peer.fault(now).ifPresentOrElse(reason -> drop(peer, reason), () -> peer.refill(now));
        }
        kept.values().removeIf(each -> now - each.until > 0);
    }

    /** Ends all connections. */
    public synchronized void close() {
        List.copyOf(connections).forEach(peer -> {
            peer.drop("The server stops");
            connections.remove(peer);
        });
        devices.clear();
        topics.clear();
    }

    /** Returns the figures. */
    public synchronized SignalStats stats() {
        return new SignalStats(devices.size(), topics.size(), signals, relayedBytes, dropped);
    }
}
