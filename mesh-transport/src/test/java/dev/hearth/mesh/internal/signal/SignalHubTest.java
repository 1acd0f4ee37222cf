package dev.hearth.mesh.internal.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.mesh.KeyAuthenticator;
import dev.hearth.mesh.internal.swarm.Announcement;
import dev.hearth.mesh.signal.SignalOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a signal server does for its members, and to those who break its rules; under a virtual clock. */
class SignalHubTest {
    private static final Bytes TOPIC = bytes(32, 1);
    private static final Bytes LANE = bytes(SignalFrame.LANE, 2);

    private long now = 1;
    private final SignalHub hub = new SignalHub(SignalOptions.loopback(), new SecureRandom(), () -> now);

    private static Bytes bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /** One connection. */
    private final class Client {
        private final KeyAuthenticator keys;
        private final Announcement announcement;
        private final RecordingWire wire = new RecordingWire();
        private final WireHandler server = hub.connected(wire);

        Client(KeyAuthenticator keys) {
            this.keys = keys;
            this.announcement = Announcement.of(keys, bytes(32, 9));
        }

        Client() {
            this(KeyAuthenticator.create());
        }

        DeviceId device() {
            return keys.self();
        }

        void send(SignalFrame frame) {
            server.message(frame.encode());
        }

        SignalFrame.Login loginFor(Bytes nonce) {
            Bytes proof = keys.sign(SignalFrame.LOGIN_DOMAIN, SignalFrame.proofInput(nonce, announcement));
            return new SignalFrame.Login(SignalFrame.VERSION, announcement, proof);
        }

        Bytes nonce() {
            return wire.frames(SignalFrame.Hello.class).get(0).nonce();
        }

        Client login() {
            send(loginFor(nonce()));
            assertThat(wire.frames(SignalFrame.Accepted.class)).hasSize(1);
            return this;
        }

        Client join() {
            send(new SignalFrame.Join(TOPIC));
            return this;
        }
    }

    private Client member() {
        return new Client().login().join();
    }

    private void advance(Duration time) {
        now += time.toNanos();
        hub.tick();
    }

    @Test
    void membersHearOfEachOtherComeAndGo() {
        Client ann = member();
        Client ben = member();
        assertThat(ann.wire.frames(SignalFrame.Present.class))
                .containsExactly(new SignalFrame.Present(TOPIC, ben.announcement));
        assertThat(ben.wire.frames(SignalFrame.Present.class))
                .containsExactly(new SignalFrame.Present(TOPIC, ann.announcement));
        ben.send(new SignalFrame.Leave(TOPIC));
        assertThat(ann.wire.frames(SignalFrame.Absent.class))
                .containsExactly(new SignalFrame.Absent(TOPIC, ben.device()));
        ben.join();
        ben.server.closed("gone");
        assertThat(ann.wire.frames(SignalFrame.Absent.class)).hasSize(2);
        assertThat(hub.stats().connections()).isEqualTo(1);
    }

    @Test
    void aSignalReachesItsRecipientAloneAndNamesItsSender() {
        Client ann = member();
        Client ben = member();
        Client eve = member();
        ann.send(new SignalFrame.Pass(TOPIC, ben.device(), bytes(100, 3)));
        assertThat(ben.wire.frames(SignalFrame.Pass.class))
                .containsExactly(new SignalFrame.Pass(TOPIC, ann.device(), bytes(100, 3)));
        assertThat(eve.wire.frames(SignalFrame.Pass.class)).isEmpty();
    }

    @Test
    void nothingPassesWithoutMembership() {
        Client ann = member();
        Client outsider = new Client().login();
        outsider.send(new SignalFrame.Pass(TOPIC, ann.device(), bytes(100, 3)));
        outsider.send(new SignalFrame.Relay(TOPIC, ann.device(), LANE, bytes(100, 3)));
        assertThat(ann.wire.frames(SignalFrame.Pass.class)).isEmpty();
        assertThat(ann.wire.frames(SignalFrame.Relay.class)).isEmpty();
    }

    @Test
    void signalsForAMemberThatJustLeftWaitForItsReturn() {
        Client ann = member();
        Client ben = member();
        ben.server.closed("gone");
        ann.send(new SignalFrame.Pass(TOPIC, ben.device(), bytes(100, 3)));
        Client again = new Client(ben.keys).login().join();
        assertThat(again.wire.frames(SignalFrame.Pass.class)).hasSize(1);
        again.server.closed("gone");
        ann.send(new SignalFrame.Pass(TOPIC, ben.device(), bytes(100, 4)));
        advance(Duration.ofSeconds(31));
        Client late = new Client(ben.keys).login().join();
        assertThat(late.wire.frames(SignalFrame.Pass.class)).isEmpty();
    }

    @Test
    void aLoginProvesTheKeyOverThisConnectionsNonce() {
        Client first = new Client();
        Client second = new Client(first.keys);
        SignalFrame.Login recorded = first.loginFor(first.nonce());
        second.send(recorded);
        assertThat(second.wire.goodbye()).isEqualTo("The login is not signed by its device");
        assertThat(second.wire.closed).isTrue();

        Client thief = new Client();
        SignalFrame.Login login = thief.loginFor(thief.nonce());
        thief.send(new SignalFrame.Login(SignalFrame.VERSION, first.announcement, login.proof()));
        assertThat(thief.wire.goodbye()).isEqualTo("The login is not signed by its device");
        assertThat(hub.stats().connections()).isZero();
    }

    @Test
    void anAnnouncementThatItsDeviceDidNotMakeIsRefused() {
        Client ann = new Client();
        Announcement forged = new Announcement(ann.device(), bytes(32, 5), ann.announcement.signature());
        Bytes proof = ann.keys.sign(SignalFrame.LOGIN_DOMAIN, SignalFrame.proofInput(ann.nonce(), forged));
        ann.send(new SignalFrame.Login(SignalFrame.VERSION, forged, proof));
        assertThat(ann.wire.goodbye()).isEqualTo("Announcement with a wrong signature");
    }

    @Test
    void aDeviceThatLogsInAgainReplacesItsConnection() {
        Client ann = member();
        Client ben = member();
        Client again = new Client(ben.keys).login().join();
        assertThat(ben.wire.goodbye()).isEqualTo("The device logged in again");
        ann.send(new SignalFrame.Pass(TOPIC, ben.device(), bytes(10, 3)));
        assertThat(again.wire.frames(SignalFrame.Pass.class)).hasSize(1);
        assertThat(hub.stats().connections()).isEqualTo(2);
    }

    @Test
    void whoBreaksTheProtocolHearsOneGoodbyeAndNobodyElseNotices() {
        Client ann = member();
        Random random = new Random(20261123);
        for (int i = 0; i < 500; i++) {
            Client fuzzer = new Client();
            if (i % 2 == 0) {
                fuzzer.login();
            }
            for (int n = 0; n < 3; n++) {
                byte[] message = bytes(random.nextInt(200), random.nextLong()).toArray();
                if (message.length > 0) {
                    message[0] = (byte) random.nextInt(20);
                }
                fuzzer.server.message(message);
            }
            assertThat(fuzzer.wire.frames(SignalFrame.Goodbye.class))
                    .as("number %d", i)
                    .hasSizeLessThan(2);
            fuzzer.server.closed("gone");
        }
        assertThat(ann.wire.closed).isFalse();
        assertThat(hub.stats().connections()).isEqualTo(1);
    }

    @Test
    void beforeLoginMessagesAreSmallAndTimeIsShort() {
        Client large = new Client();
        large.server.message(new byte[600]);
        assertThat(large.wire.goodbye()).isEqualTo("Over the limit of 512 bytes of a message before login");
        Client silent = new Client();
        advance(Duration.ofSeconds(6));
        assertThat(silent.wire.goodbye()).isEqualTo("No login in time");
    }

    @Test
    void aRecipientThatDoesNotReadHoldsItsSendersAndIsDropped() {
        Client ann = member();
        Client ben = member();
        ben.wire.writable = false;
        ann.send(new SignalFrame.Relay(TOPIC, ben.device(), LANE, bytes(60_000, 3)));
        assertThat(ann.wire.reading).isFalse();
        ben.wire.writable = true;
        ben.server.writable();
        assertThat(ann.wire.reading).isTrue();

        ben.wire.writable = false;
        ann.send(new SignalFrame.Relay(TOPIC, ben.device(), LANE, bytes(60_000, 3)));
        advance(Duration.ofSeconds(4));
        assertThat(ben.wire.closed).isFalse();
        advance(Duration.ofSeconds(2));
        assertThat(ben.wire.goodbye()).isEqualTo("It does not read what it is sent");
        assertThat(ann.wire.reading).isTrue();
        assertThat(ann.wire.frames(SignalFrame.Absent.class)).hasSize(1);
    }

    @Test
    void relayedFramesForAnAbsentPeerEndTheLane() {
        Client ann = member();
        DeviceId absent = KeyAuthenticator.create().self();
        ann.send(new SignalFrame.Relay(TOPIC, absent, LANE, bytes(100, 3)));
        assertThat(ann.wire.frames(SignalFrame.Relay.class))
                .containsExactly(new SignalFrame.Relay(TOPIC, absent, LANE, Bytes.EMPTY));
    }

    @Test
    void whoSendsTooMuchIsSlowedDownAndThenDropped() {
        Client ann = member();
        for (int i = 0; i < 900; i++) {
            ann.send(new SignalFrame.Ping());
        }
        assertThat(ann.wire.reading).isFalse();
        assertThat(ann.wire.closed).isFalse();
        advance(Duration.ofSeconds(4));
        assertThat(ann.wire.reading).isTrue();
        for (int i = 0; i < 10_000; i++) {
            ann.send(new SignalFrame.Ping());
        }
        assertThat(ann.wire.goodbye()).isEqualTo("Too many messages");
    }

    @Test
    void aSilentConnectionIsDropped() {
        Client ann = member();
        advance(Duration.ofSeconds(40));
        ann.send(new SignalFrame.Ping());
        advance(Duration.ofSeconds(40));
        assertThat(ann.wire.closed).isFalse();
        advance(Duration.ofSeconds(6));
        assertThat(ann.wire.goodbye()).isEqualTo("It is silent");
    }
}
