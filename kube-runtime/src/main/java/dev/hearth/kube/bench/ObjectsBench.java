package dev.hearth.kube.bench;

import dev.hearth.base.ObjectIds;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.crdt.StateArchive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Measures many small objects as a database holds those that are not in use: each packed after every change. */
public final class ObjectsBench {
    private static final int MOST_CHANGES = 20_000;
    /** Steps through the objects out of order. */
    private static final long STRIDE = 7919;

    private final int objects;
    private final Rounds rounds;
    private final Actors actors = new Actors();
    private final int actor = actors.intern(new byte[Actors.KEY_LENGTH]);
    private final byte[][] changes;
    private final byte[][] saved;
    private final ObjectState[] states;
    private final byte[][] ids;
    private byte[] archive = new byte[0];

    private ObjectsBench(int objects, Rounds rounds) {
        this.objects = objects;
        this.rounds = rounds;
        this.changes = new byte[objects][];
        this.saved = new byte[objects][];
        this.states = new ObjectState[objects];
        this.ids = new byte[objects][];
        ObjectIds next = new ObjectIds(new Random(objects));
        Arrays.setAll(ids, i -> next.next().value().toArray());
    }

    /**
     * Measures.
     *
     * @param objects how many, at least one
     * @throws IllegalStateException when the engine refuses its own changes
     */
    public static ObjectsResult run(int objects, Rounds rounds) {
        if (objects < 1) {
            throw new IllegalArgumentException("objects is not positive: " + objects);
        }
        try {
            return new ObjectsBench(objects, rounds).run();
        } catch (ChangeException e) {
            throw new IllegalStateException("the engine refused its own change", e);
        }
    }

    private ObjectsResult run() throws ChangeException {
        double create = anew(this::create);
        double save = each(objects, this::save);
        double load = anew(this::load);
        boolean equal = matches();
        double read = each(objects, this::read);
        double archiveWrite = Stopwatch.medianMillis(rounds, this::archive);
        equal &= archiveMatches();
        double archiveRead = Stopwatch.medianMillis(rounds, this::unarchive);
        int changed = Math.min(objects, MOST_CHANGES);
        double change = each(changed, () -> change(changed));
        equal &= changedMatch(changed);
        long changeBytes = change(changed);
        return new ObjectsResult(
                objects,
                equal,
                create,
                average(changes),
                save,
                average(saved),
                load,
                read,
                change,
                Stopwatch.rounded(changeBytes / (double) changed),
                Stopwatch.rounded(archive.length / (double) objects),
                Stopwatch.rounded(archiveWrite),
                Stopwatch.rounded(archiveRead),
                heap());
    }

    /** Measures what fills the states, letting go of those before first. */
    private double anew(Stopwatch.Work work) throws ChangeException {
        long nanos = Stopwatch.median(rounds, () -> {
            Arrays.fill(states, null);
            return Stopwatch.nanos(work);
        });
        return Stopwatch.rounded(nanos / 1e3 / objects);
    }

    private double each(int count, Stopwatch.Work work) throws ChangeException {
        long nanos = Stopwatch.median(rounds, () -> Stopwatch.nanos(work));
        return Stopwatch.rounded(nanos / 1e3 / count);
    }

    private void create() {
        for (int i = 0; i < objects; i++) {
            ObjectState state = new ObjectState(actors);
            Edit edit = state.edit(actor, 1);
            SampleObject.write(edit, i);
            changes[i] = edit.finish();
            state.pack();
            states[i] = state;
        }
    }

    private void save() {
        for (int i = 0; i < objects; i++) {
            saved[i] = states[i].save();
        }
    }

    private void load() throws ChangeException {
        for (int i = 0; i < objects; i++) {
            states[i] = ObjectState.load(saved[i], actors);
            states[i].pack();
            requireCount(states[i], i);
        }
    }

    private void read() {
        for (int i = 0; i < objects; i++) {
            int at = at(i);
            requireCount(states[at], at);
        }
    }

    private void archive() {
        List<StateArchive.Entry> entries = new ArrayList<>(objects);
        for (int i = 0; i < objects; i++) {
            entries.add(new StateArchive.Entry(ids[i], states[i]));
        }
        archive = StateArchive.write(entries);
    }

    private void unarchive() throws ChangeException {
        if (StateArchive.read(archive, actors).size() != objects) {
            throw new IllegalStateException("the archive holds another number of objects");
        }
    }

    /** Whether what the archive holds is saved as what it was made of. */
    private boolean archiveMatches() throws ChangeException {
        List<StateArchive.Entry> entries = StateArchive.read(archive, actors);
        boolean equal = entries.size() == objects;
        for (int i = 0; i < objects && equal; i++) {
            equal = Arrays.equals(entries.get(i).id(), ids[i])
                    && Arrays.equals(entries.get(i).state().save(), saved[i]);
        }
        return equal;
    }

    private long change(int count) {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            ObjectState state = states[at(i)];
            Edit edit = state.edit(actor, i + 2L);
            edit.set(SampleObject.COUNT, new Scalar.Int(i));
            bytes += edit.finish().length;
            state.pack();
        }
        return bytes;
    }

    private int at(int index) {
        return (int) (index * STRIDE % objects);
    }

    private static void requireCount(ObjectState state, int count) {
        if (!state.scalar(SampleObject.COUNT).equals(Optional.of(new Scalar.Int(count)))) {
            throw new IllegalStateException("object " + count + " holds a wrong count");
        }
    }

    private boolean matches() throws ChangeException {
        boolean equal = true;
        for (int i = 0; i < objects; i++) {
            ObjectState replica = new ObjectState(actors);
            replica.apply(changes[i], actor, 1);
            equal &= SampleObject.matches(states[i], i, i) && SampleObject.matches(replica, i, i);
        }
        return equal;
    }

    private boolean changedMatch(int count) {
        long[] counts = new long[objects];
        for (int i = 0; i < objects; i++) {
            counts[i] = i;
        }
        for (int i = 0; i < count; i++) {
            counts[at(i)] = i;
        }
        boolean equal = true;
        for (int i = 0; i < objects; i++) {
            equal &= SampleObject.matches(states[i], i, counts[i]);
        }
        return equal;
    }

    private long heap() throws ChangeException {
        load();
        long with = Stopwatch.heapUsed();
        Arrays.fill(states, null);
        return Math.max(0, with - Stopwatch.heapUsed()) / objects;
    }

    private static double average(byte[][] all) {
        long sum = 0;
        for (byte[] bytes : all) {
            sum += bytes.length;
        }
        return Stopwatch.rounded(sum / (double) all.length);
    }
}
