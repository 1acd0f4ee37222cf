package dev.hearth.kube.bench;

import dev.hearth.base.MalformedException;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.TextHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures the engine on a recorded history. */
public final class TraceBench {
    private static final int HEAP_COPIES = 10;

    private TraceBench() {}

    /**
     * Measures all histories of a file; several in one file are summed.
     *
     * @throws IOException when the file cannot be read
     * @throws MalformedException when it is not a history, or one that contradicts itself
     */
    public static TraceResult run(Path file, Rounds rounds) throws IOException, MalformedException {
        return run(file, rounds, 1);
    }

    /** Measures all histories of a file, each repeated end to end. */
    public static TraceResult run(Path file, Rounds rounds, int times) throws IOException, MalformedException {
        List<Trace> traces = new ArrayList<>();
        for (Trace trace : Trace.read(file)) {
            traces.add(trace.repeated(times));
        }
        if (traces.isEmpty()) {
            throw new MalformedException("The file holds no history");
        }
        TraceResult sum = run(traces.get(0), rounds);
        for (Trace trace : traces.subList(1, traces.size())) {
            sum = add(sum, run(trace, rounds));
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
                a.forgottenBytes() + b.forgottenBytes(),
                a.historyBytes() + b.historyBytes(),
                a.mergeFileMs() + b.mergeFileMs(),
                a.mergeMs() + b.mergeMs(),
                a.streamMs() + b.streamMs(),
                a.heapBytes() + b.heapBytes());
    }

    /** Measures one history. */
    public static TraceResult run(Trace trace, Rounds rounds) throws MalformedException {
        try {
            return measure(trace, rounds);
        } catch (ChangeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedException("A history contradicts itself", e);
        }
    }

    private static TraceResult measure(Trace trace, Rounds rounds) throws ChangeException, MalformedException {
        int edits = trace.transactions().size();
        if (edits == 0) {
            throw new MalformedException("A history has no transactions");
        }
        TraceReplay replay = TraceReplay.of(trace, () -> 0);
        boolean equal = replay.settle();
        double local = local(trace, rounds);
        byte[] saved = replay.first().save();
        ObjectState loaded = ObjectState.load(saved, replay.actors());
        equal &= loaded.text(TraceReplay.FIELD).equals(replay.first().text(TraceReplay.FIELD));
        double load = median(rounds, () -> {
            ObjectState state = ObjectState.load(saved, replay.actors());
            state.text(TraceReplay.FIELD);
        });
        String text = loaded.text(TraceReplay.FIELD);
        byte[] history = TextHistory.write(replay.first(), TraceReplay.FIELD);
        equal &= TextHistory.merge(history, replay.actors()).equals(text);
        double mergeFile = median(rounds, () -> TextHistory.merge(history, new Actors()));
        double merge = median(rounds, () -> replay.merge().text(TraceReplay.FIELD));
        double stream = median(rounds, replay::stream);
        equal &= replay.merge().text(TraceReplay.FIELD).equals(text);
        return new TraceResult(
                trace.name(),
                edits,
                equal,
                local,
                Stopwatch.rounded(replay.changeBytes() / (double) edits),
                saved.length,
                load,
                forgotten(saved, replay, text),
                history.length,
                mergeFile,
                merge,
                stream,
                heap(saved, replay));
    }

    /** How many bytes remain without the history, with which a replica can go on. */
    private static int forgotten(byte[] saved, TraceReplay replay, String text)
            throws ChangeException, MalformedException {
        ObjectState state = ObjectState.load(saved, replay.actors());
        state.forgetHistory();
        byte[] without = state.save();
        if (!ObjectState.load(without, replay.actors()).text(TraceReplay.FIELD).equals(text)) {
            throw new MalformedException("A text without its history is another one");
        }
        return without.length;
    }

    /** A sequential history is timed as a whole; in a concurrent one the merging between the edits does not count. */
    private static double local(Trace trace, Rounds rounds) throws ChangeException {
        if (!trace.concurrent()) {
            return median(rounds, () -> TraceReplay.of(trace, () -> 0));
        }
        return Stopwatch.rounded(TraceReplay.of(trace, Stopwatch::now).editTime() / 1e6);
    }

    private static double median(Rounds rounds, Stopwatch.Work work) throws ChangeException {
        return Stopwatch.rounded(Stopwatch.settledMillis(rounds, work));
    }

    private static long heap(byte[] saved, TraceReplay replay) throws ChangeException {
        List<ObjectState> copies = new ArrayList<>();
        for (int i = 0; i < HEAP_COPIES; i++) {
            copies.add(ObjectState.load(saved, replay.actors()));
        }
        long with = Stopwatch.heapUsed();
        int count = copies.size();
        copies.clear();
        return Math.max(0, with - Stopwatch.heapUsed()) / count;
    }
}
