package dev.hearth.kube.bench;

import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One round of a script. */
final class ScriptRun {
    private final Script script;
    private final Actors actors = new Actors();
    private final List<ObjectState> replicas = new ArrayList<>();
    private final byte[][] changes;
    private long nanos;

    private ScriptRun(Script script) {
        this.script = script;
        this.changes = new byte[script.turns().size()][];
    }

    /** Plays a script. */
    static ScriptRun of(Script script) throws ChangeException {
        ScriptRun run = new ScriptRun(script);
        switch (script.shape()) {
            case ALONE -> {
                run.join(1);
                run.nanos = Stopwatch.nanos(run::alone);
            }
            case FOLLOWED -> {
                run.join(2);
                run.nanos = Stopwatch.nanos(run::followed);
            }
            case PAIR -> run.pair();
            case CROWD -> {
                run.join(script.turns().size());
                run.nanos = Stopwatch.nanos(run::crowd);
            }
        }
        return run;
    }

    /**
     * Plays the script of a client that works alone and returns by how much the heap grew at most, measured after a
     * collection at the end of each turn; zero where others take part.
     */
    static long heapLive(Script script) {
        if (script.shape() != Script.Shape.ALONE) {
            return 0;
        }
        long before = Stopwatch.heapUsed();
        ScriptRun run = new ScriptRun(script);
        run.join(1);
        long most = 0;
        try {
            for (int turn = 0; turn < run.changes.length; turn++) {
                run.write(turn, 0, turn + 1L);
                most = Math.max(most, Stopwatch.heapUsed() - before);
            }
            return most;
        } finally {
            Reference.reachabilityFence(run);
        }
    }

    private void join(int clients) {
        for (int i = 0; i < clients; i++) {
            byte[] key = ByteBuffer.allocate(Actors.KEY_LENGTH).putInt(i).array();
            actors.intern(key);
            replicas.add(new ObjectState(actors));
        }
    }

    private void write(int turn, int client, long lamport) {
        Edit edit = replicas.get(client).edit(client, lamport);
        for (Step step : script.turns().get(turn)) {
            step.on(edit);
        }
        changes[turn] = edit.finish();
    }

    private void alone() {
        for (int turn = 0; turn < changes.length; turn++) {
            write(turn, 0, turn + 1L);
        }
    }

    private void followed() throws ChangeException {
        ObjectState follower = replicas.get(1);
        for (int turn = 0; turn < changes.length; turn++) {
            write(turn, 0, turn + 1L);
            follower.apply(changes[turn], 0, turn + 1L);
        }
    }

    private void pair() throws ChangeException {
        join(2);
        Edit edit = replicas.get(0).edit(0, 1);
        edit.insertText(Script.TEXT, 0, Scripts.COMMON);
        byte[] common = edit.finish();
        replicas.get(1).apply(common, 0, 1);
        write(0, 0, 2);
        write(1, 1, 2);
        nanos = Stopwatch.nanos(() -> replicas.get(0).apply(changes[1], 1, 2));
        replicas.get(1).apply(changes[0], 0, 2);
    }

    private void crowd() throws ChangeException {
        for (int turn = 0; turn < changes.length; turn++) {
            write(turn, turn, 1);
        }
        for (int turn = 1; turn < changes.length; turn++) {
            replicas.get(0).apply(changes[turn], turn, 1);
        }
    }

    /** What was timed. */
    long nanos() {
        return nanos;
    }

    /** The replica that has everything. */
    ObjectState first() {
        return replicas.get(0);
    }

    /** A replica that has everything too, of the crowd one that received it in the opposite order. */
    ObjectState second() throws ChangeException {
        switch (script.shape()) {
            case FOLLOWED, PAIR -> {
                return replicas.get(1);
            }
            case ALONE -> {
                ObjectState follower = new ObjectState(actors);
                for (int turn = 0; turn < changes.length; turn++) {
                    follower.apply(changes[turn], 0, turn + 1L);
                }
                return follower;
            }
            case CROWD -> {
                ObjectState last = new ObjectState(actors);
                for (int turn = changes.length - 1; turn >= 0; turn--) {
                    last.apply(changes[turn], turn, 1);
                }
                return last;
            }
        }
        throw new IllegalStateException("no such shape");
    }

    Actors actors() {
        return actors;
    }

    long changeBytes() {
        return Arrays.stream(changes).mapToLong(change -> change.length).sum();
    }
}
