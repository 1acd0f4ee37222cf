package dev.hearth.mesh.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.internal.noise.NoiseCiphers;
import dev.hearth.mesh.internal.noise.NoiseHandshake;
import dev.hearth.mesh.internal.noise.NoisePattern;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Two sessions under a virtual clock, while links of several ranks come, go, stall and swallow what they carry:
 * whatever happens, each message arrives once and in order, and the links that remain carry it.
 */
class SessionSimulationTest {
    private static final String PROTOCOL = "simulated/1";
    private static final int CHANNELS = 3;

    private final List<SimulatedLink> links = new ArrayList<>();
    private long now = 1_000_000_000L;

    /** One side. */
    private final class Side {
        private final SessionCore core;
        private final List<Channel> channels = new ArrayList<>();
        private final Map<Integer, Integer> sent = new HashMap<>();
        private final Map<Integer, Integer> received = new HashMap<>();

        Side(boolean initiator) {
            core = new SessionCore(initiator, () -> {}, now);
            core.accept(PROTOCOL, channel -> new ChannelHandler() {
                @Override
                public void message(Bytes message) {
                    check(message);
                }
            });
            for (int i = 0; i < CHANNELS; i++) {
                Channel channel = core.create(PROTOCOL, message -> {});
                core.open(channel);
                channels.add(channel);
            }
        }

        void send(int channel, int size) {
            int number = sent.merge(channel, 1, Integer::sum) - 1;
            byte[] filler = new byte[size];
            new Random(number).nextBytes(filler);
            channels.get(channel)
                    .send(new ByteWriter().u8(channel).u32(number).raw(filler).toBytes());
        }

        private void check(Bytes message) {
            try {
                ByteReader in = new ByteReader(message);
                int channel = in.u8();
                int number = received.merge(channel, 1, Integer::sum) - 1;
                assertThat(in.u32()).isEqualTo(number);
                byte[] filler = new byte[in.remaining()];
                new Random(number).nextBytes(filler);
                assertThat(in.rest()).isEqualTo(Bytes.of(filler));
            } catch (MalformedException e) {
                throw new AssertionError(e);
            }
        }

        void take(SimulatedLink end) {
            try {
                LinkRecord record = end.next(now);
                if (record instanceof LinkRecord.Welcome welcome) {
                    core.attach(end.secure(), welcome.received(), now);
                } else {
                    core.receive(end.secure(), record, now);
                }
            } catch (MalformedException e) {
                end.cut(false);
            }
            core.pump(now);
        }
    }

    private Side dialer = new Side(true);
    private Side answerer = new Side(false);

    @Test
    void eachMessageArrivesOnceAndInOrderWhateverLinksDo() {
        for (long seed = 0; seed < 80; seed++) {
            try {
                run(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void run(Random random) {
        links.clear();
        dialer = new Side(true);
        answerer = new Side(false);
        for (int step = 0; step < 600; step++) {
            step(random);
        }
        connect(0);
        for (int round = 0; round < 200 && !complete(); round++) {
            deliverAll(random);
            advance(Duration.ofMillis(250));
            if (links.stream().allMatch(SimulatedLink::closed)) {
                connect(0);
            }
        }
        assertThat(answerer.received).isEqualTo(dialer.sent);
        assertThat(dialer.received).isEqualTo(answerer.sent);
        assertThat(dialer.core.stats().unacknowledgedBytes()).isZero();
    }

    private boolean complete() {
        return answerer.received.equals(dialer.sent)
                && dialer.received.equals(answerer.sent)
                && dialer.core.stats().unacknowledgedBytes() == 0;
    }

    private void step(Random random) {
        int choice = random.nextInt(100);
        if (choice < 25) {
            Side side = random.nextBoolean() ? dialer : answerer;
            int size = random.nextInt(4) == 0 ? random.nextInt(300_000) : random.nextInt(2_000);
            side.send(random.nextInt(CHANNELS), size);
            side.core.pump(now);
        } else if (choice < 80) {
            deliver(random);
        } else if (choice < 87) {
            connect(random.nextInt(3));
        } else if (choice < 93) {
            live(random, link -> harm(link, random.nextInt(3)));
        } else {
            advance(Duration.ofMillis(random.nextInt(1_500)));
        }
    }

    private void live(Random random, Consumer<SimulatedLink> action) {
        List<SimulatedLink> open = links.stream().filter(link -> !link.closed()).toList();
        if (!open.isEmpty()) {
            action.accept(open.get(random.nextInt(open.size())));
            dialer.core.pump(now);
            answerer.core.pump(now);
        }
    }

    private static void harm(SimulatedLink link, int how) {
        if (how == 0) {
            link.loseLast();
        } else {
            link.cut(how == 1);
        }
    }

    /** Links deliver each in its order, and overtake each other. */
    private void deliver(Random random) {
        live(random, link -> {
            boolean toDialer = random.nextBoolean();
            SimulatedLink end = toDialer ? link : link.other();
            int frames = 1 + random.nextInt(4);
            for (int i = 0; i < frames && end.hasArriving(); i++) {
                (toDialer ? dialer : answerer).take(end);
            }
        });
    }

    private void deliverAll(Random random) {
        for (int i = 0; i < 400; i++) {
            deliver(random);
        }
    }

    private void advance(Duration time) {
        now += time.toNanos();
        dialer.core.tick(now);
        answerer.core.tick(now);
        // An end that closes is noticed at the other, after what it sent before.
        for (SimulatedLink link : List.copyOf(links)) {
            if (link.closed() != link.other().closed()) {
                link.cut(false);
            }
            if (link.closed()) {
                links.remove(link);
            }
        }
        dialer.core.pump(now);
        answerer.core.pump(now);
    }

    /** A link whose handshake is done: the answerer attached it, and its welcome is under way. */
    private void connect(int rank) {
        if (links.size() > 6) {
            return;
        }
        NoiseCiphers[] ciphers = handshake();
        SimulatedLink end = SimulatedLink.pair(rank, ciphers[0], ciphers[1], now);
        links.add(end);
        try {
            SecureLink answering = end.other().secure();
            answering.send(new LinkRecord.Welcome(ResumeRequest.NONE, answerer.core.received()).encode());
            answerer.core.attach(answering, dialer.core.received(), now);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
        answerer.core.pump(now);
    }

    private static NoiseCiphers[] handshake() {
        SecureRandom random = new SecureRandom();
        NoiseHandshake one = noise(true, random);
        NoiseHandshake two = noise(false, random);
        try {
            two.read(one.write(hash -> Bytes.EMPTY), (payload, hash) -> {});
            one.read(two.write(hash -> Bytes.EMPTY), (payload, hash) -> {});
            two.read(one.write(hash -> Bytes.EMPTY), (payload, hash) -> {});
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
        return new NoiseCiphers[] {one.split(), two.split()};
    }

    private static NoiseHandshake noise(boolean initiator, SecureRandom random) {
        return new NoiseHandshake(
                NoisePattern.XX,
                initiator,
                Bytes.EMPTY,
                null,
                AgreementKey.generate(random),
                AgreementKey.generate(random));
    }
}
