package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
    private static final int HISTORIES = 300;

    private static ChangeLog log(RandomHistory history, Random random) {
        List<RandomHistory.Made> arriving = new ArrayList<>(history.made);
        Collections.shuffle(arriving, random);
        ChangeLog log = new ChangeLog(history.actors);
        arriving.forEach(each -> assertThat(log.add(each.change())).isTrue());
        return log;
    }

    @Test
    void everyVersionIsWhatItsAuthorSaw() throws ChangeException {
        for (long seed = 0; seed < HISTORIES; seed++) {
            RandomHistory history = new RandomHistory(seed, 3, 40);
            ChangeLog log = log(history, new Random(seed));
            for (RandomHistory.Made made : history.made) {
                assertThat(log.state(made.horizon()).canonical())
                        .as("seed %d", seed)
                        .isEqualTo(made.canonical());
            }
        }
    }

    /** What one author did after some point, and all that was built on it, is taken back and later counts again. */
    @Test
    void whatIsWithheldLeavesNoTraceAndCanBeAcceptedLate() throws ChangeException {
        for (long seed = 0; seed < HISTORIES; seed++) {
            RandomHistory history = new RandomHistory(seed, 4, 40);
            Random random = new Random(seed);
            ChangeLog log = log(history, random);
            long cut = random.nextInt(6);
            ChangeLog honest = new ChangeLog(history.actors);
            Set<LoggedChange> kept = new HashSet<>();
            for (RandomHistory.Made made : history.made) {
                if (made.version()[0] <= cut) {
                    honest.add(made.change());
                    kept.add(made.change());
                }
            }
            ObjectState left = log.state(kept::contains);
            assertThat(left.canonical())
                    .as("seed %d", seed)
                    .isEqualTo(honest.state(Horizon.ALL).canonical());
            assertThat(left.save()).isEqualTo(honest.state(Horizon.ALL).save());
            history.made.forEach(made -> honest.add(made.change()));
            assertThat(honest.state(Horizon.ALL).save())
                    .isEqualTo(log.state(Horizon.ALL).save());
        }
    }

    @Test
    void equalLogsHaveEqualStrataWhateverTheOrderOfArrival() throws ChangeException {
        for (long seed = 0; seed < HISTORIES; seed++) {
            RandomHistory history = new RandomHistory(seed, 3, 120);
            List<Stratum> strata = log(history, new Random(seed)).strata();
            List<Stratum> others = log(history, new Random(~seed)).strata();
            assertThat(strata).hasSameSizeAs(others);
            List<LoggedChange> all = new ArrayList<>();
            for (int i = 0; i < strata.size(); i++) {
                byte[] bytes = strata.get(i).encode(history.actors);
                assertThat(bytes).isEqualTo(others.get(i).encode(history.actors));
                Actors fresh = new Actors();
                Stratum read = Stratum.decode(bytes, fresh);
                assertThat(read.level()).isEqualTo(strata.get(i).level());
                assertThat(read.encode(fresh)).as("seed %d", seed).isEqualTo(bytes);
                Stratum same = Stratum.decode(bytes, history.actors);
                assertThat(same.changes()).isEqualTo(strata.get(i).changes());
                for (int k = 0; k < same.changes().size(); k++) {
                    assertThat(same.changes().get(k).bytes())
                            .isEqualTo(strata.get(i).changes().get(k).bytes());
                    assertThat(same.changes().get(k).lamport())
                            .isEqualTo(strata.get(i).changes().get(k).lamport());
                }
                all.addAll(same.changes());
                if (i > 0) {
                    assertThat(strata.get(i).level())
                            .isLessThan(strata.get(i - 1).level());
                }
            }
            assertThat(all).isEqualTo(log(history, new Random(seed)).changes());
        }
    }

    /** Cutting what is new together with the strata that it may swallow gives what cutting the whole gives. */
    @Test
    void onlyStrataThatAreNotAboveWhatIsNewAreCutAnew() throws ChangeException {
        for (long seed = 0; seed < HISTORIES; seed++) {
            RandomHistory history = new RandomHistory(seed, 3, 120);
            List<LoggedChange> all = log(history, new Random(seed)).changes();
            List<Stratum> strata = new ArrayList<>();
            Random random = new Random(seed);
            for (int from = 0; from < all.size(); ) {
                int to = Math.min(all.size(), from + 1 + random.nextInt(20));
                Stratum.grow(strata, all.subList(from, to), history.actors);
                from = to;
            }
            List<Stratum> whole = log(history, new Random(seed)).strata();
            assertThat(strata.stream().map(Stratum::changes).toList())
                    .as("seed %d", seed)
                    .isEqualTo(whole.stream().map(Stratum::changes).toList());
        }
    }

    @Test
    void levelsCountZeros() {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) 0xFF);
        assertThat(Stratum.level(hash)).isZero();
        hash[0] = 0x08;
        assertThat(Stratum.level(hash)).isZero();
        hash[0] = 0x07;
        assertThat(Stratum.level(hash)).isEqualTo(1);
        hash[0] = 0;
        assertThat(Stratum.level(hash)).isEqualTo(2);
        hash[1] = 0x1F;
        assertThat(Stratum.level(hash)).isEqualTo(3);
        assertThat(Stratum.level(new byte[32])).isEqualTo(Stratum.MOST_LEVEL);
    }

    @Test
    void damagedStrataAreRefused() throws ChangeException {
        RandomHistory history = new RandomHistory(1, 3, 200);
        byte[] bytes = log(history, new Random(1)).strata().get(0).encode(history.actors);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> Stratum.decode(damaged, new Actors())).isInstanceOf(ChangeException.class);
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Stratum.decode(cut, new Actors())).isInstanceOf(ChangeException.class);
        }
    }

    @Test
    void aForkIsRefused() {
        Actors actors = new Actors();
        int actor = actors.intern(World.key(0));
        ChangeLog log = new ChangeLog(actors);
        assertThat(log.add(new LoggedChange(actor, 1, 5, 0, new byte[0]))).isTrue();
        assertThat(log.add(new LoggedChange(actor, 1, 5, 0, new byte[0]))).isFalse();
        LoggedChange fork = new LoggedChange(actor, 2, 5, 0, new byte[0]);
        assertThatThrownBy(() -> log.add(fork)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangeIsNamedByItsAuthorAndNumber() {
        LoggedChange change = new LoggedChange(1, 2, 3, 0, new byte[] {4});
        assertThat(change)
                .isEqualTo(new LoggedChange(1, 2, 5, 1, new byte[0]))
                .hasSameHashCodeAs(new LoggedChange(1, 2, 5, 1, new byte[0]))
                .isNotEqualTo(new LoggedChange(0, 2, 3, 0, new byte[] {4}))
                .isNotEqualTo(new LoggedChange(1, 1, 3, 0, new byte[] {4}))
                .isNotEqualTo("1");
    }

    @Test
    void numbersOfChangesOutOfRangeAreRefused() {
        long[][] all = {{0, 1, 0}, {1, -1, 0}, {1, 1, -1}, {1, 1, Stratum.MOST_LEVEL + 1}};
        for (long[] each : all) {
            assertThatThrownBy(() -> new LoggedChange(0, each[0], each[1], (int) each[2], new byte[0]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("out of range");
        }
    }

    @Test
    void aHorizonThatIsNotClosedIsRefused() throws ChangeException {
        Pair pair = new Pair();
        byte[] first = Pair.edit(pair.one, pair.small, 1, edit -> edit.insertText("t", 0, "ab"));
        pair.two.apply(first, pair.small, 1);
        byte[] second = Pair.edit(pair.two, pair.great, 2, edit -> edit.insertText("t", 1, "c"));
        ChangeLog log = new ChangeLog(pair.actors);
        log.add(new LoggedChange(pair.small, 1, 1, 0, first));
        log.add(new LoggedChange(pair.great, 1, 2, 0, second));
        assertThatThrownBy(() -> log.state(change -> change.actor() == pair.great))
                .isInstanceOf(ChangeException.class);
    }
}
