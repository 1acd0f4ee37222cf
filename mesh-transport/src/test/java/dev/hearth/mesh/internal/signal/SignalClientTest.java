package dev.hearth.mesh.internal.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Scheduler;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.base.Subscription;
import dev.hearth.mesh.KeyAuthenticator;
import dev.hearth.mesh.internal.swarm.Announcement;
import dev.hearth.mesh.internal.swarm.Introducer;
import dev.hearth.mesh.internal.swarm.IntroducerEvents;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Attack A30: what a hostile signal server costs a client, in virtual time. */
final class SignalClientTest {
    private static final Bytes TOPIC = Bytes.of(new byte[32]);
    private static final Duration STEP = Duration.ofMillis(250);

    private final Time time = new Time();
    private final List<RecordingWire> wires = new ArrayList<>();
    private final List<WireHandler> handlers = new ArrayList<>();
    private final KeyAuthenticator keys = KeyAuthenticator.create();
    private final Announcement announcement = Announcement.of(keys, TOPIC);
    private final SignalClient client =
            new SignalClient(URI.create("wss://signal.example/"), this::connect, keys, announcement, new Deaf(), time);

    private Wire connect(URI address, WireHandler to) {
        RecordingWire wire = new RecordingWire();
        wires.add(wire);
        handlers.add(to);
        return wire;
    }

    private RecordingWire wire() {
        return wires.get(wires.size() - 1);
    }

    private WireHandler handler() {
        return handlers.get(handlers.size() - 1);
    }

    private void say(SignalFrame frame) {
        handler().message(frame.encode());
    }

    private void accept() {
        say(new SignalFrame.Hello(SignalFrame.VERSION, Bytes.of(new byte[SignalFrame.SERVER]), nonce()));
        say(new SignalFrame.Accepted());
    }

    private static Bytes nonce() {
        return Bytes.of(new byte[SignalFrame.NONCE]);
    }

    /** Lets a minute go by, and ends each connection as {@code end} does; returns how many there were. */
    private int connectionsInAMinute(Runnable end) {
        int before = wires.size();
        for (int i = 0; i < 240; i++) {
            int known = wires.size();
            time.advance(STEP);
            if (wires.size() > known) {
                end.run();
            }
        }
        return wires.size() - before;
    }

    @Test
    void a30AServerThatRefusesIsTriedMoreAndMoreSeldom() {
        connectionsInAMinute(() -> handler().closed("refused"));
        assertThat(connectionsInAMinute(() -> handler().closed("refused"))).isBetween(1, 20);
        assertThat(client.error()).contains(ErrorCode.SIGNAL_UNREACHABLE);
        client.close();
        assertThat(connectionsInAMinute(() -> handler().closed("refused"))).isZero();
    }

    @Test
    void a30AServerThatAcceptsAndHangsUpIsNoBetter() {
        connectionsInAMinute(() -> {
            accept();
            handler().closed("gone");
        });
        int later = connectionsInAMinute(() -> {
            accept();
            handler().closed("gone");
        });
        assertThat(later).isBetween(1, 20);
    }

    @Test
    void aServerThatWasThereForAWhileIsFoundAgainSoon() {
        connectionsInAMinute(() -> handler().closed("refused"));
        while (wire().closed) {
            time.advance(STEP);
        }
        accept();
        time.advance(Duration.ofSeconds(4));
        say(new SignalFrame.Pong());
        time.advance(Duration.ofSeconds(4));
        int before = wires.size();
        handler().closed("restarted");
        time.advance(Duration.ofMillis(500));
        assertThat(wires).hasSize(before + 1);
    }

    @Test
    void a30AServerThatNeverAnswersIsLeftAfterTenSeconds() {
        time.advance(STEP);
        RecordingWire first = wire();
        time.advance(Duration.ofSeconds(9));
        assertThat(first.closed).isFalse();
        time.advance(Duration.ofSeconds(2));
        assertThat(first.closed).isTrue();
        assertThat(client.failure()).isEqualTo("The signal server does not answer");
    }

    @Test
    void a30AFloodOfMessagesEndsTheConnection() {
        time.advance(STEP);
        accept();
        for (int i = 0; i < 65_000; i++) {
            say(new SignalFrame.Absent(TOPIC, keys.self()));
        }
        assertThat(client.connected()).isTrue();
        for (int i = 0; i < 1_000; i++) {
            say(new SignalFrame.Absent(TOPIC, keys.self()));
        }
        assertThat(client.connected()).isFalse();
        assertThat(wire().closed).isTrue();
        assertThat(client.failure()).isEqualTo("The signal server breaks the protocol");
    }

    @Test
    void a30AServerThatAsksAndDoesNotReadIsLeft() {
        time.advance(STEP);
        accept();
        wire().pending = (8L << 20) + 1;
        say(new SignalFrame.Ping());
        assertThat(wire().closed).isTrue();
        assertThat(client.failure()).isEqualTo("The signal server does not read");
    }

    @Test
    void a30ASecondWelcomeBreaksTheProtocol() {
        time.advance(STEP);
        client.showAll();
        client.join(TOPIC);
        accept();
        say(new SignalFrame.Accepted());
        assertThat(wire().closed).isTrue();
        assertThat(wire().frames(SignalFrame.Join.class)).hasSize(1);
    }

    @Test
    void aDistrustedCertificateIsTold() {
        time.advance(STEP);
        handler().distrusted();
        handler().closed("The signal server's certificate is out of date");
        assertThat(client.error()).contains(ErrorCode.SIGNAL_UNTRUSTED);
        time.advance(Duration.ofSeconds(1));
        accept();
        assertThat(client.error()).isEmpty();
    }

    @Test
    void aServerIsShownNoTopicThatItIsNotVisitedFor() {
        time.advance(STEP);
        client.join(TOPIC);
        Bytes other = keys.self().value();
        client.join(other);
        accept();
        assertThat(wire().frames(SignalFrame.Join.class)).isEmpty();
        client.visit(other);
        client.visit(other);
        assertThat(wire().frames(SignalFrame.Join.class)).containsExactly(new SignalFrame.Join(other));
        assertThat(client.endVisit(other)).isTrue();
        assertThat(wire().frames(SignalFrame.Leave.class)).isEmpty();
        assertThat(client.endVisit(other)).isFalse();
        assertThat(wire().frames(SignalFrame.Leave.class)).containsExactly(new SignalFrame.Leave(other));
        client.showAll();
        assertThat(wire().frames(SignalFrame.Join.class)).hasSize(3);
    }

    /** Hears nothing. */
    private static final class Deaf implements IntroducerEvents {
        @Override
        public void present(Introducer from, Bytes topic, Announcement member) {}

        @Override
        public void absent(Introducer from, Bytes topic, DeviceId member) {}

        @Override
        public void signal(Introducer from, Bytes topic, DeviceId sender, Bytes sealed) {}

        @Override
        public void lost(Introducer from) {}
    }

    /** Time that goes on when the test says so, and randomness from a seed. */
    private static final class Time implements Seams {
        private final SecureRandom random = new Seeded();
        private final List<Runnable> ticks = new ArrayList<>();
        private long now;

        void advance(Duration by) {
            long end = now + by.toNanos();
            while (now < end) {
                now = Math.min(end, now + STEP.toNanos());
                List.copyOf(ticks).forEach(Runnable::run);
            }
        }

        @Override
        public InstantSource clock() {
            return InstantSource.fixed(Instant.EPOCH);
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public SecureRandom random() {
            return random;
        }

        @Override
        public Scheduler scheduler() {
            return new Scheduler() {
                @Override
                public Subscription after(Duration delay, Runnable task) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Subscription every(Duration period, Runnable task) {
                    ticks.add(task);
                    return () -> ticks.remove(task);
                }
            };
        }

        @Override
        public SerialExecutor serial(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Executor blocking() {
            return Runnable::run;
        }

        @Override
        public void close() {}
    }

    /** Draws the same each time. */
    private static final class Seeded extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final Random drawn = new Random(30);

        @Override
        public double nextDouble() {
            return drawn.nextDouble();
        }
    }
}
