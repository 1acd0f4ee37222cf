package dev.hearth.kube.bench;

import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ObjectState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Measures small scripted workloads, one writer, two, and very many. */
public final class MicroBench {
    private static final int FLIPS = 200;
    private static final int FLIP = 0x15;

    private MicroBench() {}

    /**
     * Measures.
     *
     * @param n how large the workloads are, at least one
     * @param paste how many units are pasted at once, at least one
     * @throws IllegalStateException when the engine refuses its own changes
     */
    public static MicroResult run(int n, int paste, Rounds rounds) {
        if (n < 1 || paste < 1) {
            throw new IllegalArgumentException("n " + n + " and paste " + paste + " are not positive");
        }
        try {
            boolean equal = true;
            List<MicroResult.Row> rows = new ArrayList<>();
            for (Script script : Scripts.of(n, paste)) {
                MicroResult.Row row = row(script, rounds);
                equal &= row.equal();
                rows.add(row);
            }
            return new MicroResult(n, equal, rows);
        } catch (ChangeException e) {
            throw new IllegalStateException("the engine refused its own change", e);
        }
    }

    /**
     * Returns the workloads in values of JSON, for other engines to play: the common text of the pairs, and each script
     * with its turns, a list of steps each. A step is {@code ["text", at, deleted, inserted]}, {@code ["items", at,
     * values]} or {@code ["entry", key, value]}.
     *
     * @param n how large the workloads are, at least one
     */
    public static Map<String, Object> scripts(int n) {
        List<Object> scripts = new ArrayList<>();
        for (Script script : Scripts.of(n, 1)) {
            if (script.shape() != Script.Shape.ALONE) {
                scripts.add(script.plain());
            }
        }
        return Map.of("common", Scripts.COMMON, "scripts", scripts);
    }

    private static MicroResult.Row row(Script script, Rounds rounds) throws ChangeException {
        long nanos = Stopwatch.settled(rounds, () -> ScriptRun.of(script).nanos());
        ScriptRun run = ScriptRun.of(script);
        byte[] saved = run.first().save();
        byte[] canonical = run.first().canonical();
        ObjectState loaded = ObjectState.load(saved, run.actors());
        boolean equal =
                Arrays.equals(canonical, run.second().canonical()) && Arrays.equals(canonical, loaded.canonical());
        double save = Stopwatch.settledMillis(rounds, () -> run.first().save());
        double load = Stopwatch.settledMillis(rounds, () -> read(ObjectState.load(saved, run.actors())));
        return new MicroResult.Row(
                script.id(),
                script.what(),
                equal,
                Fingerprint.of(loaded, script.shape()),
                loaded.textLength(Script.TEXT),
                loaded.list(Script.LIST).size(),
                values(loaded),
                Stopwatch.rounded(nanos / 1e6),
                script.turns().size(),
                run.changeBytes(),
                saved.length,
                Stopwatch.rounded(save),
                Stopwatch.rounded(load),
                Stopwatch.heapPeak(() -> ScriptRun.of(script)),
                ScriptRun.heapLive(script),
                refusedFlips(saved, run));
    }

    /** Changes one byte of what was saved at each of 200 places and counts how often it is refused. */
    private static int refusedFlips(byte[] saved, ScriptRun run) {
        int refused = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = saved.clone();
            damaged[(int) ((long) i * saved.length / FLIPS)] ^= FLIP;
            try {
                ObjectState.load(damaged, run.actors());
            } catch (ChangeException e) {
                refused++;
            }
        }
        return refused;
    }

    private static int read(ObjectState state) {
        return state.text(Script.TEXT).length()
                + state.list(Script.LIST).size()
                + state.map(Script.MAP).size();
    }

    private static int values(ObjectState state) {
        int sum = 0;
        for (String key : state.map(Script.MAP).keySet()) {
            sum += state.conflicts(Script.MAP, key).size();
        }
        return sum;
    }
}
