package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a removed device wrote beyond its cut counts where others built on it, and else is withheld, alike everywhere.
 */
final class WithholdingTest {
    record Note(@Index String title, Text body) {}

    private final TestPeers peers = new TestPeers(1, 4);
    private final DeviceId removed = peers.peer(3).device;

    private Ref<Note> shared() {
        Ref<Note> ref = peers.database(3).put(new Note("shared", Text.of("start")));
        peers.linkAll();
        peers.settle();
        peers.cutAll();
        return ref;
    }

    /** Peer 3 writes what peer 1 gets, and peer 0 removes peer 3 without having seen it. */
    private Ref<Note> removedUnseen() {
        Ref<Note> ref = shared();
        peers.database(3).text(ref, Note::body).insert(5, " late");
        peers.database(3).put(new Note("late", Text.of("")));
        peers.link(1, 3);
        peers.settle();
        peers.cutAll();
        peers.peer(0).member.cut(removed, 1);
        return ref;
    }

    private static String body(EchoDatabase database, Ref<Note> ref) {
        return database.text(ref, Note::body).value();
    }

    private static List<String> titles(EchoDatabase database) {
        return database.query(Note.class).orderBy(Note::title).list().stream()
                .map(row -> row.value().title())
                .toList();
    }

    @Test
    void whatNobodyBuiltOnIsTakenBackAndShownAsWithheld() {
        Ref<Note> ref = removedUnseen();
        assertThat(titles(peers.database(1))).containsExactly("late", "shared");
        List<TextChange> heard = new ArrayList<>();
        List<Diff<Note>> diffs = new ArrayList<>();
        peers.database(1).text(ref, Note::body).onChange(Runnable::run, heard::add);
        peers.database(1).query(Note.class).where(Note::title, "late").live(Runnable::run, diffs::add);
        peers.link(0, 1);
        peers.link(1, 2);
        peers.settle();
        for (int i = 0; i < 3; i++) {
            assertThat(titles(peers.database(i))).as("peer %d", i).containsExactly("shared");
            assertThat(body(peers.database(i), ref)).isEqualTo("start");
            assertThat(peers.database(i).status().withheld())
                    .containsExactly(new DatabaseStatus.Withheld(removed, 2, 3));
            assertThat(peers.database(i).status().waiting()).isEmpty();
            assertThat(peers.database(i).version().heads()).containsEntry(removed, 1L);
            assertThat(peers.database(i).verify().findings()).isEmpty();
        }
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).splices()).containsExactly(new TextChange.Splice(5, 5, ""));
        assertThat(diffs).hasSize(2);
        assertThat(diffs.get(1).removed()).hasSize(1);
    }

    @Test
    void whatOthersBuiltOnStays() {
        Ref<Note> ref = removedUnseen();
        peers.database(1).text(ref, Note::body).insert(0, "we ");
        peers.link(0, 2);
        peers.settle(); // that device hears of the removal first
        peers.link(0, 1);
        peers.settle();
        for (int i = 0; i < 3; i++) {
            assertThat(body(peers.database(i), ref)).as("peer %d", i).isEqualTo("we start late");
            assertThat(titles(peers.database(i))).containsExactly("late", "shared");
            assertThat(peers.database(i).status().withheld()).isEmpty();
        }
    }

    @Test
    void whatIsCountedLaterComesBackAlsoAfterARestart() {
        Ref<Note> ref = removedUnseen();
        peers.link(0, 1);
        peers.settle();
        peers.peers().forEach(TestPeers.Peer::restart);
        assertThat(titles(peers.database(1))).containsExactly("shared");
        peers.peer(0).member.cut(removed, 2);
        peers.link(0, 1);
        peers.link(1, 2);
        peers.settle();
        for (int i = 0; i < 3; i++) {
            assertThat(body(peers.database(i), ref)).isEqualTo("start late");
            assertThat(titles(peers.database(i))).containsExactly("shared");
            assertThat(peers.database(i).status().withheld())
                    .containsExactly(new DatabaseStatus.Withheld(removed, 3, 3));
        }
        peers.peer(2).member.cut(removed, 3);
        peers.settle();
        for (int i = 0; i < 3; i++) {
            assertThat(titles(peers.database(i))).containsExactly("late", "shared");
            assertThat(peers.database(i).status().withheld()).isEmpty();
        }
    }

    @Test
    void aDeviceThatIsToldWhileItWasClosedTakesBackWhenItIsOpened() {
        Ref<Note> ref = removedUnseen();
        peers.peer(1).restart();
        peers.peer(1).member.cut(removed, 1);
        assertThat(peers.database(1).version().heads()).containsEntry(removed, 3L);
        peers.settle();
        assertThat(body(peers.database(1), ref)).isEqualTo("start");
    }

    @Test
    void theNextTransactionBuildsOnNothingThatIsTakenBack() {
        Ref<Note> ref = removedUnseen();
        peers.database(1);
        peers.peer(1).member.cut(removed, 1); // what listens runs later
        peers.database(1).text(ref, Note::body).insert(0, "we ");
        peers.linkAll();
        peers.settle();
        for (int i = 0; i < 3; i++) {
            assertThat(body(peers.database(i), ref)).isEqualTo("we start");
            assertThat(peers.database(i).status().withheld()).hasSize(1);
        }
    }

    @Test
    void theRemovedDeviceGoesByAllThatItWrote() {
        Ref<Note> ref = removedUnseen();
        peers.linkAll();
        peers.settle();
        assertThat(body(peers.database(3), ref)).isEqualTo("start late");
        assertThat(peers.database(3).status().withheld()).isEmpty();
    }

    @Test
    void aCrashWhileItIsTakenBackLeavesAllOrNothing() {
        Ref<Note> ref = removedUnseen();
        peers.peer(1).member.cut(removed, 1);
        peers.peer(1).crash();
        assertThat(body(peers.database(1), ref)).isEqualTo("start late");
        peers.settle();
        assertThat(body(peers.database(1), ref)).isEqualTo("start");
        peers.peer(1).crash();
        assertThat(body(peers.database(1), ref)).isIn("start", "start late");
        peers.settle();
        assertThat(body(peers.database(1), ref)).isEqualTo("start");
    }

    /** What a device withholds does not keep it from taking over the state of one that has dropped what it lacks. */
    @Test
    void whoWithholdsBlocksTakesOverAState() {
        Ref<Note> ref = removedUnseen();
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(1).status().withheld()).hasSize(1);
        peers.cutAll();
        peers.link(0, 2);
        for (int i = 0; i < 3; i++) {
            peers.database(0).text(ref, Note::body).insert(0, "a");
            peers.settle();
            peers.database(2).text(ref, Note::body).insert(0, "c");
            peers.settle();
        }
        peers.peers().forEach(peer -> peer.member.cut(peers.peer(1).device, 0)); // which never wrote
        peers.settle();
        peers.database(2).put(new Note("known to all", Text.of("")));
        peers.settle();
        peers.database(0).compact();
        peers.settle();
        assertThat(peers.database(0).compact().base().blocks()).isGreaterThan(5);
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(1).version()).isEqualTo(peers.database(0).version());
        assertThat(body(peers.database(1), ref)).isEqualTo("cacacastart");
        assertThat(peers.database(0).status().peers())
                .allMatch(peer -> peer.hindrance().isEmpty());
    }

    /** What each block builds on, as its author's version was when it wrote it. */
    private final Map<DeviceId, List<Map<DeviceId, Long>>> pasts = new HashMap<>();

    private void write(TestPeers swarm, int peer, List<ObjectId> ids, Random random) {
        EchoDatabase database = swarm.database(peer);
        Map<DeviceId, Long> past = new HashMap<>();
        database.transact(() -> {
            past.putAll(database.version().heads()); // what is taken back goes before the transaction begins
            edit(database, ids, random);
        });
        if (!database.version().heads().equals(past)) {
            pasts.computeIfAbsent(swarm.peer(peer).device, device -> new ArrayList<>())
                    .add(past);
        }
    }

    private static void edit(EchoDatabase database, List<ObjectId> ids, Random random) {
        if (ids.isEmpty() || random.nextInt(5) == 0) {
            ids.add(database.put(new Note("n" + random.nextInt(20), Text.of("text")))
                    .id());
        } else {
            ObjectId id = ids.get(random.nextInt(ids.size()));
            if (database.object(id).filter(object -> !object.deleted()).isEmpty()) {
                return;
            }
            DynamicObject object = database.object(id).orElseThrow();
            switch (random.nextInt(4)) {
                case 0 -> object.set("title", "t" + random.nextInt(20));
                case 1 -> database.delete(id);
                default -> {
                    TextField text = object.text("body");
                    text.insert(random.nextInt(text.length() + 1), "x" + random.nextInt(10));
                }
            }
        }
    }

    private Map<DeviceId, Long> counting(Map<DeviceId, Long> cuts) {
        Map<DeviceId, Long> counting = new TreeMap<>();
        pasts.forEach((device, blocks) ->
                include(device, Math.min(blocks.size(), cuts.getOrDefault(device, Long.MAX_VALUE)), counting));
        return counting;
    }

    private void include(DeviceId device, long seq, Map<DeviceId, Long> counting) {
        for (long at = counting.getOrDefault(device, 0L) + 1; at <= seq; at++) {
            counting.merge(device, at, Math::max);
            pasts.getOrDefault(device, List.of())
                    .get((int) at - 1)
                    .forEach((other, last) -> include(other, last, counting));
        }
    }

    private static String seen(EchoDatabase database, List<ObjectId> ids) {
        StringBuilder out = new StringBuilder();
        for (ObjectId id : ids) {
            out.append(database.object(id)
                            .map(object -> object.type() + object.deleted() + object.get("title") + object.get("body"))
                            .orElse("-"))
                    .append('\n');
        }
        for (int i = 0; i < 20; i++) {
            out.append(database.query(Note.class).where(Note::title, "t" + i).count())
                    .append(' ');
        }
        return out.toString();
    }

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("hearth.withholding.seeds", 20));
    }

    /**
     * Devices write, talk, compact, remove each other by what they have seen or less, end and crash. All that were not
     * removed end with the same, which is what the blocks that count yield, also to one that hears of everything at the
     * end.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void allAgree(long seed) {
        int count = 6;
        boolean compacting = seed % 2 == 1;
        TestPeers swarm = new TestPeers(seed, count);
        Random random = new Random(seed);
        List<ObjectId> ids = new ArrayList<>();
        Map<DeviceId, Long> cuts = new HashMap<>();
        for (int round = 0; round < 150; round++) {
            int peer = random.nextInt(count - 1);
            TestPeers.Peer writer = swarm.peer(peer);
            if (writer.member.mayWrite()) {
                write(swarm, peer, ids, random);
            }
            switch (random.nextInt(12)) {
                case 0 -> swarm.cutAll();
                case 1, 2, 3 -> {
                    int one = random.nextInt(count - 1);
                    swarm.link(one, (one + 1 + random.nextInt(count - 2)) % (count - 1));
                }
                case 4 -> swarm.peer(random.nextInt(count - 1)).restart();
                case 6 -> {
                    if (compacting && random.nextInt(4) == 0) {
                        swarm.database(peer)
                                .compact(); // which writes blocks itself, so that the model does not know all
                    }
                }
                case 5 -> {
                    int other = random.nextInt(count - 1);
                    if (round > 40 && peer < 2 && other > 1 && writer.member.mayWrite()) {
                        DeviceId out = swarm.peer(other).device;
                        long known = swarm.database(peer).version().heads().getOrDefault(out, 0L);
                        long cut = Math.max(0, known - random.nextInt(4));
                        writer.member.cut(out, cut);
                        cuts.merge(out, cut, Math::max);
                    }
                }
                default -> {}
            }
            for (int steps = random.nextInt(30); steps > 0; steps--) {
                swarm.step();
            }
        }
        swarm.cutAll();
        swarm.linkAll(); // the last device hears of everything now
        swarm.settle();
        Map<DeviceId, Long> counting =
                compacting ? swarm.database(count - 1).version().heads() : counting(cuts);
        String expected = seen(swarm.database(count - 1), ids);
        for (int i = 0; i < count; i++) {
            if (!cuts.containsKey(swarm.peer(i).device)) {
                assertThat(swarm.database(i).version().heads())
                        .as("seed %d, peer %d", seed, i)
                        .isEqualTo(counting);
                assertThat(seen(swarm.database(i), ids))
                        .as("seed %d, peer %d", seed, i)
                        .isEqualTo(expected);
                assertThat(swarm.database(i).verify().findings()).isEmpty();
                assertThat(swarm.database(i).status().waiting()).isEmpty();
            }
        }
    }
}
