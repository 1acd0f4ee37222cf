package dev.hearth.mesh.internal.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Seams;
import dev.hearth.mesh.spi.DialHandler;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.LinkHandler;
import dev.hearth.mesh.spi.RemotePeer;
import dev.hearth.mesh.spi.Rendezvous;
import dev.hearth.testkit.Await;
import dev.hearth.testkit.NetworkNamespace;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real data channels; in a network namespace only, so that no packet leaves the machine. */
final class WebRtcTransportTest {
    private static final DeviceId ONE = new DeviceId(Bytes.of(new byte[32]));

    private Seams seams;
    private WebRtcTransport here;
    private WebRtcTransport there;

    @BeforeEach
    void open() {
        NetworkNamespace.requireInside();
        seams = Seams.system();
        here = new WebRtcTransport(seams);
        there = new WebRtcTransport(seams);
        assertThat(here.available()).as(here.unavailableReason()).isTrue();
    }

    @AfterEach
    void close() {
        if (seams != null) {
            here.close();
            there.close();
            seams.close();
        }
    }

    /** Both ends of one attempt. */
    private record Pair(Link dialed, Link answered) {}

    private Pair connect(Tamper tamper) {
        End left = new End(seams.serial("left"), tamper);
        End right = new End(seams.serial("right"), tamper);
        left.other.complete(right);
        right.other.complete(left);
        CompletableFuture<Link> dialed = new CompletableFuture<>();
        CompletableFuture<Link> answered = new CompletableFuture<>();
        RemotePeer peer = new RemotePeer(ONE, ONE, ONE.value());
        there.answer(peer, right, outcome(answered));
        here.dial(peer, left, outcome(dialed));
        return new Pair(
                dialed.orTimeout(20, TimeUnit.SECONDS).join(),
                answered.orTimeout(20, TimeUnit.SECONDS).join());
    }

    /** Changes a signal on its way. */
    private interface Tamper {
        Bytes change(Bytes signal);
    }

    private static DialHandler outcome(CompletableFuture<Link> future) {
        return new DialHandler() {
            @Override
            public void opened(Link link) {
                future.complete(link);
            }

            @Override
            public void failed(String reason) {
                future.completeExceptionally(new IllegalStateException(reason));
            }
        };
    }

    /** One end of a rendezvous inside this process. */
    private static final class End implements Rendezvous {
        private final Executor executor;
        private final Tamper tamper;
        private final CompletableFuture<Consumer<Bytes>> handler = new CompletableFuture<>();
        private final CompletableFuture<End> other = new CompletableFuture<>();

        End(Executor executor, Tamper tamper) {
            this.executor = executor;
            this.tamper = tamper;
        }

        @Override
        public void send(Bytes signal) {
            executor.execute(() -> other.join().handler.join().accept(tamper.change(signal)));
        }

        @Override
        public void onSignal(Consumer<Bytes> given) {
            handler.complete(given);
        }
    }

    /** Counts what comes. */
    private static final class Counter implements LinkHandler {
        private final AtomicInteger frames = new AtomicInteger();
        private final AtomicReference<String> end = new AtomicReference<>();
        private volatile boolean ordered = true;

        @Override
        public void frame(byte[] frame) {
            ordered &= ByteBuffer.wrap(frame).getInt() == frames.getAndIncrement();
        }

        @Override
        public void writable() {
            // The sender of this test asks.
        }

        @Override
        public void closed(String reason) {
            end.set(reason);
        }
    }

    @Test
    void carriesFramesInOrderUnderBackPressureAndEndsOnBothSides() {
        Pair pair = connect(signal -> signal);
        assertThat(pair.dialed().channelBinding())
                .isEqualTo(pair.answered().channelBinding())
                .isNotEqualTo(Bytes.EMPTY);
        Counter receiver = new Counter();
        Counter sender = new Counter();
        pair.answered().start(receiver);
        pair.dialed().start(sender);
        int frames = 500;
        for (int i = 0; i < frames; i++) {
            Await.until("writable", Duration.ofSeconds(20), pair.dialed()::writable);
            byte[] frame = new byte[Link.MAX_FRAME];
            ByteBuffer.wrap(frame).putInt(i);
            assertThat(pair.dialed().send(frame)).isTrue();
        }
        Await.until("all frames", Duration.ofSeconds(60), () -> receiver.frames.get() == frames);
        assertThat(receiver.ordered).isTrue();
        pair.answered().close("done");
        Await.until(
                "both ends to hear",
                Duration.ofSeconds(20),
                () -> sender.end.get() != null && receiver.end.get() != null);
        assertThat(receiver.end.get()).isEqualTo("done");
        assertThat(pair.dialed().send(new byte[4])).isFalse();
    }

    @Test
    void connectsAgainAndAgain() {
        for (int i = 0; i < 20; i++) {
            Pair pair = connect(signal -> signal);
            Counter ended = new Counter();
            pair.answered().start(ended);
            pair.dialed().close("next");
            Await.until("the other end to hear", Duration.ofSeconds(20), () -> ended.end.get() != null);
        }
    }

    @Test
    void garbageFromThePeerFailsTheAttemptAndNothingElse() {
        CompletableFuture<Link> dialed = new CompletableFuture<>();
        End left = new End(seams.serial("left"), signal -> signal);
        End right = new End(seams.serial("right"), signal -> new RtcSignal.Answer("v=garbage").encode());
        left.other.complete(right);
        right.other.complete(left);
        right.onSignal(signal -> right.send(signal));
        here.dial(new RemotePeer(ONE, ONE, ONE.value()), left, outcome(dialed));
        assertThat(dialed.handle((link, failure) -> failure)
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join())
                .isInstanceOf(IllegalStateException.class);
    }
}
