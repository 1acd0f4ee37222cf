package dev.hearth.echo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.Store;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Devices of one space and links between them that carry a frame of blobs when the test says so. A link has one frame
 * under way each way, as a channel whose credit is a chunk; a cut loses it.
 */
final class BlobNetwork {
    private static final int CHUNK = 2;

    final long seed;
    final Random random;
    final ClockedSeams seams;
    private final TestSpace space;
    private final List<Device> devices = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    final List<Bytes> carried = new ArrayList<>();
    final Map<Hash, Integer> chunksSent = new HashMap<>();
    final Map<Hash, Integer> chunksHeard = new HashMap<>();

    BlobNetwork(long seed, int count) {
        this.seed = seed;
        random = new Random(seed);
        seams = new ClockedSeams(seed);
        space = new TestSpace(seed);
        for (int i = 0; i < count; i++) {
            devices.add(new Device(i));
        }
    }

    /** A device and its store, which outlives its database. */
    final class Device {
        final TestSpace.Member member;
        final Store store = new MemoryStore();
        private @Nullable EchoDatabase open;

        Device(int number) {
            member = space.member(TestSpace.device(number));
        }

        EchoDatabase database() {
            EchoDatabase now = open;
            if (now == null) {
                now = EchoDatabase.open(store, member, member, seams, DatabaseOptions.defaults());
                open = now;
            }
            return now;
        }
    }

    /** One connection. */
    final class Link {
        final End first;
        final End second;

        Link(Device one, Device two) {
            first = new End();
            second = new End();
            first.other = second;
            second.other = first;
            first.link = one.database().exchangeBlobs(two.member.self(), first);
            second.link = two.database().exchangeBlobs(one.member.self(), second);
            links.add(this);
        }

        void cut() {
            links.remove(this);
            first.end();
            second.end();
        }
    }

    /** One device's end of a link. */
    final class End implements ReplicaPort {
        private @Nullable End other;
        private @Nullable FrameLink link;
        private @Nullable Bytes underWay;
        private boolean ended;
        boolean deaf;
        UnaryOperator<Bytes> tamper = UnaryOperator.identity();
        Optional<String> failure = Optional.empty();

        @Override
        public boolean send(Bytes frame) {
            End to = required(other);
            if (ended || to.underWay != null) {
                return false;
            }
            to.underWay = to.tamper.apply(frame);
            carried.add(frame);
            count(frame, chunksSent);
            return true;
        }

        @Override
        public boolean writable() {
            return !ended && required(other).underWay == null;
        }

        @Override
        public void failed(String reason) {
            failure = Optional.of(reason);
            end();
            required(other).end();
        }

        boolean hear() {
            Bytes frame = underWay;
            underWay = null;
            if (frame == null || ended) {
                return false;
            }
            count(frame, chunksHeard);
            required(link).received(frame);
            required(required(other).link).writable();
            return true;
        }

        void say(Bytes frame) {
            required(required(other).link).received(frame);
        }

        private void end() {
            ended = true;
            underWay = null;
            required(link).close();
        }
    }

    private static void count(Bytes frame, Map<Hash, Integer> counts) {
        if (frame.at(0) == CHUNK) {
            counts.merge(new Hash(frame.slice(1, 1 + Hash.SIZE)), 1, Integer::sum);
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not linked yet");
        }
        return value;
    }

    Device device(int number) {
        return devices.get(number);
    }

    Blobs blobs(int number) {
        return device(number).database().blobs();
    }

    /** Ends a device as the end of its process would. */
    void restart(int number) {
        List.copyOf(links).forEach(Link::cut);
        device(number).database().close();
        devices.get(number).open = null;
        settle();
    }

    Link link(int one, int two) {
        return new Link(device(one), device(two));
    }

    BlobRef put(int number, byte[] content) {
        return blobs(number).put(new ByteArrayInputStream(content), BlobSpace.TYPE);
    }

    /** Carries one frame or runs one task, drawn at random; returns whether there was any. */
    boolean step() {
        Deque<End> busy = new ArrayDeque<>();
        for (Link link : links) {
            for (End end : List.of(link.first, link.second)) {
                if (end.underWay != null && !end.deaf) {
                    busy.add(end);
                }
            }
        }
        if (busy.isEmpty() || random.nextInt(3) == 0) {
            if (seams.step()) {
                return true;
            }
        }
        if (busy.isEmpty()) {
            return false;
        }
        return new ArrayList<>(busy).get(random.nextInt(busy.size())).hear();
    }

    void settle() {
        int steps = 0;
        while (step()) {
            if (++steps > 200_000) {
                throw new AssertionError("no end of talking, seed " + seed);
            }
        }
    }
}
