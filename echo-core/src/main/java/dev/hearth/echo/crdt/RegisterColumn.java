package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Registers: how many values stand in each, then the actors, the lamports and the values of all. */
final class RegisterColumn {
    private final Longs counts = new Longs();
    private final Longs actors = new Longs();
    private final Longs lamports = new Longs();
    private final ValueColumn values = new ValueColumn();

    /** Adds a register and returns about how many bytes it takes. */
    int add(Register register, IntUnaryOperator numberOf) {
        int size = Integer.BYTES;
        Collection<Write> ranked = register.ranked();
        for (Write write : ranked) {
            actors.add(numberOf.applyAsInt(write.actor()));
            lamports.add(write.lamport());
            size += Long.BYTES + values.add(write.value());
        }
        counts.add(ranked.size());
        return size;
    }

    void write(ColumnSink out) {
        out.numbers(counts);
        out.numbers(actors);
        out.numbers(lamports);
        values.write(out);
    }

    static Register[] read(ColumnSource in, int count, int[] ranked, Actors all) throws ChangeException {
        int[] counts = in.counts(count);
        int sum = ColumnSource.sum(counts);
        int[] actors = in.actors(sum, ranked);
        long[] lamports = in.lamports(sum);
        Scalar[] values = ValueColumn.read(in, sum);
        Register[] out = new Register[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            List<Write> writes = new ArrayList<>(counts[i]);
            for (int k = 0; k < counts[i]; k++, at++) {
                writes.add(new Write(lamports[at], actors[at], values[at]));
            }
            out[i] = Register.of(writes, all);
        }
        return out;
    }
}
