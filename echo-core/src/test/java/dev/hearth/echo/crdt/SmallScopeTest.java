package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Everything that three replicas can do in four operations of a few kinds, with everything that each may have received
 * before. Trees of objects: ForestTest.
 */
final class SmallScopeTest {
    private static final int REPLICAS = 3;

    /** One operation of a scenario: who does what, having received what. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Step(int replica, int operation, int[] receives) {}

    private final List<Consumer<World.Replica>> operations = new ArrayList<>();
    private int scenarios;

    private void edit(BiConsumer<World.Replica, World.Writer> operation) {
        operations.add(replica -> replica.edit(writer -> operation.accept(replica, writer)));
    }

    @Test
    void textsOfFourOperations() throws ChangeException {
        edit((replica, writer) -> writer.insertText(0, "ab"));
        edit((replica, writer) -> writer.insertText(replica.state.textLength(World.TEXT), "c"));
        edit((replica, writer) -> {
            if (replica.state.textLength(World.TEXT) > 1) {
                writer.deleteText(1, 1);
            }
        });
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(10_000);
    }

    @Test
    void listsOfFourOperations() throws ChangeException {
        edit((replica, writer) -> writer.insertItem(0, "i" + replica.index));
        edit((replica, writer) -> {
            if (!replica.state.list(World.LIST).isEmpty()) {
                writer.setItem(0, "s" + replica.index);
            }
        });
        edit((replica, writer) -> {
            if (!replica.state.list(World.LIST).isEmpty()) {
                writer.removeItem(0);
            }
        });
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(10_000);
    }

    @Test
    void movesOfFourOperations() throws ChangeException {
        edit((replica, writer) -> {
            writer.insertItem(0, "i" + replica.index);
            writer.insertItem(1, "j" + replica.index);
        });
        edit((replica, writer) -> {
            int size = replica.state.list(World.LIST).size();
            if (size > 1) {
                writer.moveItem(0, size - 1);
            }
        });
        edit((replica, writer) -> {
            if (!replica.state.list(World.LIST).isEmpty()) {
                writer.removeItem(0);
            }
        });
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(10_000);
    }

    @Test
    void setsCountersAndModelsOfFourOperations() throws ChangeException {
        edit((replica, writer) -> writer.addMember("x"));
        edit((replica, writer) -> writer.discardMember("x"));
        edit((replica, writer) -> {
            writer.increment(replica.index + 1L);
            writer.submit("o" + replica.index);
        });
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(10_000);
    }

    @Test
    void marksOfFourOperations() throws ChangeException {
        edit((replica, writer) -> writer.insertText(replica.state.textLength(World.TEXT), "ab"));
        edit((replica, writer) -> {
            if (replica.state.textLength(World.TEXT) > 0) {
                writer.mark(0, replica.state.textLength(World.TEXT), "bold", 1L, Expand.AFTER);
            }
        });
        edit((replica, writer) -> {
            if (replica.state.textLength(World.TEXT) > 0) {
                writer.deleteText(replica.state.textLength(World.TEXT) - 1, 1);
            }
        });
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(10_000);
    }

    @Test
    void mapsOfFourOperations() throws ChangeException {
        edit((replica, writer) -> writer.put("x", replica.index));
        edit((replica, writer) -> writer.remove("x"));
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(1_000);
    }

    @Test
    void scalarsOfFourOperations() throws ChangeException {
        edit((replica, writer) -> writer.set(replica.index));
        edit((replica, writer) -> writer.clear());
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(1_000);
    }

    @Test
    void lifecyclesOfFourOperations() throws ChangeException {
        edit((replica, writer) -> writer.delete(true));
        edit((replica, writer) -> {
            writer.delete(false);
            writer.set(replica.index);
        });
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(1_000);
    }

    @Test
    void undoneTextsOfFourOperations() throws ChangeException {
        edit((replica, writer) -> writer.insertText(replica.state.textLength(World.TEXT) / 2, "ab"));
        edit((replica, writer) -> {
            if (replica.state.textLength(World.TEXT) > 1) {
                writer.deleteText(1, 1);
            }
        });
        operations.add(World.Replica::undo);
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(10_000);
    }

    @Test
    void undoneListsOfFourOperations() throws ChangeException {
        edit((replica, writer) -> {
            writer.insertItem(0, "i");
            writer.insertItem(1, "j");
        });
        edit((replica, writer) -> {
            int size = replica.state.list(World.LIST).size();
            if (size > 1) {
                writer.moveItem(0, size - 1);
                writer.setItem(0, "s" + replica.index);
            } else if (size > 0) {
                writer.removeItem(0);
            }
        });
        operations.add(World.Replica::undo);
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(10_000);
    }

    @Test
    void undoneValuesOfFourOperations() throws ChangeException {
        edit((replica, writer) -> {
            writer.set(replica.index);
            writer.put("x", replica.index);
            writer.addMember("x");
            writer.increment(1);
            writer.delete(true);
        });
        edit((replica, writer) -> {
            writer.clear();
            writer.remove("x");
            writer.discardMember("x");
            writer.delete(false);
        });
        operations.add(World.Replica::undo);
        enumerate(new ArrayList<>(), 4);
        assertThat(scenarios).isGreaterThan(10_000);
    }

    /** Extends a scenario by every operation of every replica after every possible delivery. */
    private void enumerate(List<Step> steps, int left) throws ChangeException {
        if (left == 0) {
            run(steps);
            return;
        }
        int busiest = steps.stream().mapToInt(Step::replica).max().orElse(-1);
        for (int replica = 0; replica <= Math.min(REPLICAS - 1, busiest + 1); replica++) {
            for (int operation = 0; operation < operations.size(); operation++) {
                int[] made = new int[REPLICAS];
                steps.forEach(step -> made[step.replica()]++);
                for (int[] receives : deliveries(made, replica)) {
                    steps.add(new Step(replica, operation, receives));
                    enumerate(steps, left - 1);
                    steps.remove(steps.size() - 1);
                }
            }
        }
    }

    private static List<int[]> deliveries(int[] made, int replica) {
        List<int[]> out = new ArrayList<>();
        int one = (replica + 1) % REPLICAS;
        int two = (replica + 2) % REPLICAS;
        for (int a = 0; a <= made[one]; a++) {
            for (int b = 0; b <= made[two]; b++) {
                int[] receives = new int[REPLICAS];
                receives[one] = a;
                receives[two] = b;
                out.add(receives);
            }
        }
        return out;
    }

    private void run(List<Step> steps) throws ChangeException {
        World world = new World(REPLICAS);
        for (Step step : steps) {
            World.Replica replica = world.replicas.get(step.replica());
            receive(replica, step.receives());
            operations.get(step.operation()).accept(replica);
        }
        world.settle();
        scenarios++;
        Agreement.verify(world, describe(steps));
    }

    /** Receives as much as was chosen, in an order that causality allows. */
    private static void receive(World.Replica replica, int[] upTo) throws ChangeException {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int author = 0; author < REPLICAS; author++) {
                if (replica.has[author] < upTo[author] && replica.mayReceive(author)) {
                    replica.receive(author);
                    moved = true;
                }
            }
        }
    }

    private static String describe(List<Step> steps) {
        StringBuilder out = new StringBuilder();
        for (Step step : steps) {
            out.append(step.replica())
                    .append(" does ")
                    .append(step.operation())
                    .append(" after ")
                    .append(java.util.Arrays.toString(step.receives()))
                    .append("; ");
        }
        return out.toString();
    }
}
