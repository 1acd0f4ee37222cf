package dev.hearth.echo;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Databases of one space, and links between them that carry a frame when the test says so. */
final class TestPeers {
    private static final int BUSY = 4;

    private final long seed;
    private final ManualSeams seams;
    private final Random random;
    private final TestSpace space;
    private final List<Peer> peers = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    TestPeers(long seed, int count) {
        this.seed = seed;
        seams = new ManualSeams(seed);
        random = new Random(seed);
        space = new TestSpace(seed);
        for (int i = 0; i < count; i++) {
            peers.add(new Peer(TestSpace.device(i)));
        }
        for (Peer peer : peers) {
            peers.forEach(other -> peer.member.admit(other.device));
        }
    }

    /** A device and its store, which outlives the database. */
    final class Peer {
        final DeviceId device;
        final TestSpace.Member member;
        Store store = new MemoryStore();
        DatabaseOptions options = DatabaseOptions.defaults();
        private @Nullable EchoDatabase open;

        Peer(DeviceId device) {
            this(space.member(device));
        }

        Peer(TestSpace.Member member) {
            this.device = member.self();
            this.member = member;
        }

        EchoDatabase database() {
            EchoDatabase now = open;
            if (now == null) {
                now = EchoDatabase.open(store, member, member, seams, options);
                open = now;
            }
            return now;
        }

        /** Ends the database as closing does; the next use opens it again. */
        void restart() {
            links.removeIf(link -> link.cutIfOf(this));
            if (open != null) {
                open.close();
                open = null;
            }
        }

        /** Ends the database as the end of its process does: what is not in the store by now is lost. */
        void crash() {
            links.removeIf(link -> link.cutIfOf(this));
            MemoryStore kept = new MemoryStore();
            for (Family family : Family.values()) {
                store.scan(family, new byte[0], (key, value) -> {
                    kept.write(new StoreBatch().put(family, key, value));
                    return true;
                });
            }
            store = kept; // the former database, whose tasks may still run, has the other one
            open = null;
        }
    }

    /** One connection of two peers. */
    static final class Link {
        private final End a;
        private final End b;

        Link(Peer first, Peer second, UnaryOperator<EchoDatabase> of) {
            a = new End(first);
            b = new End(second);
            a.other = b;
            b.other = a;
            a.replicator = of.apply(first.database()).replicate(a);
            b.replicator = of.apply(second.database()).replicate(b);
        }

        End first() {
            return a;
        }

        End second() {
            return b;
        }

        private boolean cutIfOf(Peer peer) {
            boolean concerned = a.peer == peer || b.peer == peer;
            if (concerned) {
                cut();
            }
            return concerned;
        }

        void cut() {
            a.end();
            b.end();
        }

        private boolean idle() {
            return a.inbox.isEmpty() && b.inbox.isEmpty();
        }
    }

    /** One peer's end of a link. */
    static final class End implements ReplicaPort {
        private final Peer peer;
        private final Deque<Bytes> inbox = new ArrayDeque<>();
        private @Nullable End other;
        private @Nullable Replicator replicator;
        private UnaryOperator<Bytes> tamper = UnaryOperator.identity();
        private boolean ended;
        Optional<String> failure = Optional.empty();

        End(Peer peer) {
            this.peer = peer;
        }

        /** Changes what this end hears. */
        void tamper(UnaryOperator<Bytes> change) {
            tamper = change;
        }

        Replicator replicator() {
            return required(replicator);
        }

        @Override
        public boolean send(Bytes frame) {
            End to = required(other);
            if (ended || to.inbox.size() >= BUSY) {
                return false;
            }
            to.inbox.add(to.tamper.apply(frame));
            return true;
        }

        @Override
        public boolean writable() {
            return !ended && required(other).inbox.size() < BUSY;
        }

        @Override
        public void failed(String reason) {
            failure = Optional.of(reason);
            end();
            required(other).end();
        }

        void hear() {
            Bytes frame = inbox.poll();
            if (frame != null && !ended) {
                required(replicator).received(frame);
                required(required(other).replicator).writable();
            }
        }

        /** Hears the frame twice. */
        void stutter() {
            Bytes frame = inbox.peek();
            if (frame != null && !ended) {
                required(replicator).received(frame);
            }
        }

        private void end() {
            ended = true;
            inbox.clear();
            required(replicator).close();
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not linked yet");
        }
        return value;
    }

    /** Lets time go on. */
    void advance(java.time.Duration time) {
        seams.advance(time);
    }

    /** Groups of the stores are written as soon as they are large enough. */
    void writeAtOnce() {
        seams.blockAtOnce();
    }

    long seed() {
        return seed;
    }

    TestSpace space() {
        return space;
    }

    List<Peer> peers() {
        return peers;
    }

    Peer peer(int index) {
        return peers.get(index);
    }

    EchoDatabase database(int index) {
        return peers.get(index).database();
    }

    Link link(int first, int second) {
        return link(peer(first), peer(second));
    }

    Link link(Peer first, Peer second) {
        return link(first, second, UnaryOperator.identity());
    }

    private Link link(Peer first, Peer second, UnaryOperator<EchoDatabase> of) {
        Link link = new Link(first, second, of);
        links.add(link);
        return link;
    }

    /** Links a branch that both know. */
    Link linkBranch(int first, int second, ObjectId branch) {
        return link(peer(first), peer(second), database -> database.openBranch(branch));
    }

    void linkAll() {
        for (int i = 0; i < peers.size(); i++) {
            for (int j = i + 1; j < peers.size(); j++) {
                link(i, j);
            }
        }
    }

    void cutAll() {
        links.forEach(Link::cut);
        links.clear();
    }

    /** Carries one frame or runs one task, drawn at random; returns whether there was any. */
    boolean step() {
        List<Link> busy = links.stream().filter(link -> !link.idle()).toList();
        if (busy.isEmpty() || random.nextInt(3) == 0) {
            if (seams.step()) {
                return true;
            }
        }
        if (busy.isEmpty()) {
            return false;
        }
        Link link = busy.get(random.nextInt(busy.size()));
        End end = random.nextBoolean() ? link.a : link.b;
        if (random.nextInt(10) == 0) {
            end.stutter();
        }
        end.hear();
        return true;
    }

    /** Steps until nothing is left to do. */
    void settle() {
        int steps = 0;
        while (step()) {
            if (++steps > 200_000) {
                throw new AssertionError("no end of talking, seed " + seed);
            }
        }
    }
}
