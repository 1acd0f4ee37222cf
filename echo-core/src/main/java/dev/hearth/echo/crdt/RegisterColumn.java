package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Registers: how many values stand in each, then the actors, the lamports and the values of all. */
final class RegisterColumn {
    private final Longs counts = new Longs();
    private final Longs actors = new Longs();
    private final Longs lamports = new Longs();
    private final ValueColumn values = new ValueColumn();

    /** Adds a register and returns about how many bytes it takes. */
    int add(@Nullable Register head, ArchiveRanks ranks) {
        int size = Integer.BYTES;
        int count = 0;
        for (Register at = head; at != null; at = at.next()) {
            actors.add(ranks.of(at.actor()));
            lamports.add(at.lamport());
            size += Long.BYTES + values.add(at.value());
            count++;
        }
        counts.add(count);
        return size;
    }

    void write(ColumnSink out) {
        out.numbers(counts);
        out.numbers(actors);
        out.numbers(lamports);
        values.write(out);
    }

    static @Nullable Register[] read(ColumnSource in, int count, int[] ranked) throws ChangeException {
        int[] counts = in.counts(count);
        int all = ColumnSource.sum(counts);
        int[] actors = in.actors(all, ranked);
        long[] lamports = in.lamports(all);
        Scalar[] values = ValueColumn.read(in, all);
        @Nullable Register[] out = new Register[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (counts[i] == 1) {
                out[i] = new Register(lamports[at], actors[at], values[at], null);
                at++;
                continue;
            }
            List<Register> chain = new ArrayList<>(counts[i]);
            for (int k = 0; k < counts[i]; k++, at++) {
                chain.add(new Register(lamports[at], actors[at], values[at], null));
            }
            out[i] = Register.chain(chain);
        }
        return out;
    }
}
