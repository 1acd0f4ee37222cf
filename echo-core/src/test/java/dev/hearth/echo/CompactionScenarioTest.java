package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Databases that edit, talk, end and compact at random times; the last one never compacts. All end equal, and so equal
 * to one that never did.
 */
final class CompactionScenarioTest {
    private static final int PEERS = 4;

    record Note(String title, Text body) {}

    record Link(Ref<Note> source, Ref<Note> target, String label) implements Relation<Note, Note> {}

    private final List<ObjectId> notes = new ArrayList<>();
    private final List<ObjectId> edges = new ArrayList<>();
    private long compacted;

    private void edit(EchoDatabase database, Random random) {
        if (notes.size() < 4 || random.nextInt(14) == 0) {
            notes.add(
                    database.put(new Note("n" + notes.size(), Text.of("start"))).id());
            return;
        }
        ObjectId id = notes.get(random.nextInt(notes.size()));
        Optional<DynamicObject> found = database.object(id);
        if (found.isEmpty()) {
            return;
        }
        DynamicObject object = found.get();
        switch (random.nextInt(12)) {
            case 0 -> object.set("title", "t" + random.nextInt(100));
            case 1 -> object.map("map").put("k" + random.nextInt(4), (long) random.nextInt(100));
            case 2 -> object.map("map").remove("k" + random.nextInt(4));
            case 3 -> object.list("list").insert(0, "item" + random.nextInt(100));
            case 4 -> shuffle(object, random);
            case 5 -> {
                if (random.nextInt(3) > 0) {
                    database.delete(id);
                } else {
                    database.restore(id);
                }
            }
            case 6 -> {
                if (random.nextInt(4) == 0) {
                    database.purge(id);
                }
            }
            case 7 -> relate(database, id, random);
            default -> type(object.text("body"), random);
        }
    }

    private static void shuffle(DynamicObject object, Random random) {
        int size = object.list("list").values().size();
        if (size > 1) {
            object.list("list").move(random.nextInt(size), random.nextInt(size));
        }
    }

    private void relate(EchoDatabase database, ObjectId id, Random random) {
        ObjectId other = notes.get(random.nextInt(notes.size()));
        boolean both = database.find(database.ref(Note.class, id)).isPresent()
                && database.find(database.ref(Note.class, other)).isPresent();
        if (both) {
            edges.add(database.relate(new Link(
                            database.ref(Note.class, id), database.ref(Note.class, other), "l" + random.nextInt(9)))
                    .id());
        }
    }

    private static void type(TextField text, Random random) {
        int length = text.length();
        int at = random.nextInt(length + 1);
        int count = Math.min(random.nextInt(3), length - at);
        text.splice(at, count, "x".repeat(random.nextInt(3)) + (char) ('a' + random.nextInt(26)));
    }

    private String seen(EchoDatabase database) {
        StringBuilder out = new StringBuilder();
        for (ObjectId id : notes) {
            Optional<DynamicObject> object = database.object(id);
            out.append(id.brief()).append(' ');
            object.ifPresent(it -> {
                out.append(it.type()).append(it.deleted());
                new TreeMap<>(java.util.Map.of("title", it.get("title"), "body", it.get("body"), "map", it.get("map")))
                        .forEach((field, value) -> out.append(field).append(value));
                out.append(it.get("list")).append(it.conflicts("title"));
            });
            out.append('\n');
        }
        for (ObjectId id : edges) {
            out.append(database.object(id).map(edge -> edge.get("label") + " " + edge.deleted()))
                    .append('\n');
        }
        out.append(database.query(Note.class).list());
        out.append(database.query(Link.class).count());
        return out.toString();
    }

    /** A device that may read, or one that is admitted late, comes, goes, or ends. */
    private static void visit(TestPeers peers, List<TestPeers.Peer> visitors, Random random) {
        if (visitors.size() < 3 && random.nextInt(4) == 0) {
            TestSpace.Member member = peers.space().member(TestSpace.device(60 + visitors.size()));
            visitors.add(peers.new Peer(member));
        }
        if (visitors.isEmpty()) {
            return;
        }
        TestPeers.Peer visitor = visitors.get(random.nextInt(visitors.size()));
        switch (random.nextInt(5)) {
            case 0 -> visitor.restart();
            case 1 -> visitor.crash();
            default -> peers.link(peers.peer(random.nextInt(PEERS)), visitor);
        }
    }

    private void play(TestPeers peers, Random random, List<TestPeers.Peer> visitors, boolean visited) {
        for (int round = 0; round < 500; round++) {
            if (visited && random.nextInt(10) == 0) {
                visit(peers, visitors, random);
            }
            EchoDatabase database = peers.database(random.nextInt(PEERS));
            edit(database, random);
            switch (random.nextInt(24)) {
                case 0 -> peers.cutAll();
                case 1, 2, 3 -> peers.link(random.nextInt(2), 2 + random.nextInt(2));
                case 4 -> peers.peer(random.nextInt(PEERS)).restart();
                case 5 -> peers.peer(random.nextInt(PEERS)).crash();
                case 6, 7 -> {
                    CompactionReport report =
                            peers.database(random.nextInt(PEERS - 1)).compact();
                    compacted += report.blocks();
                }
                default -> {}
            }
            for (int i = random.nextInt(30); i > 0; i--) {
                peers.step();
            }
            if (random.nextInt(60) == 0) {
                peers.linkAll();
                peers.settle();
            }
        }
        peers.cutAll();
        peers.linkAll();
        for (TestPeers.Peer visitor : visitors) {
            peers.link(peers.peer(random.nextInt(PEERS)), visitor);
        }
        peers.settle();
    }

    /** Readers come late, are away, end, and take states over that others cut; then they have what all have. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36})
    void whoComesLateOrWasAwayHasWhatAllHave(long seed) {
        TestPeers peers = new TestPeers(seed, PEERS);
        List<TestPeers.Peer> visitors = new ArrayList<>();
        play(peers, new Random(seed), visitors, true);
        String expected = seen(peers.database(PEERS - 1));
        for (int turn = 0; turn < 2; turn++) {
            for (TestPeers.Peer visitor : visitors) {
                assertThat(visitor.database().status().waiting())
                        .as("seed %d", seed)
                        .isEmpty();
                assertThat(visitor.database().version())
                        .as("seed %d", seed)
                        .isEqualTo(peers.database(PEERS - 1).version());
                assertThat(seen(visitor.database())).as("seed %d", seed).isEqualTo(expected);
                visitor.restart();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void thoseThatCompactAndTheOneThatNeverDidEndEqual(long seed) {
        TestPeers peers = new TestPeers(seed, PEERS);
        play(peers, new Random(seed), List.of(), false);
        String expected = seen(peers.database(PEERS - 1));
        for (int turn = 0; turn < 2; turn++) {
            for (int i = 0; i < PEERS; i++) {
                assertThat(peers.database(i).status().quarantined())
                        .as("seed %d peer %d", seed, i)
                        .isEmpty();
                assertThat(peers.database(i).version())
                        .as("seed %d peer %d", seed, i)
                        .isEqualTo(peers.database(PEERS - 1).version());
                assertThat(seen(peers.database(i)))
                        .as("seed %d peer %d", seed, i)
                        .isEqualTo(expected);
                peers.peer(i).restart();
            }
        }
        assertThat(compacted).as("seed %d", seed).isPositive();
    }
}
