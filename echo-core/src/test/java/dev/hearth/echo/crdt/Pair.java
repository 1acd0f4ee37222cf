package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Two replicas of one object and what they say to each other. */
final class Pair {
    static final String TEXT = "t";
    static final String LIST = "l";
    static final String MAP = "m";

    /** Edits made in one transaction. */
    interface Work {
        void on(Edit edit) throws ChangeException;
    }

    final Actors actors = new Actors();
    final int small = actors.intern(World.key(0));
    final int great = actors.intern(World.key(1));
    ObjectState one = new ObjectState(actors);
    ObjectState two = new ObjectState(actors);
    private long lamport;

    static byte[] edit(ObjectState state, int actor, long lamport, Work work) throws ChangeException {
        Edit edit = state.edit(actor, lamport);
        work.on(edit);
        return edit.finish();
    }

    static Scalar text(String value) {
        return new Scalar.Str(value);
    }

    static List<Scalar> numbers(int count) {
        return IntStream.range(0, count)
                .<Scalar>mapToObj(i -> new Scalar.Int(i))
                .toList();
    }

    /** A transaction of the first replica, which the second receives. */
    void first(Work work) throws ChangeException {
        lamport++;
        two.apply(edit(one, small, lamport, work), small, lamport);
    }

    /** Two concurrent transactions, each replica receiving the other's. */
    void both(Work atOne, Work atTwo) throws ChangeException {
        lamport++;
        byte[] a = edit(one, small, lamport, atOne);
        byte[] b = edit(two, great, lamport, atTwo);
        one.apply(b, great, lamport);
        two.apply(a, small, lamport);
        verify();
    }

    /** Two concurrent rows of transactions, each replica receiving the other's. */
    void rows(List<Work> atOne, List<Work> atTwo) throws ChangeException {
        List<byte[]> a = new ArrayList<>();
        List<byte[]> b = new ArrayList<>();
        for (Work work : atOne) {
            a.add(edit(one, small, lamport + 1 + a.size(), work));
        }
        for (Work work : atTwo) {
            b.add(edit(two, great, lamport + 1 + b.size(), work));
        }
        for (int i = 0; i < a.size(); i++) {
            two.apply(a.get(i), small, lamport + 1 + i);
        }
        for (int i = 0; i < b.size(); i++) {
            one.apply(b.get(i), great, lamport + 1 + i);
        }
        lamport += Math.max(a.size(), b.size());
        verify();
    }

    /** Both are equal, and so is what their saved states give. */
    void verify() throws ChangeException {
        assertThat(one.canonical()).isEqualTo(two.canonical());
        byte[] saved = one.save();
        assertThat(saved).isEqualTo(two.save());
        ObjectState loaded = ObjectState.load(saved, actors);
        assertThat(loaded.canonical()).isEqualTo(one.canonical());
        assertThat(loaded.save()).isEqualTo(saved);
    }
}
