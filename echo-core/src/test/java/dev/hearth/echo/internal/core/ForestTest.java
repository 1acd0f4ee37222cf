package dev.hearth.echo.internal.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A tree is a function of its placements: the order in which they come, and what was asked between, are nothing. */
final class ForestTest {
    private static final ObjectId TOP = id(0);

    private static ObjectId id(int number) {
        byte[] bytes = new byte[ObjectId.SIZE];
        bytes[0] = (byte) number;
        return new ObjectId(Bytes.of(bytes));
    }

    @Test
    void theOrderOfArrivalDoesNotMatterAndNothingIsLost() {
        int cycles = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            int objects = 2 + random.nextInt(7);
            Map<ObjectId, Map<ObjectId, Forest.Placement>> all = new HashMap<>();
            List<ObjectId> moved = new ArrayList<>();
            Forest growing = new Forest(TOP);
            for (int i = 0; i < 4 * objects; i++) {
                ObjectId object = id(1 + random.nextInt(objects));
                ObjectId parent = id(random.nextInt(objects + 2));
                Forest.Rank rank = new Forest.Rank(random.nextInt(20), Bytes.of((byte) i));
                Map<ObjectId, Forest.Placement> own = all.computeIfAbsent(object, key -> new HashMap<>());
                own.merge(
                        parent,
                        new Forest.Placement(parent, rank),
                        (one, other) -> one.rank().compareTo(other.rank()) > 0 ? one : other);
                moved.add(object);
                growing.put(object, List.copyOf(own.values()));
                if (random.nextBoolean()) {
                    growing.isUnder(object, parent);
                }
            }
            Collections.shuffle(moved, random);
            Forest shuffled = new Forest(TOP);
            moved.forEach(object -> shuffled.put(
                    object, List.copyOf(all.getOrDefault(object, Map.of()).values())));
            for (ObjectId object : all.keySet()) {
                assertThat(growing.parent(object)).as("seed %d", seed).isEqualTo(shuffled.parent(object));
                assertThat(growing.children(object)).as("seed %d", seed).isEqualTo(shuffled.children(object));
                cycles += leadsUp(growing, object, all.keySet()) ? 0 : 1;
            }
        }
        assertThat(cycles).isZero();
    }

    /** Each is moved under the next, the last under the first: the one moved last stays where it was before. */
    @Test
    void aRingOfMovesOfManyBreaksOnce() {
        int objects = 100;
        Forest forest = new Forest(TOP);
        for (int i = 1; i <= objects; i++) {
            Forest.Placement before = new Forest.Placement(TOP, new Forest.Rank(i, Bytes.EMPTY));
            ObjectId next = id(i % objects + 1);
            forest.put(id(i), List.of(before, new Forest.Placement(next, new Forest.Rank(1_000 + i, Bytes.EMPTY))));
        }
        assertThat(forest.children(TOP)).containsExactly(id(objects));
        for (int i = 1; i < objects; i++) {
            assertThat(forest.parent(id(i))).contains(id(i + 1));
        }
    }

    @Test
    void aTreeOfTenThousandLevels() {
        Forest forest = new Forest(TOP);
        int levels = 10_000;
        for (int i = levels; i > 0; i--) { // the lowest first
            forest.put(deep(i), List.of(new Forest.Placement(deep(i - 1), new Forest.Rank(levels - i, Bytes.EMPTY))));
        }
        assertThat(forest.isUnder(deep(levels), TOP)).isTrue();
        assertThat(forest.isUnder(deep(1), deep(levels))).isFalse();
    }

    private static ObjectId deep(int level) {
        byte[] bytes = new byte[ObjectId.SIZE];
        bytes[0] = (byte) (level >>> 8);
        bytes[1] = (byte) level;
        return new ObjectId(Bytes.of(bytes));
    }

    /** Everything that four placements of three objects can do, in two orders of arrival, against a naive model. */
    @Test
    void allTreesOfFourPlacements() {
        int choices = 3 * 4;
        for (int which = 0; which < choices * choices * choices * choices; which++) {
            Map<ObjectId, Map<ObjectId, Forest.Placement>> all = new TreeMap<>(Comparator.comparing(ObjectId::value));
            Forest growing = new Forest(TOP);
            for (int i = 0, rest = which; i < 4; i++, rest /= choices) {
                ObjectId object = id(1 + rest % 3);
                ObjectId parent = id(rest / 3 % 4);
                Map<ObjectId, Forest.Placement> own = all.computeIfAbsent(object, key -> new HashMap<>());
                own.put(parent, new Forest.Placement(parent, new Forest.Rank(i / 2, Bytes.of((byte) i))));
                growing.put(object, List.copyOf(own.values()));
                growing.isUnder(parent, object);
            }
            Forest atOnce = new Forest(TOP);
            all.forEach((object, own) -> atOnce.put(object, List.copyOf(own.values())));
            Map<ObjectId, ObjectId> expected = model(all);
            for (ObjectId object : all.keySet()) {
                assertThat(growing.parent(object)).as("tree %d", which).contains(expected.get(object));
                assertThat(atOnce.parent(object)).as("tree %d", which).contains(expected.get(object));
            }
        }
    }

    /** The naive model: whose latest placements lead up stand there; of the others one falls back at a time. */
    private static Map<ObjectId, ObjectId> model(Map<ObjectId, Map<ObjectId, Forest.Placement>> all) {
        Map<ObjectId, ObjectId> parents = new HashMap<>();
        boolean moved = true;
        while (moved) {
            moved = false;
            for (ObjectId object : all.keySet()) {
                ObjectId wanted = latest(all.get(object)).parent();
                if (!parents.containsKey(object) && (parents.containsKey(wanted) || !all.containsKey(wanted))) {
                    parents.put(object, wanted);
                    moved = true;
                }
            }
        }
        while (parents.size() < all.size()) {
            ObjectId lost = null;
            Forest.Placement best = null;
            for (ObjectId object : all.keySet()) {
                if (!parents.containsKey(object)) {
                    lost = lost == null ? object : lost;
                    for (Forest.Placement each : all.get(object).values()) {
                        boolean leadsUp = parents.containsKey(each.parent()) || !all.containsKey(each.parent());
                        if (leadsUp && (best == null || each.rank().compareTo(best.rank()) > 0)) {
                            lost = object;
                            best = each;
                        }
                    }
                }
            }
            parents.put(lost, best == null ? TOP : best.parent());
        }
        return parents;
    }

    private static Forest.Placement latest(Map<ObjectId, Forest.Placement> own) {
        return own.values().stream()
                .max(Comparator.comparing(Forest.Placement::rank))
                .orElseThrow();
    }

    private static boolean leadsUp(Forest forest, ObjectId object, Set<ObjectId> placed) {
        Set<ObjectId> seen = new HashSet<>();
        Optional<ObjectId> at = Optional.of(object);
        while (at.isPresent() && placed.contains(at.get()) && seen.add(at.get())) {
            at = forest.parent(at.get());
        }
        return at.isPresent() && !placed.contains(at.get());
    }
}
