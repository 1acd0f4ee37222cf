package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.port.Newcomers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who was admitted without the history is given the state, and writes what follows it. */
final class NewcomersTest {
    private static final DeviceId LATE = TestSpace.device(70);

    private static final CredentialId NEWS = new CredentialId(TestSpace.sha256(TestSpace.NEWS));
    private static final int LEAST_ROOM = 1 << 20;
    private static final int ROOM = 3_000; // characters of a note, of three bytes for the most part

    private final TestPeers peers = new TestPeers(17, 3);
    private final List<Ref<Note>> notes = new ArrayList<>();
    private List<Map<DeviceId, Long>> starts = List.of();

    record Note(String title, Text body) {}

    /** The newcomers as one device knows them; the first one has admitted them. */
    private final class Told implements Newcomers {
        private final TestPeers.Peer peer;

        Told(TestPeers.Peer peer) {
            this.peer = peer;
        }

        @Override
        public int allReadFrom() {
            return 2;
        }

        @Override
        public int readsFrom(DeviceId device) {
            return device.equals(LATE) ? 2 : 0;
        }

        @Override
        public boolean knows(List<CredentialId> authority) {
            return authority.contains(NEWS);
        }

        @Override
        public boolean areOurs() {
            return peer == peers.peer(0);
        }

        @Override
        public boolean waitForStart() {
            return areOurs() && starts.isEmpty();
        }

        @Override
        public void start(Map<DeviceId, Long> version) {
            starts = List.of(Map.copyOf(version));
            peer.member.admit(LATE);
        }

        @Override
        public boolean awaitsStart() {
            return peer.device.equals(LATE) && starts.isEmpty();
        }

        @Override
        public List<Map<DeviceId, Long>> starts(DeviceId device) {
            return device.equals(LATE) ? starts : List.of();
        }

        @Override
        public List<Map<DeviceId, Long>> starts(DeviceId device, List<CredentialId> authority) {
            return starts(device);
        }
    }

    private static String noise(int seed) {
        StringBuilder text = new StringBuilder();
        new Random(seed).ints(ROOM, ' ', 0xD000).forEach(each -> text.append((char) each));
        return text.toString();
    }

    private void begin() {
        for (int i = 0; i < 240; i++) {
            notes.add(peers.database(i % 3).put(new Note("n" + i, Text.of(noise(i)))));
        }
        peers.link(0, 1);
        peers.link(1, 2);
        peers.settle();
    }

    /** A device knows of the newcomer, and writes under the key that it has. */
    private void tell(TestPeers.Peer peer) {
        peer.member.nextKey();
        peer.member.offer(List.of(TestSpace.NEWS));
        peer.member.newcomers(new Told(peer));
    }

    private TestPeers.Peer late(boolean obeys) {
        TestSpace.Member member = peers.space().member(LATE);
        TestPeers.Peer late = peers.new Peer(obeys ? member : member.disobeying());
        DatabaseOptions defaults = DatabaseOptions.defaults();
        late.options = new DatabaseOptions(defaults.cacheBytes(), defaults.flushDelay(), LEAST_ROOM);
        tell(late);
        return late;
    }

    private static void assertFetching(EchoDatabase database) {
        assertThatThrownBy(() -> database.put(new Note("early", Text.of(""))))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STILL_FETCHING));
    }

    /** There is room for a fraction only of what the newcomer can't open. */
    @Test
    void aFloodOfBlocksThatItCantOpenKeepsANewcomerFromNothing() {
        begin();
        notes.add(peers.database(2).put(new Note("last", Text.of("")))); // so that its next block follows all here
        peers.settle();
        TestPeers.Peer late = late(true);
        peers.link(peers.peer(1), late);
        tell(peers.peer(0));
        tell(peers.peer(1));
        peers.settle();
        assertThat(late.database().query(Note.class).count()).isZero();
        assertThat(late.database().status().waiting())
                .isNotEmpty()
                .allMatch(waiting -> waiting.reason().contains("before this device was admitted"));
        assertThat(peers.database(0).status().awaited()).containsExactly(peers.peer(2).device);
        assertThat(starts).as("one may still write what it can't open").isEmpty();
        assertFetching(late.database());
        peers.link(peers.peer(0), late);
        tell(peers.peer(2));
        peers.settle();
        assertThat(late.database().query(Note.class).count()).isEqualTo(241);
        assertThat(late.database().status().waiting()).isEmpty();
        assertThat(peers.database(0).status().awaited()).isEmpty();
        Ref<Note> own = late.database().put(new Note("late", Text.of("")));
        peers.settle();
        for (int i = 0; i < 3; i++) {
            assertThat(peers.database(i).find(own)).isPresent();
            assertThat(peers.database(i).status().quarantined()).isEmpty();
        }
        assertThat(peers.database(2).history(notes.get(2)).editions())
                .as("one alone dropped its history")
                .isNotEmpty();
        assertThat(peers.database(0).history(notes.get(2)).editions()).isEmpty();
    }

    /** A newcomer writes something that follows nothing, so that it fits only where nothing was dropped. */
    @Test
    void whatANewcomerWritesFromBeforeItsStartIsRefusedByAllAlike() {
        begin();
        peers.peers().subList(0, 3).forEach(this::tell);
        peers.settle();
        assertThat(starts).hasSize(1);
        TestPeers.Peer liar =
                peers.new Peer(peers.space().member(LATE).disobeying().admit(LATE));
        liar.member.offer(List.of(TestSpace.NEWS));
        liar.member.nextKey();
        Ref<Note> bad = liar.database().put(new Note("from before", Text.of("")));
        peers.link(peers.peer(2), liar);
        peers.settle();
        for (int i = 0; i < 3; i++) {
            assertThat(peers.database(i).find(bad)).isEmpty();
        }
        assertThat(peers.database(2).status().quarantined())
                .extracting(DatabaseStatus.Quarantined::reason)
                .containsExactly("from before the version that its author was told to start from");
    }

    /** What one peer sent first is older than what another one has by the time that all know of the newcomer. */
    @Test
    void aStateOfOnePeerGivesWayToALaterOneOfAnother() {
        begin();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 3; i++) {
                peers.database(i).compact();
                peers.settle();
            }
        }
        assertThat(peers.database(1).compact().base().blocks()).isPositive();
        notes.add(peers.database(1).put(new Note("since", Text.of(""))));
        peers.settle();
        TestPeers.Peer late = late(true);
        peers.peer(1).member.nextKey();
        peers.link(peers.peer(1), late);
        peers.settle();
        assertThat(late.database().query(Note.class).count()).isEqualTo(240);
        peers.link(peers.peer(0), late);
        peers.peers().subList(0, 3).forEach(this::tell);
        peers.settle();
        assertThat(late.database().find(notes.get(240))).isPresent();
    }

    /** The version that it was told holds the base until the newcomer has written. */
    @Test
    void nothingIsDroppedThatANewcomerWasNotTold() {
        begin();
        peers.peers().subList(0, 3).forEach(this::tell);
        peers.settle();
        Version told = new Version(new java.util.TreeMap<>(starts.get(0)));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 3; i++) {
                peers.database(i).put(new Note("more", Text.of("")));
            }
            peers.settle();
        }
        for (int i = 0; i < 3; i++) {
            CompactionReport report = peers.database(i).compact();
            assertThat(told.includes(report.base())).isTrue();
            assertThat(report.unacknowledged()).contains(LATE);
            peers.settle();
        }
    }
}
