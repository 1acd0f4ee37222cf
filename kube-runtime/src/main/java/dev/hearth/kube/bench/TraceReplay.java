package dev.hearth.kube.bench;

import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Plays a history through one replica per author, each receiving what the history says it had when it wrote. An author
 * with several branches that do not know each other, as in a history of versions, is one replica for each branch.
 */
public final class TraceReplay {
    /** The name of the text that is played. */
    public static final String FIELD = "text";

    private final Trace trace;
    private final LongSupplier clock;
    private final Actors actors = new Actors();
    private final List<ObjectState> replicas = new ArrayList<>();
    private final List<BitSet> received = new ArrayList<>();
    private final List<Integer> actorOf = new ArrayList<>();
    private final List<Integer> lastOf = new ArrayList<>();
    private final List<List<Integer>> branches = new ArrayList<>();
    private final int[] authors;
    private final byte[][] changes;
    private long editTime;

    private TraceReplay(Trace trace, LongSupplier clock) {
        this.trace = trace;
        this.clock = clock;
        this.authors = new int[trace.transactions().size()];
        this.changes = new byte[authors.length][];
        for (int i = 0; i < trace.agents(); i++) {
            branches.add(new ArrayList<>());
        }
    }

    /** Plays a history; the clock is read around every edit. */
    public static TraceReplay of(Trace trace, LongSupplier clock) throws ChangeException {
        TraceReplay replay = new TraceReplay(trace, clock);
        for (int i = 0; i < replay.changes.length; i++) {
            replay.play(i);
        }
        return replay;
    }

    private void play(int index) throws ChangeException {
        Trace.Transaction transaction = trace.transactions().get(index);
        int replica = replicaFor(index, transaction);
        deliver(replica, missing(replica, transaction.parents()));
        ObjectState state = replicas.get(replica);
        long before = clock.getAsLong();
        Edit edit = state.edit(actorOf.get(replica), index + 1L);
        if (index == 0 && !trace.start().isEmpty()) {
            edit.insertText(FIELD, 0, trace.start());
        }
        for (Trace.Patch patch : transaction.patches()) {
            edit(state, edit, patch);
        }
        changes[index] = edit.finish();
        editTime += clock.getAsLong() - before;
        authors[index] = actorOf.get(replica);
        received.get(replica).set(index);
        lastOf.set(replica, index);
    }

    private void edit(ObjectState state, Edit edit, Trace.Patch patch) {
        int at = patch.position();
        int count = patch.deleted();
        if (trace.codePoints()) {
            String text = state.text(FIELD);
            at = text.offsetByCodePoints(0, patch.position());
            count = text.offsetByCodePoints(at, patch.deleted()) - at;
        }
        if (count > 0) {
            edit.deleteText(FIELD, at, count);
        }
        if (!patch.inserted().isEmpty()) {
            edit.insertText(FIELD, at, patch.inserted());
        }
    }

    private int replicaFor(int index, Trace.Transaction transaction) {
        List<Integer> own = branches.get(transaction.agent());
        for (int replica : own) {
            if (!trace.concurrent() || descends(transaction.parents(), lastOf.get(replica))) {
                return replica;
            }
        }
        int replica = replicas.size();
        byte[] key = ByteBuffer.allocate(Actors.KEY_LENGTH)
                .putInt(transaction.agent())
                .putInt(own.size())
                .array();
        actorOf.add(actors.intern(key));
        replicas.add(new ObjectState(actors));
        received.add(new BitSet());
        lastOf.add(index);
        own.add(replica);
        return replica;
    }

    /** Whether one of some transactions is a given earlier one or comes after it. */
    private boolean descends(List<Integer> from, int earlier) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            int at = open.removeLast();
            if (at == earlier) {
                return true;
            }
            if (at > earlier && !seen.get(at)) {
                seen.set(at);
                open.addAll(trace.transactions().get(at).parents());
            }
        }
        return false;
    }

    private BitSet missing(int replica, List<Integer> parents) {
        BitSet has = received.get(replica);
        BitSet missing = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(parents);
        while (!open.isEmpty()) {
            int at = open.removeLast();
            if (!has.get(at) && !missing.get(at)) {
                missing.set(at);
                open.addAll(trace.transactions().get(at).parents());
            }
        }
        return missing;
    }

    private void deliver(int replica, BitSet missing) throws ChangeException {
        for (int i = missing.nextSetBit(0); i >= 0; i = missing.nextSetBit(i + 1)) {
            replicas.get(replica).apply(changes[i], authors[i], i + 1L);
            received.get(replica).set(i);
        }
    }

    /** Brings everything to every replica and tells whether all hold the same text, the one that the history states. */
    public boolean settle() throws ChangeException {
        BitSet all = new BitSet();
        all.set(0, changes.length);
        boolean equal = true;
        for (int replica = 0; replica < replicas.size(); replica++) {
            BitSet missing = (BitSet) all.clone();
            missing.andNot(received.get(replica));
            deliver(replica, missing);
            String text = replicas.get(replica).text(FIELD);
            equal &= text.equals(trace.end().orElse(replicas.get(0).text(FIELD)));
        }
        return equal;
    }

    /** Applies the whole history to an empty replica. */
    public ObjectState merge() throws ChangeException {
        ObjectState state = new ObjectState(actors);
        for (int i = 0; i < changes.length; i++) {
            state.apply(changes[i], authors[i], i + 1L);
        }
        return state;
    }

    /** Applies the whole history to an empty replica, in a random order that respects causality. */
    public ObjectState merge(Random random) throws ChangeException {
        int[] waitsFor = new int[changes.length];
        List<List<Integer>> children = new ArrayList<>();
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < changes.length; i++) {
            children.add(new ArrayList<>());
            List<Integer> parents = trace.transactions().get(i).parents();
            waitsFor[i] = parents.size();
            for (int parent : parents) {
                children.get(parent).add(i);
            }
            if (parents.isEmpty()) {
                ready.add(i);
            }
        }
        ObjectState state = new ObjectState(actors);
        while (!ready.isEmpty()) {
            Collections.swap(ready, random.nextInt(ready.size()), ready.size() - 1);
            int next = ready.remove(ready.size() - 1);
            state.apply(changes[next], authors[next], next + 1L);
            for (int child : children.get(next)) {
                if (--waitsFor[child] == 0) {
                    ready.add(child);
                }
            }
        }
        return state;
    }

    /**
     * As {@link #merge()}, asking after every change what it did, as a live view does; returns how many steps there
     * were.
     */
    public int stream() throws ChangeException {
        ObjectState state = new ObjectState(actors);
        int steps = 0;
        for (int i = 0; i < changes.length; i++) {
            state.apply(changes[i], authors[i], i + 1L);
            steps += state.lastChange().texts().size();
        }
        return steps;
    }

    /** Returns the actors of the history. */
    public Actors actors() {
        return actors;
    }

    /** Returns the state of the first author. */
    public ObjectState first() {
        return replicas.get(0);
    }

    /** Returns the clock's sum over all edits. */
    public long editTime() {
        return editTime;
    }

    /** Returns the bytes of all changes. */
    public long changeBytes() {
        long sum = 0;
        for (byte[] change : changes) {
            sum += change.length;
        }
        return sum;
    }
}
