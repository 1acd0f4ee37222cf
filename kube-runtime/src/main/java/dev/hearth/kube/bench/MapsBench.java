package dev.hearth.kube.bench;

import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import java.util.SortedMap;
import java.util.TreeMap;

/** Measures one map with many keys: set, overwritten, removed, a transaction each. */
public final class MapsBench {
    private static final String FIELD = "m";

    private final int keys;
    private final Rounds rounds;
    private final Actors actors = new Actors();
    private final int actor = actors.intern(new byte[Actors.KEY_LENGTH]);
    private boolean equal = true;

    private MapsBench(int keys, Rounds rounds) {
        this.keys = keys;
        this.rounds = rounds;
    }

    /** What one transaction does. */
    private interface Turn {
        void on(Edit edit, int index);
    }

    /**
     * Measures.
     *
     * @param keys how many, at least one
     * @throws IllegalStateException when the engine refuses its own changes
     */
    public static MapsResult run(int keys, Rounds rounds) {
        if (keys < 1) {
            throw new IllegalArgumentException("keys is not positive: " + keys);
        }
        try {
            return new MapsBench(keys, rounds).run();
        } catch (ChangeException e) {
            throw new IllegalStateException("the engine refused its own change", e);
        }
    }

    private MapsResult run() throws ChangeException {
        SortedMap<String, Scalar> all = new TreeMap<>();
        for (int i = 0; i < keys; i++) {
            all.put(key(i), new Scalar.Int(i));
        }
        SortedMap<String, Scalar> one = new TreeMap<>();
        one.put("k", new Scalar.Int(keys - 1L));
        MapsResult.Phase set =
                phase((edit, i) -> edit.put(FIELD, key(i), new Scalar.Int(i)), new ObjectState(actors).save(), all);
        MapsResult.Phase overwrite =
                phase((edit, i) -> edit.put(FIELD, "k", new Scalar.Int(i)), new ObjectState(actors).save(), one);
        MapsResult.Phase remove = phase((edit, i) -> edit.remove(FIELD, key(i)), filled(), new TreeMap<>());
        return new MapsResult(keys, equal, set, overwrite, remove);
    }

    private static String key(int index) {
        return "key" + index;
    }

    private byte[] filled() {
        ObjectState state = new ObjectState(actors);
        Edit edit = state.edit(actor, 1);
        for (int i = 0; i < keys; i++) {
            edit.put(FIELD, key(i), new Scalar.Int(i));
        }
        edit.finish();
        return state.save();
    }

    private MapsResult.Phase phase(Turn turn, byte[] start, SortedMap<String, Scalar> expected) throws ChangeException {
        long nanos = Stopwatch.median(rounds, () -> {
            ObjectState state = ObjectState.load(start, actors);
            return Stopwatch.nanos(() -> play(turn, state));
        });
        ObjectState state = ObjectState.load(start, actors);
        ObjectState replica = ObjectState.load(start, actors);
        long bytes = follow(turn, state, replica);
        byte[] saved = state.save();
        ObjectState loaded = ObjectState.load(saved, actors);
        equal &= loaded.map(FIELD).equals(expected) && replica.map(FIELD).equals(expected);
        double load = Stopwatch.medianMillis(
                rounds, () -> ObjectState.load(saved, actors).conflicts(FIELD, "key7"));
        return new MapsResult.Phase(
                Stopwatch.rounded(nanos / 1e3 / keys),
                Stopwatch.rounded(bytes / (double) keys),
                loaded.map(FIELD).size(),
                saved.length,
                Stopwatch.rounded(load));
    }

    private long play(Turn turn, ObjectState state) {
        long bytes = 0;
        for (int i = 0; i < keys; i++) {
            Edit edit = state.edit(actor, i + 2L);
            turn.on(edit, i);
            bytes += edit.finish().length;
        }
        return bytes;
    }

    /** As {@link #play}, bringing every change to a second replica. */
    private long follow(Turn turn, ObjectState state, ObjectState replica) throws ChangeException {
        long bytes = 0;
        for (int i = 0; i < keys; i++) {
            Edit edit = state.edit(actor, i + 2L);
            turn.on(edit, i);
            byte[] change = edit.finish();
            replica.apply(change, actor, i + 2L);
            bytes += change.length;
        }
        return bytes;
    }
}
