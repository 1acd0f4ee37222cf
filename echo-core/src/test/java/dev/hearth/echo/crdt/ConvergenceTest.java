package dev.hearth.echo.crdt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random editing by five replicas with partitions, any order within causality, and restarts, against naive models. */
final class ConvergenceTest {
    private static final String UNITS = "abcdefghijklmnopqrstuvwxyzäß€";
    private static final String KEYS = "xyz";
    private static final List<Expand> EXPANSIONS = List.of(Expand.NONE, Expand.AFTER, Expand.BEFORE, Expand.BOTH);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void replicasConverge(long from) throws ChangeException {
        for (long seed = from * 1000; seed < from * 1000 + 30; seed++) {
            Random random = new Random(seed);
            scenario(seed, random, 2 + random.nextInt(7), 20 + random.nextInt(150));
        }
    }

    /** Short histories find what is wrong sooner than long ones; -Dhearth.scenarios=1000000 looks deeper. */
    @Test
    void replicasConvergeInManyShortHistories() throws ChangeException {
        long scenarios = Long.getLong("hearth.scenarios", 100_000);
        for (long seed = 1_000_000; seed < 1_000_000 + scenarios; seed++) {
            Random random = new Random(seed);
            scenario(seed, random, 2 + random.nextInt(3), 4 + random.nextInt(12));
        }
    }

    private static void scenario(long seed, Random random, int replicas, int steps) throws ChangeException {
        World world = new World(replicas);
        boolean split = false;
        try {
            for (int step = 0; step < steps; step++) {
                if (random.nextInt(20) == 0) {
                    split = !split;
                }
                step(world, random, split);
            }
            world.settle();
        } catch (RuntimeException | ChangeException e) {
            throw new AssertionError("seed " + seed + ", " + replicas + " replicas, " + steps + " steps", e);
        }
        verify(world, "seed " + seed + ", " + replicas + " replicas, " + steps + " steps");
    }

    static void step(World world, Random random, boolean split) throws ChangeException {
        World.Replica replica = world.replicas.get(random.nextInt(world.replicas.size()));
        if (random.nextInt(6) == 0) {
            replica.state.pack();
        }
        int what = random.nextInt(10);
        if (what < 5) {
            int edits = 1 + random.nextInt(3);
            replica.edit(writer -> {
                for (int i = 0; i < edits; i++) {
                    edit(replica, writer, random);
                }
            });
        } else if (what < 9) {
            int author = random.nextInt(world.replicas.size());
            boolean reachable = !split || author % 2 == replica.index % 2;
            for (int i = random.nextInt(4); i >= 0 && reachable && replica.mayReceive(author); i--) {
                replica.receive(author);
            }
        } else if (random.nextInt(4) == 0) {
            replica.restart();
        }
    }

    private static void edit(World.Replica replica, World.Writer writer, Random random) {
        int textLength = replica.state.textLength(World.TEXT);
        int listLength = replica.state.list(World.LIST).size();
        String key = String.valueOf(KEYS.charAt(random.nextInt(KEYS.length())));
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> writer.insertText(place(random, textLength), units(random));
            case 3, 4 -> {
                if (textLength > 0) {
                    int at = random.nextInt(textLength);
                    writer.deleteText(at, 1 + random.nextInt(Math.min(5, textLength - at)));
                }
            }
            case 5, 6 -> writer.insertItem(random.nextInt(listLength + 1), units(random));
            case 7 -> {
                if (listLength > 0) {
                    writer.removeItem(random.nextInt(listLength));
                }
            }
            case 8 -> {
                if (listLength > 0) {
                    writer.setItem(random.nextInt(listLength), units(random));
                }
            }
            case 9 -> writer.put(key, random.nextInt());
            case 10 -> writer.remove(key);
            case 11, 12 -> {
                if (listLength > 1) {
                    writer.moveItem(random.nextInt(listLength), random.nextInt(listLength));
                }
            }
            case 13 -> writer.increment(random.nextInt(20) - 10L);
            case 14 -> writer.addMember(key);
            case 15 -> writer.discardMember(key);
            case 16 -> writer.submit(units(random));
            case 17, 18 -> {
                if (textLength > 0) {
                    mark(writer, random, textLength);
                }
            }
            default -> {
                if (random.nextInt(3) == 0) {
                    writer.clear();
                } else {
                    writer.set(random.nextInt());
                }
            }
        }
    }

    private static void mark(World.Writer writer, Random random, int textLength) {
        int from = random.nextInt(textLength);
        int to = from + 1 + random.nextInt(textLength - from);
        Long value = random.nextInt(3) == 0 ? null : (long) random.nextInt(2);
        Expand expand = EXPANSIONS.get(random.nextInt(4));
        writer.mark(from, to, random.nextBoolean() ? "bold" : "link", value, expand);
    }

    private static int place(Random random, int length) {
        return random.nextBoolean() ? Math.min(length, random.nextInt(3)) : random.nextInt(length + 1);
    }

    private static String units(Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            out.append(UNITS.charAt(random.nextInt(UNITS.length())));
        }
        return out.toString();
    }

    static void verifyOthers(World.Replica replica, String scenario) throws ChangeException {
        ObjectState state = replica.state;
        assertThat(state.counter(World.COUNTER)).as(scenario).isEqualTo(replica.model.counter);
        List<String> members = List.of("x", "y", "z").stream()
                .filter(key -> !replica.model
                        .registers
                        .getOrDefault(World.SET + key, Map.of())
                        .isEmpty())
                .toList();
        assertThat(state.set(World.SET).stream().map(member -> ((Scalar.Str) member).value()))
                .as(scenario)
                .containsExactlyElementsOf(members);
        assertThat(state.events(World.EVENTS).stream().map(event -> new String(event.bytes(), UTF_8)))
                .as(scenario)
                .containsExactlyElementsOf(replica.model.events.values().stream()
                        .flatMap(List::stream)
                        .toList());
        int length = state.textLength(World.TEXT);
        assertThat(MarksModel.units(state.marks(World.TEXT), length))
                .as(scenario)
                .isEqualTo(replica.model.marks.units(replica.model.text));
    }

    static void verify(World world, String scenario) throws ChangeException {
        ObjectState first = world.replicas.get(0).state;
        for (World.Replica replica : world.replicas) {
            ObjectState state = replica.state;
            assertThat(state.text(World.TEXT)).as(scenario).isEqualTo(replica.modelText());
            assertThat(state.list(World.LIST).stream().map(item -> ((Scalar.Str) item).value()))
                    .as(scenario)
                    .isEqualTo(replica.model.list.visible());
            for (String key : List.of("x", "y", "z", "k")) {
                assertThat(World.values(state.conflicts(World.MAP, key)))
                        .as(scenario)
                        .isEqualTo(World.modelValues(replica.model, World.MAP + key));
            }
            assertThat(World.values(state.conflicts(World.SCALAR)))
                    .as(scenario)
                    .isEqualTo(World.modelValues(replica.model, World.SCALAR));
            verifyOthers(replica, scenario);
            if (replica.index % 2 == 1) {
                state.pack();
                assertThat(state.isPacked()).as(scenario).isTrue();
                verifyOthers(replica, scenario);
            }
            assertThat(state.canonical()).as(scenario).isEqualTo(first.canonical());
            byte[] saved = state.save();
            assertThat(saved).as(scenario).isEqualTo(first.save());
            ObjectState loaded = ObjectState.load(saved, world.actors);
            assertThat(loaded.canonical()).as(scenario).isEqualTo(first.canonical());
            assertThat(loaded.save()).as(scenario).isEqualTo(saved);
        }
    }
}
