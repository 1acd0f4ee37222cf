package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A device that opens nothing keeps what comes, over restarts, and brings it to those who were never there together.
 */
final class RelayTest {
    private static final int BLOCKS = 3;

    record Note(String title, Text body) {}

    /** Peers 0 and 2 never meet; 1 is the relay. */
    private final TestPeers peers = new TestPeers(271, 4);

    private final TestPeers.Peer relay = peers.peer(1);

    RelayTest() {
        relay.member.relay(true);
    }

    private static String noise(Random random, int length) {
        StringBuilder out = new StringBuilder();
        random.ints(length, 'a', 'z').forEach(each -> out.append((char) each));
        return out.toString();
    }

    private static void write(EchoDatabase database, String title, int count) {
        write(database, title, count, 5_000);
    }

    private static void write(EchoDatabase database, String title, int count, int length) {
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            database.put(new Note(title + i, Text.of(noise(random, length))));
        }
    }

    private static List<String> titles(EchoDatabase database) {
        return database.query(Note.class).list().stream()
                .map(row -> row.value().title() + row.value().body().value())
                .sorted()
                .toList();
    }

    private void meet(int one, int other) {
        peers.link(one, other);
        peers.settle();
        peers.cutAll();
    }

    private void assertSame(int one, int other) {
        assertThat(peers.database(one).version())
                .isEqualTo(peers.database(other).version());
        assertThat(titles(peers.database(one))).isEqualTo(titles(peers.database(other)));
        assertThat(peers.database(one).status().waiting()).isEmpty();
        assertThat(peers.database(one).status().withheld()).isEmpty();
        assertThat(peers.database(one).status().quarantined()).isEmpty();
    }

    @Test
    void whatItCanNotReadSurvivesItsEndAndReachesWhoNeverMetTheAuthor() {
        write(peers.database(0), "ann", 40);
        meet(0, 1);
        relay.crash();
        DatabaseStatus status = relay.database().status();
        assertThat(status.carried()).isEqualTo(40);
        assertThat(status.version().blocks()).isZero();
        assertThat(status.waiting()).isEmpty();
        assertThat(status.withheld()).isEmpty();
        assertThat(titles(relay.database())).isEmpty();
        meet(1, 2);
        assertThat(titles(peers.database(2))).hasSize(40);
        assertSame(2, 0);
        write(peers.database(2), "bob", 5);
        meet(1, 2);
        meet(0, 1);
        assertSame(0, 2);
        assertThat(relay.database().status().carried()).isEqualTo(45);
    }

    /** More than may wait in memory goes through it, and comes in an order in which whoever gets it can apply it. */
    @Test
    void moreThanMayWaitGoesThroughIt() {
        DatabaseOptions small =
                new DatabaseOptions(1 << 20, DatabaseOptions.defaults().flushDelay(), 1 << 20);
        relay.options = small;
        peers.peer(2).options = small;
        for (int i = 0; i < 60; i++) {
            write(peers.database(i % 2 == 0 ? 0 : 3), "n" + i, 4, 20_000);
            meet(0, 3);
        }
        meet(0, 1);
        assertThat(relay.database().status().carried()).isGreaterThanOrEqualTo(240);
        relay.restart();
        meet(1, 2);
        assertThat(titles(peers.database(2))).hasSize(240);
        assertSame(2, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void peersThatMeetNobodyButTheRelayEndEqual(long seed) {
        TestPeers all = new TestPeers(seed, 4);
        TestPeers.Peer middle = all.peer(0);
        middle.member.relay(true);
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            write(all.database(1 + random.nextInt(3)), "r" + round, 1 + random.nextInt(2));
            switch (random.nextInt(8)) {
                case 0 -> middle.crash();
                case 1 -> all.peer(1 + random.nextInt(3)).crash();
                case 2, 3, 4 -> all.link(0, 1 + random.nextInt(3));
                default -> {}
            }
            for (int i = random.nextInt(30); i > 0; i--) {
                all.step();
            }
        }
        for (int twice = 0; twice < 2; twice++) {
            all.cutAll();
            for (int i = 1; i < 4; i++) {
                all.link(0, i);
            }
            all.settle();
        }
        List<String> expected = titles(all.database(1));
        for (int i = 2; i < 4; i++) {
            assertThat(titles(all.database(i))).as("seed %d", seed).isEqualTo(expected);
            assertThat(all.database(i).status().waiting()).isEmpty();
        }
        assertThat(middle.database().status().carried())
                .isEqualTo(all.database(1).version().blocks());
        all.cutAll();
        middle.member.relay(false);
        all.settle();
        assertThat(titles(middle.database())).as("seed %d", seed).isEqualTo(expected);
    }

    /** Nothing comes over the network for it, and it is the same as if it had read from the start. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoComesToReadReadsWhatIsStored(boolean restarted) {
        write(peers.database(0), "ann", 30);
        meet(0, 3);
        write(peers.database(3), "carl", 30);
        meet(3, 1);
        if (restarted) {
            relay.crash();
        }
        assertThat(relay.database().status().carried()).isEqualTo(60);
        relay.member.relay(false);
        peers.settle();
        assertThat(titles(relay.database())).hasSize(60);
        assertSame(1, 3);
        assertThat(relay.database().status().carried()).isZero();
        assertThat(relay.database().verify().findings()).isEmpty();
        relay.restart();
        assertSame(1, 3);
        write(relay.database(), "rita", 1);
        meet(1, 3);
        assertSame(3, 1);
    }

    @Test
    void whoBecomesARelayKeepsWhatItReadAndReadsNothingNew() {
        relay.member.relay(false);
        write(peers.database(0), "ann", 10);
        meet(0, 1);
        relay.member.relay(true);
        write(peers.database(0), "later", 10);
        meet(0, 1);
        relay.crash();
        assertThat(titles(relay.database())).hasSize(10);
        assertThat(relay.database().status().carried()).isEqualTo(10);
        assertThatThrownBy(() -> write(relay.database(), "rita", 1))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED));
        meet(1, 2);
        assertSame(2, 0);
        relay.member.relay(false);
        peers.settle();
        assertSame(1, 0);
    }

    @Test
    void blocksOfWhoMayNotWriteAreNotStored() {
        TestPeers.Peer stranger =
                peers.new Peer(peers.space().member(TestSpace.device(9)).disobeying());
        peers.peers().forEach(each -> stranger.member.admit(each.device));
        write(stranger.database(), "not to be", 3);
        peers.link(stranger, relay);
        peers.settle();
        peers.cutAll();
        assertThat(relay.database().status().carried()).isZero();
        assertThat(relay.database().status().quarantined())
                .extracting(DatabaseStatus.Quarantined::feed)
                .containsExactly(stranger.device);
        relay.restart();
        meet(1, 2);
        assertThat(peers.database(2).version().blocks()).isZero();
        assertThat(peers.database(2).status().quarantined()).isEmpty();
    }

    /** What a relay writes itself counts nowhere. */
    @Test
    void aRelayThatWritesIsRefused() {
        TestPeers.Peer forger =
                peers.new Peer(peers.space().member(TestSpace.device(9)).disobeying());
        peers.peers().forEach(each -> forger.member.admit(each.device));
        write(peers.database(0), "ann", 3);
        peers.link(peers.peer(0), forger);
        peers.settle();
        peers.cutAll();
        write(forger.database(), "forged", 3);
        peers.link(forger, peers.peer(2));
        peers.settle();
        assertThat(titles(peers.database(2))).hasSize(3);
        assertThat(peers.database(2).status().quarantined()).hasSize(1);
        assertThat(peers.database(2).version()).isEqualTo(peers.database(0).version());
    }

    @Test
    void aRemovalHoldsForWhatARelayHas() {
        DeviceId removed = peers.peer(3).device;
        write(peers.database(3), "counts", 2);
        meet(3, 1);
        meet(3, 0);
        write(peers.database(3), "late", 3);
        meet(3, 1);
        peers.peer(0).member.cut(removed, 2);
        meet(0, 1);
        assertThat(relay.database().status().carried()).isEqualTo(5);
        meet(1, 2);
        assertThat(titles(peers.database(2))).hasSize(2);
        assertThat(peers.database(2).status().withheld()).containsExactly(new DatabaseStatus.Withheld(removed, 3, 5));
    }

    /** A15: each way in which a relay may handle frames of blocks that are not its own. */
    @ParameterizedTest
    @ValueSource(strings = {"flips", "drops", "swaps", "repeats", "cuts"})
    void a15WhatARelayAltersDropsOrReordersChangesNothingForThoseWhoAskElsewhere(String how) {
        for (int i = 0; i < 6; i++) {
            write(peers.database(0), "n" + i, 12);
            meet(0, 1); // several signed stretches
        }
        TestPeers.Link link = peers.link(1, 2);
        link.second().tamper(tampering(how));
        peers.settle();
        peers.cutAll();
        List<String> all = titles(peers.database(0));
        assertThat(all).containsAll(titles(peers.database(2)));
        assertThat(peers.database(2).status().frozen()).isEmpty();
        assertThat(peers.database(2).status().quarantined()).isEmpty();
        meet(0, 2);
        assertSame(2, 0);
    }

    private static UnaryOperator<Bytes> tampering(String how) {
        Deque<Bytes> kept = new ArrayDeque<>();
        Bytes nothing = Bytes.of((byte) 6);
        return frame -> {
            if (frame.at(0) != BLOCKS) {
                return frame;
            }
            kept.add(frame);
            boolean odd = kept.size() % 2 == 1;
            byte[] bytes = frame.toArray();
            return switch (how) {
                case "flips" -> {
                    bytes[bytes.length / 2] ^= 4;
                    yield kept.size() == 3 ? Bytes.of(bytes) : frame;
                }
                case "drops" -> kept.size() == 1 ? frame : nothing;
                case "swaps" -> odd ? nothing : kept.getFirst();
                case "repeats" -> kept.getFirst();
                default -> kept.size() == 2 ? frame.slice(0, frame.size() - 70) : frame;
            };
        };
    }

    /** Looks at the store of a relay as it is before anything seals it. */
    @Test
    void nothingOfWhatIsCarriedIsInTheClear() {
        peers.database(0).put(new Note("canary title", Text.of("canary body")));
        meet(0, 1);
        assertThat(relay.database().status().carried()).isEqualTo(1);
        relay.restart();
        List<Bytes> values = new ArrayList<>();
        for (Family family : Family.values()) {
            ((MemoryStore) relay.store).scan(family, new byte[0], (key, value) -> values.add(Bytes.of(value)));
        }
        assertThat(values).isNotEmpty();
        for (String canary : List.of("canary title", "canary body", "title", "body", "Note")) {
            assertThat(values).noneMatch(value -> contains(value, Bytes.utf8(canary)));
        }
    }

    private static boolean contains(Bytes value, Bytes part) {
        for (int at = 0; at + part.size() <= value.size(); at++) {
            if (value.slice(at, at + part.size()).equals(part)) {
                return true;
            }
        }
        return false;
    }
}
