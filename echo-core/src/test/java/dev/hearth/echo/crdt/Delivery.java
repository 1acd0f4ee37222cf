package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A network between the replicas of a world that delays, reorders, repeats and loses what is sent, and the inboxes
 * behind it, which keep what comes too early, within a limit, and hand over each change once and in causal order. In
 * the product the feeds and the replicator do this.
 */
final class Delivery {
    /** What an inbox keeps at most; what comes too early beyond that is lost, as if it had never come. */
    static final int WAITING = 12;

    /** A change on its way. */
    private record Packet(int author, int number) {}

    private final World world;
    private final List<List<Packet>> flying = new ArrayList<>();
    private final List<Set<Packet>> waiting = new ArrayList<>();
    private final int[] sentOf;

    Delivery(World world) {
        this.world = world;
        this.sentOf = new int[world.replicas.size()];
        for (int i = 0; i < sentOf.length; i++) {
            flying.add(new ArrayList<>());
            waiting.add(new LinkedHashSet<>());
        }
    }

    /** Sends what a replica made since to all others. */
    void send(int author) {
        for (; sentOf[author] < world.sent.get(author).size(); sentOf[author]++) {
            for (int to = 0; to < flying.size(); to++) {
                if (to != author) {
                    flying.get(to).add(new Packet(author, sentOf[author]));
                }
            }
        }
    }

    /** One of what flies to a replica arrives. */
    void deliver(int to, int which) throws ChangeException {
        List<Packet> packets = flying.get(to);
        if (!packets.isEmpty()) {
            arrive(to, packets.remove(which % packets.size()));
        }
    }

    /** One of what flies to a replica arrives and will come again. */
    void repeat(int to, int which) throws ChangeException {
        List<Packet> packets = flying.get(to);
        if (!packets.isEmpty()) {
            arrive(to, packets.get(which % packets.size()));
        }
    }

    /** One of what flies to a replica is lost. */
    void lose(int to, int which) {
        List<Packet> packets = flying.get(to);
        if (!packets.isEmpty()) {
            packets.remove(which % packets.size());
        }
    }

    /** A replica forgets what waits, as when its process ends. */
    void forget(int replica) {
        waiting.get(replica).clear();
    }

    /** A replica is sent all that another one has and it has not. */
    void resend(int from, int to) {
        int[] has = world.replicas.get(to).has;
        int[] offered = world.replicas.get(from).has;
        for (int author = 0; author < has.length; author++) {
            for (int number = has[author]; number < offered[author]; number++) {
                flying.get(to).add(new Packet(author, number));
            }
        }
    }

    private void arrive(int to, Packet packet) throws ChangeException {
        World.Replica replica = world.replicas.get(to);
        if (packet.number < replica.has[packet.author]) {
            return;
        }
        Set<Packet> inbox = waiting.get(to);
        if (packet.number == replica.has[packet.author] && replica.mayReceive(packet.author)) {
            inbox.remove(packet);
            replica.receive(packet.author);
            boolean released = true;
            while (released) {
                released = releaseOne(replica, inbox);
            }
        } else if (inbox.size() < WAITING) {
            inbox.add(packet);
        }
    }

    private static boolean releaseOne(World.Replica replica, Set<Packet> inbox) throws ChangeException {
        for (Packet packet : inbox) {
            if (packet.number == replica.has[packet.author] && replica.mayReceive(packet.author)) {
                inbox.remove(packet);
                replica.receive(packet.author);
                return true;
            }
        }
        return false;
    }

    /** Brings everything to everyone: each is asked what it lacks until it lacks nothing, newest first. */
    void settle() throws ChangeException {
        for (int to = 0; to < flying.size(); to++) {
            while (!flying.get(to).isEmpty()) {
                deliver(to, flying.get(to).size() - 1);
            }
        }
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int to = 0; to < flying.size(); to++) {
                for (int i = 1; i < flying.size(); i++) {
                    resend((to + i) % flying.size(), to);
                    moved |= !flying.get(to).isEmpty();
                    while (!flying.get(to).isEmpty()) {
                        deliver(to, flying.get(to).size() - 1);
                    }
                }
            }
        }
    }
}
