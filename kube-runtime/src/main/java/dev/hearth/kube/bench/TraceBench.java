package dev.hearth.kube.bench;

import dev.hearth.base.MalformedException;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ObjectState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures the engine on a recorded history. */
public final class TraceBench {
    private static final int HEAP_COPIES = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private TraceBench() {}

    /** One thing to measure. */
    private interface Work {
        void run() throws ChangeException;
    }

    /**
     * Measures all histories of a file; several in one file are summed.
     *
     * @param warmup rounds that do not count
     * @param rounds rounds of which the median counts, at least one
     * @throws IOException when the file cannot be read
     * @throws MalformedException when it is not a history, or one that contradicts itself
     */
    public static TraceResult run(Path file, int warmup, int rounds) throws IOException, MalformedException {
        if (warmup < 0 || rounds < 1) {
            throw new IllegalArgumentException("warmup " + warmup + " and rounds " + rounds + " are out of range");
        }
        List<Trace> traces = Trace.read(file);
        if (traces.isEmpty()) {
            throw new MalformedException("The file holds no history");
        }
        TraceResult sum = run(traces.get(0), warmup, rounds);
        for (Trace trace : traces.subList(1, traces.size())) {
            sum = add(sum, run(trace, warmup, rounds));
        }
        return sum;
    }

    private static TraceResult add(TraceResult a, TraceResult b) {
        int edits = a.edits() + b.edits();
        return new TraceResult(
                a.trace(),
                edits,
                a.equal() && b.equal(),
                a.localMs() + b.localMs(),
                (a.updateBytesAvg() * a.edits() + b.updateBytesAvg() * b.edits()) / Math.max(1, edits),
                a.fileBytes() + b.fileBytes(),
                a.loadMs() + b.loadMs(),
                a.mergeMs() + b.mergeMs(),
                a.streamMs() + b.streamMs(),
                a.heapBytes() + b.heapBytes());
    }

    /** Measures one history. */
    public static TraceResult run(Trace trace, int warmup, int rounds) throws MalformedException {
        try {
            return measure(trace, warmup, rounds);
        } catch (ChangeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedException("A history contradicts itself", e);
        }
    }

    private static TraceResult measure(Trace trace, int warmup, int rounds) throws ChangeException, MalformedException {
        int edits = trace.transactions().size();
        if (edits == 0) {
            throw new MalformedException("A history has no transactions");
        }
        TraceReplay replay = TraceReplay.of(trace, () -> 0);
        boolean equal = replay.settle();
        double local = local(trace, warmup, rounds);
        byte[] saved = replay.first().save();
        ObjectState loaded = ObjectState.load(saved, replay.actors());
        equal &= loaded.text(TraceReplay.FIELD).equals(replay.first().text(TraceReplay.FIELD));
        double load = median(warmup, rounds, () -> {
            ObjectState state = ObjectState.load(saved, replay.actors());
            state.text(TraceReplay.FIELD);
        });
        double merge = median(warmup, rounds, () -> replay.merge().text(TraceReplay.FIELD));
        double stream = median(warmup, rounds, replay::stream);
        equal &= replay.merge().text(TraceReplay.FIELD).equals(loaded.text(TraceReplay.FIELD));
        return new TraceResult(
                trace.name(),
                edits,
                equal,
                local,
                round(replay.changeBytes() / (double) edits),
                saved.length,
                load,
                merge,
                stream,
                heap(saved, replay));
    }

    /** A sequential history is timed as a whole; in a concurrent one the merging between the edits does not count. */
    private static double local(Trace trace, int warmup, int rounds) throws ChangeException {
        if (!trace.concurrent()) {
            return median(warmup, rounds, () -> TraceReplay.of(trace, () -> 0));
        }
        return round(TraceReplay.of(trace, TraceBench::now).editTime() / 1e6);
    }

    private static long now() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private static double median(int warmup, int rounds, Work work) throws ChangeException {
        for (int i = 0; i < warmup; i++) {
            work.run();
        }
        double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long before = now();
            work.run();
            times[i] = (now() - before) / 1e6;
        }
        Arrays.sort(times);
        return round(times[rounds / 2]);
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static long heap(byte[] saved, TraceReplay replay) throws ChangeException {
        List<ObjectState> copies = new ArrayList<>();
        for (int i = 0; i < HEAP_COPIES; i++) {
            copies.add(ObjectState.load(saved, replay.actors()));
        }
        long with = used();
        int count = copies.size();
        copies.clear();
        return Math.max(0, with - used()) / count;
    }

    @SuppressWarnings("SystemGC")
    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
