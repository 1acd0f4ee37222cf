package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stands in a register after random writes, beside a naive list, and in one with very many values. */
final class RegisterTest {
    private static final int ACTORS = 5;
    private static final long[] NONE = {};

    private static Actors actors(int count) {
        Actors actors = new Actors();
        for (int i = count - 1; i >= 0; i--) {
            byte[] key = new byte[Actors.KEY_LENGTH];
            key[0] = (byte) (i >>> 8);
            key[1] = (byte) i;
            actors.intern(key);
        }
        return actors;
    }

    @Test
    void whatStandsIsWhatANaiveListHolds() {
        Actors actors = actors(ACTORS);
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            @Nullable Register register = null;
            List<Write> naive = new ArrayList<>();
            for (int step = 1; step < 30; step++) {
                int actor = random.nextInt(ACTORS);
                List<Write> covered = new ArrayList<>(naive);
                covered.removeIf(write -> random.nextInt(3) > 0);
                long[] stamps = new long[2 * covered.size()];
                for (int i = 0; i < covered.size(); i++) {
                    stamps[2 * i] = covered.get(i).actor();
                    stamps[2 * i + 1] = covered.get(i).lamport();
                }
                Scalar value = random.nextInt(4) == 0 ? null : new Scalar.Int(step);
                long lamport = 1L + step / 3;
                register = Register.write(register, lamport, actor, value, stamps, actors);
                naive.removeAll(covered);
                naive.removeIf(write -> write.actor() == actor);
                if (value != null) {
                    naive.add(new Write(lamport, actor, value));
                }
                naive.sort((one, other) ->
                        Stamp.compare(other.lamport(), other.actor(), one.lamport(), one.actor(), actors));
                assertThat(register == null ? List.of() : List.copyOf(register.ranked()))
                        .as("seed " + seed)
                        .isEqualTo(naive);
                assertThat(Register.values(register)).hasSize(naive.size());
                assertThat(Register.value(register))
                        .isEqualTo(naive.isEmpty() ? null : naive.get(0).value());
                assertThat(register instanceof Conflict).isEqualTo(naive.size() > 1);
            }
        }
    }

    /** A write that copied all values would take minutes. */
    @Test
    void manyValuesStandAtOnce() throws ChangeException {
        int many = 20_000;
        Actors actors = actors(many);
        ObjectState state = new ObjectState(actors);
        ObjectState author = new ObjectState(actors);
        Edit first = author.edit(0, 1);
        first.set("f", new Scalar.Int(1));
        byte[] change = first.finish();
        for (int actor = 0; actor < many; actor++) {
            state.apply(change, actor, 1);
        }
        assertThat(state.conflicts("f")).hasSize(many);
        ObjectState loaded = ObjectState.load(state.save(), actors);
        Edit edit = loaded.edit(0, 2);
        edit.set("f", new Scalar.Int(2));
        byte[] over = edit.finish();
        assertThat(loaded.conflicts("f")).containsExactly(new Scalar.Int(2));
        state.apply(over, 0, 2);
        assertThat(state.save()).isEqualTo(loaded.save());
    }

    @Test
    void valuesThatAreRankedOtherwiseAreRefused() throws ChangeException {
        Actors actors = actors(2);
        Write one = new Write(2, 0, new Scalar.Int(1));
        Write other = new Write(1, 1, new Scalar.Int(2));
        assertThat(Register.of(List.of(one, other), actors).first()).isEqualTo(one);
        List<List<Write>> refused =
                List.of(List.of(), List.of(other, one), List.of(one, one), List.of(one, new Write(1, 0, one.value())));
        for (List<Write> ranked : refused) {
            assertThatThrownBy(() -> Register.of(ranked, actors)).isInstanceOf(ChangeException.class);
        }
        assertThat(Register.others(one, 0)).isEqualTo(NONE);
    }
}
