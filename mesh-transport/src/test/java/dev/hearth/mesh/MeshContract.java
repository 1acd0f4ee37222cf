package dev.hearth.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a swarm promises, over whichever transport carries it. */
abstract class MeshContract {
    /** Enough for what takes milliseconds on an idle machine. */
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A topic whose members share a secret. */
    protected static final Topic TOPIC = Topic.secret(bytes(32, 1), bytes(32, 2));

    private final List<TestPeer> peers = new ArrayList<>();

    /** The name of the transport under test. */
    protected abstract String transport();

    /** Options that allow that transport alone. */
    protected abstract MeshOptions options();

    static Bytes bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Bytes.of(bytes);
    }

    static Bytes numbered(int number, int size) {
        ByteWriter out = new ByteWriter(size + 4).u32(number);
        return out.raw(bytes(size, number)).toBytes();
    }

    /** A new device in {@code topic}. */
    protected TestPeer peer(Topic topic) {
        return peer(KeyAuthenticator.create(), topic);
    }

    /** A given device in {@code topic}. */
    protected TestPeer peer(Authenticator authenticator, Topic topic) {
        TestPeer peer = new TestPeer(options(), authenticator, topic);
        peers.add(peer);
        return peer;
    }

    @AfterEach
    void closePeers() {
        peers.forEach(TestPeer::close);
    }

    @Test
    void twoPeersMeetAndKnowEachOther() {
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        Session ofAnn = ann.sessionOver(transport());
        Session ofBen = ben.sessionOver(transport());
        assertThat(ofAnn.binding()).isEqualTo(ofBen.binding());
        assertThat(ofAnn.binding().size()).isEqualTo(32);

        assertThat(ben.asked.get(0)).isEqualTo(ofBen.peer());
        assertThat(ofAnn.peer().identity()).isNotEqualTo(ofBen.peer().identity());
    }

    @Test
    void messagesOfEverySizeArriveInOrderBothWays() {
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        Channel out = ann.session().open(TestPeer.PROTOCOL, ann.recorder());
        int[] sizes = {0, 1, 100, 16 * 1024, 16 * 1024 + 1, 70_000, 300_000, Channel.MAX_MESSAGE - 4};
        for (int i = 0; i < 80; i++) {
            assertThat(out.send(numbered(i, sizes[i % sizes.length]))).isTrue();
        }
        ben.awaitReceived(80);
        Channel back = ben.accepted.get(0);
        ben.received.forEach(back::send);
        ann.awaitReceived(80);
        assertInOrder(ben, 80, sizes);
        assertInOrder(ann, 80, sizes);
    }

    private static void assertInOrder(TestPeer peer, int count, int... sizes) {
        List<Bytes> received = List.copyOf(peer.received);
        assertThat(received).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(received.get(i)).as("message %d", i).isEqualTo(numbered(i, sizes[i % sizes.length]));
        }
    }

    @Test
    void anEmptyMessageIsAMessage() {
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        Channel out = ann.session().open(TestPeer.PROTOCOL, ann.recorder());
        out.send(Bytes.EMPTY);
        ben.awaitReceived(1);
        assertThat(ben.received.peek()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void manyChannelsShareASession() {
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        Session session = ann.session();
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            channels.add(session.open(TestPeer.PROTOCOL, ann.recorder()));
        }
        for (int round = 0; round < 20; round++) {
            for (Channel channel : channels) {
                channel.send(bytes(5_000, round));
            }
        }
        ben.awaitReceived(800);
        channels.forEach(Channel::close);
        Await.until("closed channels", PATIENCE, () -> ben.closedChannels.size() == 40);
        Await.until("closed channels", PATIENCE, () -> ann.closedChannels.size() == 40);
    }

    @Test
    void aReceiverThatDoesNotReadHoldsOnlyItsChannel() throws InterruptedException {
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        Session session = ann.session();
        Channel unread = session.open("nobody/1", ann.recorder());
        for (int i = 0; i < 40; i++) {
            unread.send(bytes(100_000, i));
        }
        assertThat(unread.writable()).isFalse();
        Channel read = session.open(TestPeer.PROTOCOL, ann.recorder());
        read.send(bytes(1_000, 1));
        ben.awaitReceived(1);
        assertThat(unread.queuedBytes()).isGreaterThan(3_000_000);
        ben.session().accept("nobody/1", channel -> ben.recorder());
        ben.awaitReceived(41);
        Await.until("writable", PATIENCE, unread::writable);
    }

    @Test
    void aBigTransferArrivesWhole() {
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        CountDownLatch writable = new CountDownLatch(1);
        Channel out = ann.session().open(TestPeer.PROTOCOL, new ChannelHandler() {
            @Override
            public void message(Bytes message) {}

            @Override
            public void writable() {
                writable.countDown();
            }
        });
        for (int i = 0; i < 40; i++) {
            out.send(bytes(Channel.MAX_MESSAGE, i));
        }
        ben.awaitReceived(40);
        assertThat(writable.getCount()).isZero();
        assertThat(out.queuedBytes()).isZero();
        Await.until("acknowledged", PATIENCE, () -> ann.session().stats().unacknowledgedBytes() == 0);
    }

    @Test
    void closingTheSwarmEndsTheSessionAtThePeerSoon() {
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        Channel open = ann.session().open(TestPeer.PROTOCOL, ann.recorder());
        ben.session();
        ann.swarm().close();
        Await.until("disconnected", Duration.ofSeconds(5), () -> ben.disconnected.size() == 1);
        Await.until("disconnected", Duration.ofSeconds(5), () -> ann.disconnected.size() == 1);
        assertThat(open.send(Bytes.EMPTY)).isFalse();
        assertThat(ann.swarm().sessions()).isEmpty();
    }

    @Test
    void aTopicThatWasLeftCanBeJoinedAgainAtOnce() throws Exception {
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        ann.session();
        ben.session();
        ann.swarm().close();
        try (Swarm again = ann.mesh().join(TOPIC, ann)) {
            Await.until("a new session", PATIENCE, () -> !again.sessions().isEmpty());
            Await.until("the old one over", PATIENCE, () -> ben.disconnected.size() == 1 && ben.connected.size() == 2);
        }
    }

    @Test
    void aSessionClosedHereIsClosedThere() {
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        ann.session();
        ben.session().close();
        Await.until("disconnected", PATIENCE, () -> ann.disconnected.size() == 1 && ben.disconnected.size() == 1);
    }

    @Test
    void withoutTheSecretNobodyGetsInOrLearnsWhoAnswers() {
        TestPeer ann = peer(TOPIC);
        TestPeer mallory = peer(Topic.secret(TOPIC.value(), bytes(32, 3)));
        TestPeer ben = peer(TOPIC);
        ann.session();
        ben.session();
        Await.until(
                "a failed attempt",
                PATIENCE,
                () -> mallory.mesh().status().peers().stream()
                        .anyMatch(peer -> !peer.failures().isEmpty()));
        assertThat(mallory.asked).isEmpty();
        assertThat(mallory.connected).isEmpty();
        assertThat(ann.connected).hasSize(1);
        assertThat(ben.connected).hasSize(1);
    }

    @Test
    void aChainOfSomebodyElseIsRefused() {
        TestPeer ann = peer(TOPIC);
        KeyAuthenticator mallory =
                KeyAuthenticator.create().showing(KeyAuthenticator.create().chain());
        TestPeer impostor = peer(mallory, TOPIC);
        Await.until(
                "a failed attempt",
                PATIENCE,
                () -> ann.mesh().status().peers().stream()
                                .anyMatch(peer ->
                                        peer.failures().values().stream().anyMatch(MeshContract::ofIdentity))
                        || impostor.mesh().status().peers().stream()
                                .anyMatch(peer -> !peer.failures().isEmpty()));
        assertThat(ann.connected).isEmpty();
        assertThat(impostor.connected).isEmpty();
    }

    private static boolean ofIdentity(String failure) {
        return failure.contains("chain") || failure.contains("device");
    }

    @Test
    void whoIsNotAdmittedHasNoSession() {
        TestPeer ann = new TestPeer(options(), KeyAuthenticator.create(), TOPIC, peer -> false);
        try (ann) {
            TestPeer ben = peer(TOPIC);
            Await.until("asked", PATIENCE, () -> !ann.asked.isEmpty());
            assertThat(ann.connected).isEmpty();
            Await.until("refused", PATIENCE, () -> ben.swarm().sessions().isEmpty());
        }
    }

    @Test
    void aPausedMeshComesBackWithItsSession() {
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        Channel out = ann.session().open(TestPeer.PROTOCOL, ann.recorder());
        out.send(numbered(1, 10));
        ben.awaitReceived(1);
        ann.mesh().pause();
        Await.until("no link", PATIENCE, () -> ben.session().transport().isEmpty());
        out.send(numbered(2, 10));
        ann.mesh().resume();
        ben.awaitReceived(2);
        assertThat(ann.disconnected).isEmpty();
        assertThat(ben.disconnected).isEmpty();
    }
}
