package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Runs come back as they were written, take little when they follow a pattern, and no bytes hold more than they can.
 */
final class RunModelTest {
    /** An answer takes at least a 356th of a bit, and a run five answers. */
    private static final int MOST_RUNS_OF_A_BYTE = 8 * 356 / 5;

    private record Run(int kind, int position, int length) {}

    private static byte[] write(Run... runs) {
        BitWriter writer = new BitWriter(RunModel.CONTEXTS);
        RunModel model = new RunModel(writer);
        for (Run run : runs) {
            model.code(run.kind(), run.position(), run.length());
        }
        return writer.finish();
    }

    private static Run read(RunModel model) {
        model.code(0, 0, 0);
        return new Run(model.kind, (int) model.position, model.length);
    }

    private static void comesBack(String what, Run... runs) throws ChangeException {
        BitReader reader = new BitReader(RunModel.CONTEXTS, write(runs));
        RunModel model = new RunModel(reader);
        for (Run run : runs) {
            assertThat(read(model)).as(what).isEqualTo(run);
            assertThat(reader.beyond()).as(what).isFalse();
        }
        reader.done();
    }

    @Test
    void randomRunsComeBack() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int reach = 1 + random.nextInt(1 << random.nextInt(30));
            Run[] runs = new Run[random.nextInt(40)];
            Arrays.setAll(runs, i -> new Run(random.nextInt(4), random.nextInt(reach), 1 + random.nextInt(reach)));
            comesBack("seed " + seed, runs);
        }
    }

    @Test
    void theGreatestRunsComeBack() throws Exception {
        int most = Sequence.MAX_EVENTS;
        comesBack(
                "extremes",
                new Run(OpLog.INSERT, 0, most),
                new Run(OpLog.BACKSPACE, 0, most),
                new Run(OpLog.SET, most - 1, 1),
                new Run(OpLog.DELETE, 0, most));
    }

    @Test
    void noRunsTakeNoBytes() throws Exception {
        assertThat(write()).isEmpty();
        comesBack("nothing");
    }

    @Test
    void twoPlacesAtOnceTakeHardlyMoreThanOne() {
        Run[] alternating = new Run[2000];
        Run[] staying = new Run[2000];
        for (int i = 0; i < 2000; i++) {
            staying[i] = i % 2 == 0 ? new Run(OpLog.INSERT, 3 * (i / 2), 4) : new Run(OpLog.DELETE, 3 * (i / 2) + 3, 1);
            alternating[i] = new Run(OpLog.INSERT, i % 2 == 0 ? 4 * (i / 2) : 10_000 + 8 * (i / 2) + 4, 4);
        }
        assertThat(write(staying).length).isLessThan(80);
        assertThat(write(alternating).length).isLessThan(80);
    }

    @Test
    void bytesHoldNoMoreRunsThanTheyCan() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(64)];
            if (seed % 2 == 0) {
                random.nextBytes(bytes);
            }
            ByteSink column = new ByteSink();
            column.blob(bytes);
            BitReader reader = new BitReader(RunModel.CONTEXTS, column.toByteArray());
            RunModel model = new RunModel(reader);
            int runs = 0;
            while (!reader.beyond()) {
                Run run = read(model);
                assertThat(run.length()).as("seed %d", seed).isPositive();
                runs++;
            }
            assertThat(runs).as("seed %d", seed).isLessThan((bytes.length + 8) * MOST_RUNS_OF_A_BYTE);
        }
    }

    /** Whatever else the last byte might be, it is refused or says something else. */
    @Test
    void onlyOneEndingIsAccepted() {
        Run[] runs = {new Run(OpLog.INSERT, 5, 1000), new Run(OpLog.DELETE, 3, 1)};
        byte[] whole = write(runs);
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length + 1), runs))
                .isInstanceOf(ChangeException.class);
        int refused = 0;
        for (int last = 1; last < 256; last++) {
            byte[] other = whole.clone();
            other[other.length - 1] += (byte) last;
            try {
                assertThat(read(other, runs)).as("last byte %d", last).isFalse();
            } catch (ChangeException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /** Whether bytes hold these runs; refuses another ending. */
    private static boolean read(byte[] bytes, Run... runs) throws ChangeException {
        BitReader reader = new BitReader(RunModel.CONTEXTS, bytes);
        RunModel model = new RunModel(reader);
        boolean same = true;
        for (Run run : runs) {
            same &= read(model).equals(run);
        }
        reader.done();
        return same;
    }
}
