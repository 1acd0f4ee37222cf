package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A relay that comes when blocks are gone already keeps the state that stands for them, and passes it on unopened. */
final class RelayedStateTest {
    private static final int PART = 9;

    record Note(@Index String title, Text body) {}

    private final TestPeers peers = new TestPeers(311, 2);
    private final List<Ref<Note>> notes = new ArrayList<>();
    private final TestPeers.Peer relay = visitor(70);

    RelayedStateTest() {
        relay.member.relay(true);
    }

    private TestPeers.Peer visitor(int number) {
        TestPeers.Peer made = peers.new Peer(peers.space().member(TestSpace.device(number)));
        peers.peers().forEach(each -> made.member.admit(each.device));
        return made;
    }

    private static String noise(int seed, int length) {
        StringBuilder out = new StringBuilder();
        new Random(seed).ints(length, 'a', 'z').forEach(each -> out.append((char) each));
        return out.toString();
    }

    /** Two devices compact what they wrote, and one writes on. */
    private void compact(int count) {
        for (int i = 0; i < count; i++) {
            notes.add(peers.database(i % 2).put(new Note("canary" + i, Text.of(noise(i, 4_000)))));
        }
        peers.link(0, 1);
        for (int round = 0; round < 3; round++) {
            peers.settle();
            for (int i = 0; i < 2; i++) {
                peers.database(i).compact();
                peers.settle();
            }
        }
        peers.cutAll();
        since("since ");
    }

    private void since(String text) {
        peers.database(0).text(notes.get(1), Note::body).insert(0, text);
        peers.database(0).put(new Note(text, Text.of("")));
    }

    private void meet(TestPeers.Peer one, TestPeers.Peer other) {
        peers.link(one, other);
        peers.settle();
        peers.cutAll();
    }

    private void assertSame(EchoDatabase database) {
        assertThat(database.version()).isEqualTo(peers.database(0).version());
        assertThat(values(database)).isEqualTo(values(peers.database(0)));
        assertThat(database.status().quarantined()).isEmpty();
        assertThat(database.status().waiting()).isEmpty();
    }

    private static List<String> values(EchoDatabase database) {
        return database.query(Note.class).list().stream()
                .map(row -> row.value().title() + row.value().body().value())
                .sorted()
                .toList();
    }

    private int parts() {
        int[] count = {0};
        relay.store.scan(Family.CHECKPOINT, new byte[0], (key, value) -> ++count[0] > 0);
        return count[0];
    }

    @Test
    void aStateThatItCanNotOpenReachesOthersThroughARelay() {
        compact(60);
        meet(peers.peer(0), relay);
        assertThat(parts()).isGreaterThan(2);
        assertThat(values(relay.database())).isEmpty();
        relay.crash();
        since("more ");
        meet(peers.peer(0), relay);
        relay.crash();
        TestPeers.Peer late = visitor(71);
        meet(relay, late);
        assertSame(late.database());
        assertThat(late.database().verify().findings()).isEmpty();
        TestPeers.Peer second = visitor(72);
        second.member.relay(true);
        meet(relay, second);
        TestPeers.Peer last = visitor(73);
        meet(second, last);
        assertSame(last.database());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRelayThatComesToReadOpensTheStateAndTheBlocksSince(boolean restarted) {
        compact(60);
        meet(peers.peer(0), relay);
        since("more ");
        meet(peers.peer(0), relay);
        long carried = relay.database().status().carried();
        assertThat(carried).isPositive();
        if (restarted) {
            relay.restart();
        }
        assertThat(relay.database().status().carried()).isEqualTo(carried);
        relay.member.relay(false);
        peers.settle();
        assertSame(relay.database());
        assertThat(parts()).isZero();
        assertThat(relay.database().verify().findings()).isEmpty();
        relay.restart();
        since("afterwards ");
        meet(peers.peer(0), relay);
        assertSame(relay.database());
    }

    /** Without the keys of the state, as in a space without history, it waits, and another state can take its place. */
    @Test
    void whatFollowsAStateThatCanNotBeOpenedYetIsNotApplied() {
        compact(20);
        meet(peers.peer(0), relay);
        since("more ");
        relay.member.relay(false);
        relay.member.holdsKey(false);
        meet(peers.peer(0), relay);
        assertThat(values(relay.database())).isEmpty();
        relay.restart();
        assertThat(values(relay.database())).isEmpty();
        relay.member.holdsKey(true);
        peers.settle();
        assertSame(relay.database());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aTransferThatIsCutOffGoesOn(long seed) {
        compact(80);
        Random random = new Random(seed);
        TestPeers.Peer late = visitor(71);
        for (int round = 0; round < 12; round++) {
            peers.link(peers.peer(random.nextInt(2)), relay);
            peers.link(relay, late);
            for (int i = random.nextInt(60); i > 0; i--) {
                peers.step();
            }
            peers.cutAll();
            if (random.nextBoolean()) {
                relay.crash();
            }
            if (random.nextBoolean()) {
                late.crash();
            }
        }
        meet(peers.peer(1), peers.peer(0));
        meet(peers.peer(0), relay);
        meet(relay, late);
        assertSame(late.database());
    }

    @Test
    void aPartThatARelayAltersIsRefused() {
        compact(60);
        meet(peers.peer(0), relay);
        TestPeers.Peer late = visitor(71);
        TestPeers.Link link = peers.link(relay, late);
        link.second().tamper(frame -> {
            if (frame.at(0) != PART) {
                return frame;
            }
            byte[] bytes = frame.toArray();
            bytes[bytes.length / 2] ^= 1;
            return Bytes.of(bytes);
        });
        peers.settle();
        assertThat(link.second().failure).isPresent();
        assertThat(values(late.database())).isEmpty();
        meet(relay, late);
        assertSame(late.database());
    }

    @Test
    void whoReadAndBecomesARelayGetsOnFromANewerState() {
        relay.member.relay(false);
        notes.add(peers.database(0).put(new Note("old", Text.of("old"))));
        notes.add(peers.database(0).put(new Note("older", Text.of("old"))));
        meet(peers.peer(0), relay);
        relay.member.relay(true);
        compact(40);
        meet(peers.peer(0), relay);
        assertThat(parts()).isPositive();
        TestPeers.Peer late = visitor(71);
        meet(relay, late);
        assertSame(late.database());
        relay.member.relay(false);
        peers.settle();
        assertSame(relay.database());
    }

    @Test
    void nothingOfTheStateIsInTheClear() {
        compact(20);
        meet(peers.peer(0), relay);
        relay.restart();
        List<Bytes> values = new ArrayList<>();
        for (Family family : Family.values()) {
            ((MemoryStore) relay.store).scan(family, new byte[0], (key, value) -> values.add(Bytes.of(value)));
        }
        assertThat(values).isNotEmpty();
        for (String canary : List.of("canary", "title", "body", "Note")) {
            Bytes part = Bytes.utf8(canary);
            assertThat(values).noneMatch(value -> {
                for (int at = 0; at + part.size() <= value.size(); at++) {
                    if (value.slice(at, at + part.size()).equals(part)) {
                        return true;
                    }
                }
                return false;
            });
        }
    }
}
