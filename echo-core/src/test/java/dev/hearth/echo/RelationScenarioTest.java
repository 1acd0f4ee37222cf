package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Peers that relate, delete and restore apart from each other and then meet, held against a naive model. The model
 * knows what each peer did last to an edge or to an end before they met: where all agree that holds, where they do not
 * it is one of both, the same one for all.
 */
final class RelationScenarioTest {
    record Town(String name) {}

    record Road(Ref<Town> source, Ref<Town> target, int length) implements Relation<Town, Town> {}

    private static final int PEERS = 3;
    private static final int TOWNS = 3;

    /** What is true of an object after a meeting, and what each peer said of it since. */
    private static final class Fate {
        private boolean there;
        private int length;
        private final Map<Integer, Boolean> saidThere = new HashMap<>();
        private final Map<Integer, Integer> saidLength = new HashMap<>();

        /** Takes over what all peers have by now, if they may. */
        void settle(boolean nowThere, int nowLength, String where) {
            Set<Boolean> mayBeThere = new HashSet<>(saidThere.values());
            Set<Integer> mayBeLong = new HashSet<>(saidLength.values());
            assertThat(nowThere).as(where).isIn(mayBeThere.isEmpty() ? Set.of(there) : mayBeThere);
            assertThat(nowLength).as(where).isIn(mayBeLong.isEmpty() ? Set.of(length) : mayBeLong);
            there = nowThere;
            length = nowLength;
            saidThere.clear();
            saidLength.clear();
        }
    }

    private final Map<ObjectId, Fate> fates = new HashMap<>();
    private final Map<List<Ref<Town>>, Ref<Road>> edges = new HashMap<>();
    private final List<Ref<Town>> towns = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void peersThatMeetShowTheSameEdgesOnce(long seed) {
        TestPeers peers = new TestPeers(seed, PEERS);
        Random random = new Random(seed);
        for (int i = 0; i < TOWNS; i++) {
            Ref<Town> town = peers.database(0).put(new Town("t" + i));
            towns.add(town);
            fate(town).there = true;
        }
        for (int round = 0; round < 12; round++) {
            meet(peers);
            compare(peers, "seed %d round %d".formatted(seed, round));
            for (int i = 0; i < 10; i++) {
                int peer = random.nextInt(PEERS);
                act(peers.database(peer), peer, random);
            }
        }
    }

    private static void meet(TestPeers peers) {
        peers.linkAll();
        peers.settle();
        peers.cutAll();
    }

    private Fate fate(Ref<?> ref) {
        return fates.computeIfAbsent(ref.id(), id -> new Fate());
    }

    private void act(EchoDatabase database, int peer, Random random) {
        Ref<Town> from = towns.get(random.nextInt(TOWNS));
        Ref<Town> to = towns.get(random.nextInt(TOWNS));
        Ref<Road> known = edges.get(List.of(from, to));
        switch (random.nextInt(8)) {
            case 0 -> turn(database, peer, from);
            case 1, 2 -> {
                if (known != null && database.find(known).isPresent()) {
                    turn(database, peer, known);
                }
            }
            default -> {
                if (database.find(from).isPresent() && database.find(to).isPresent()) {
                    int length = random.nextInt(1_000_000);
                    Ref<Road> edge = database.relate(new Road(from, to, length));
                    assertThat(edges.put(List.of(from, to), edge)).isIn(null, edge);
                    fate(edge).saidThere.put(peer, true);
                    fate(edge).saidLength.put(peer, length);
                }
            }
        }
    }

    /** Deletes what is there, and restores what is not. */
    private void turn(EchoDatabase database, int peer, Ref<?> ref) {
        boolean there = !database.object(ref.id()).orElseThrow().deleted();
        if (there) {
            database.delete(ref.id());
        } else {
            database.restore(ref.id());
        }
        fate(ref).saidThere.put(peer, !there);
    }

    private void compare(TestPeers peers, String where) {
        EchoDatabase first = peers.database(0);
        towns.forEach(town -> fate(town).settle(first.find(town).isPresent(), 0, where));
        Map<ObjectId, Integer> expected = new TreeMap<>();
        edges.forEach((ends, edge) -> {
            Fate fate = fate(edge);
            DynamicObject stored = first.object(edge.id()).orElseThrow();
            fate.settle(!stored.deleted(), ((Long) stored.get("length").orElseThrow()).intValue(), where);
            if (fate.there && ends.stream().allMatch(end -> fate(end).there)) {
                expected.put(edge.id(), fate.length);
            }
        });
        for (int i = 0; i < PEERS; i++) {
            assertThat(shown(peers.database(i).relations(Road.class).all()))
                    .as(where)
                    .isEqualTo(expected);
        }
        Ref<Town> one = towns.get(0);
        Map<ObjectId, Integer> fromOne = new TreeMap<>(expected);
        edges.forEach((ends, edge) -> {
            if (!ends.get(0).equals(one)) {
                fromOne.remove(edge.id());
            }
        });
        assertThat(shown(first.relations(Road.class).from(one))).as(where).isEqualTo(fromOne);
    }

    private static Map<ObjectId, Integer> shown(Query<Road> query) {
        Map<ObjectId, Integer> shown = new TreeMap<>();
        query.list().forEach(row -> shown.put(row.ref().id(), row.value().length()));
        return shown;
    }
}
