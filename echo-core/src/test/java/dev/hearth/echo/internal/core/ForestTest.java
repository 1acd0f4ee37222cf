package dev.hearth.echo.internal.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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

    private static boolean leadsUp(Forest forest, ObjectId object, Set<ObjectId> placed) {
        Set<ObjectId> seen = new HashSet<>();
        Optional<ObjectId> at = Optional.of(object);
        while (at.isPresent() && placed.contains(at.get()) && seen.add(at.get())) {
            at = forest.parent(at.get());
        }
        return at.isPresent() && !placed.contains(at.get());
    }
}
