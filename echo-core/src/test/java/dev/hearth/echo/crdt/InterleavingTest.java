package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What several people type at one place at once stays together, forward and backward. */
final class InterleavingTest {
    private static final int LENGTH = 6;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 20})
    void forwardTypingStaysTogether(int people) throws ChangeException {
        World world = started(people);
        for (int i = 0; i < LENGTH; i++) {
            int offset = i;
            for (World.Replica replica : world.replicas) {
                replica.edit(writer -> writer.insertText(1 + offset, unit(replica)));
            }
        }
        verify(world, people);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 20})
    void backwardTypingStaysTogether(int people) throws ChangeException {
        World world = started(people);
        for (int i = 0; i < LENGTH; i++) {
            for (World.Replica replica : world.replicas) {
                replica.edit(writer -> writer.insertText(1, unit(replica)));
            }
        }
        verify(world, people);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void typingWithinADeletedRunStays(int people) throws ChangeException {
        World world = started(people);
        World.Replica first = world.replicas.get(0);
        first.edit(writer -> writer.insertText(1, "-deleted-"));
        world.settle();
        first.edit(writer -> writer.deleteText(1, 9));
        for (World.Replica replica : world.replicas.subList(1, people)) {
            for (int i = 0; i < LENGTH; i++) {
                int offset = i;
                replica.edit(writer -> writer.insertText(4 + offset, unit(replica)));
            }
        }
        world.settle();
        Agreement.verify(world, people + " people");
        assertThat(first.state.text(World.TEXT)).hasSize(2 + LENGTH * (people - 1));
    }

    private static World started(int people) throws ChangeException {
        World world = new World(people);
        world.replicas.get(0).edit(writer -> writer.insertText(0, "[]"));
        world.settle();
        return world;
    }

    private static String unit(World.Replica replica) {
        return String.valueOf((char) ('a' + replica.index));
    }

    private static void verify(World world, int people) throws ChangeException {
        world.settle();
        Agreement.verify(world, people + " people");
        StringBuilder expected = new StringBuilder("[");
        for (World.Replica replica : world.replicas) {
            expected.append(unit(replica).repeat(LENGTH));
        }
        assertThat(world.replicas.get(0).state.text(World.TEXT)).isEqualTo(expected + "]");
    }

    /** More than a leaf of the walk holds, from everywhere in the order of actors, in an order of arrival each. */
    @Test
    void crowdsAtFewPlacesEndAlikeEverywhere() throws ChangeException {
        for (int seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = new World(70);
            world.replicas.get(0).edit(writer -> writer.insertText(0, "abc"));
            world.settle();
            for (World.Replica replica : world.replicas) {
                int place = seed == 0 ? 1 : random.nextInt(3);
                int more = seed == 0 ? 0 : random.nextInt(3);
                String own = String.valueOf((char) ('A' + replica.index));
                replica.edit(writer -> {
                    writer.insertText(place, own.repeat(1 + more));
                    if (more == 1) {
                        writer.insertText(place, "y");
                    }
                    if (more == 2) {
                        writer.deleteText(place, 1);
                    }
                });
            }
            world.settle();
            Agreement.verify(world, "seed " + seed);
        }
    }
}
