package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What each deletion deleted, beside a map that says it event by event. */
final class TargetsTest {
    private static final int SEEDS = 2_000;

    private final Targets targets = new Targets();

    /** Events from one to another, exclusive, that delete one after the other. */
    private record Block(int from, int to) {}

    @Test
    void everyDeletionIsFoundWhateverCameBefore() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Targets tested = new Targets();
            TreeMap<Integer, Integer> model = new TreeMap<>();
            List<Block> blocks = new ArrayList<>();
            int next = 0;
            for (int i = 0; i < 1 + random.nextInt(30); i++) {
                int from = next + random.nextInt(2) * random.nextInt(50); // others lie between
                next = random.nextBoolean()
                        ? forward(tested, model, from, random)
                        : backward(tested, model, from, random);
                blocks.add(new Block(from, next));
                verify(seed, tested, model, blocks.get(random.nextInt(blocks.size())), random);
            }
            for (Block block : blocks) {
                verify(seed, tested, model, block, random);
            }
        }
    }

    /** Deletes forwards: each stretch goes up, often where the one before ended. */
    private static int forward(Targets tested, Map<Integer, Integer> model, int from, Random random) {
        int event = from;
        for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
            int count = 1 + random.nextInt(9);
            int first = random.nextBoolean() ? random.nextInt(1_000) : model.getOrDefault(event - 1, 0) + 1;
            tested.add(event, count, first, 1);
            for (int i = 0; i < count; i++) {
                model.put(event++, first + i);
            }
        }
        return event;
    }

    /** Deletes backwards: a walk meets the last event's unit first, and the stretches are turned around at last. */
    private static int backward(Targets tested, Map<Integer, Integer> model, int from, Random random) {
        int before = tested.size();
        int[] counts = new int[1 + random.nextInt(4)];
        int end = from;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = 1 + random.nextInt(9);
            end += counts[i];
        }
        int event = end;
        for (int count : counts) {
            event -= count;
            int first = random.nextBoolean() ? 10 + random.nextInt(1_000) : model.getOrDefault(event - 1, 11) - 1;
            tested.add(event, count, first, -1);
            for (int i = 0; i < count; i++) {
                model.put(event + i, first - i);
            }
        }
        tested.reverse(before, end);
        return end;
    }

    /** Looks at single events, and at a part of a block stretch by stretch, as a walk does. */
    private static void verify(long seed, Targets tested, Map<Integer, Integer> model, Block block, Random random) {
        int from = block.from() + random.nextInt(block.to() - block.from());
        int to = from + 1 + random.nextInt(block.to() - from);
        assertThat(tested.of(from)).as("seed %d, event %d", seed, from).isEqualTo(model.get(from));
        List<Integer> units = new ArrayList<>();
        int at = from;
        for (int stretch = tested.find(from); at < to; stretch++) {
            int end = tested.end(stretch, to);
            assertThat(end).as("seed %d, stretch %d", seed, stretch).isBetween(at + 1, to);
            for (; at < end; at++) {
                units.add(tested.of(stretch, at));
            }
        }
        List<Integer> expected = new ArrayList<>();
        for (int event = from; event < to; event++) {
            expected.add(model.get(event));
        }
        assertThat(units).as("seed %d, events %d to %d", seed, from, to).isEqualTo(expected);
    }

    /** Somebody who holds a key down makes one event after the other, and all of them take one place. */
    @Test
    void whatGoesOnInOneDirectionIsOneStretch() {
        for (int i = 0; i < 1_000; i++) {
            targets.add(10 + i, 1, 500 + i, 1);
        }
        assertThat(targets.size()).isEqualTo(1);
        for (int i = 0; i < 1_000; i++) {
            targets.add(1_010 + i, 1, 499 - i, -1);
        }
        assertThat(targets.size()).isEqualTo(2);
        assertThat(targets.of(1_009)).isEqualTo(1_499);
        assertThat(targets.of(1_010)).isEqualTo(499);
        assertThat(targets.of(2_009)).isEqualTo(-500);
    }

    @Test
    void whatBreaksARowIsAStretchOfItsOwn() {
        targets.add(0, 3, 100, 1);
        targets.add(3, 1, 103, 1);
        assertThat(targets.size()).isEqualTo(1);
        targets.add(5, 1, 104, 1); // another event lies between
        assertThat(targets.size()).isEqualTo(2);
        targets.add(6, 1, 106, 1); // another unit does
        assertThat(targets.size()).isEqualTo(3);
        targets.add(7, 1, 107, -1); // it goes down from here
        assertThat(targets.size()).isEqualTo(4);
        assertThat(List.of(targets.of(3), targets.of(5), targets.of(6), targets.of(7)))
                .containsExactly(103, 104, 106, 107);
    }
}
