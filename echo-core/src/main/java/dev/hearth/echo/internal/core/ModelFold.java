package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.Model;
import dev.hearth.echo.Origin;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ModelEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a model after the operations seen so far. New operations at the end are applied to it; one that belongs
 * before them takes it back to the snapshot before its place. Used under the database's lock.
 */
final class ModelFold<S, O> {
    private static final int SNAPSHOT_EVERY = 256;

    private final Model<S, O> model;
    private final Actors actors;
    private final List<ModelEvent> applied = new ArrayList<>();
    private final List<byte[]> snapshots = new ArrayList<>();
    private S state;

    ModelFold(Model<S, O> model, Actors actors) {
        this.model = model;
        this.actors = actors;
        this.state = model.initial();
    }

    /** Returns the state after {@code events}, which are all operations in their order. */
    S after(List<ModelEvent> events) {
        int common = common(events);
        if (common < applied.size()) {
            rewind(common);
        }
        for (ModelEvent event : events.subList(applied.size(), events.size())) {
            apply(event);
        }
        return state;
    }

    /** How many operations at the beginning are the same; usually all, which the last one tells. */
    @SuppressWarnings("ReferenceEquality") // equal operations of one change are told apart by identity
    private int common(List<ModelEvent> events) {
        int size = applied.size();
        if (size <= events.size() && (size == 0 || applied.get(size - 1) == events.get(size - 1))) {
            return size;
        }
        int most = Math.min(size, events.size());
        int common = 0;
        while (common < most && applied.get(common).equals(events.get(common))) {
            common++;
        }
        return common;
    }

    private void rewind(int to) {
        int kept = to / SNAPSHOT_EVERY;
        snapshots.subList(Math.min(kept, snapshots.size()), snapshots.size()).clear();
        List<ModelEvent> again = new ArrayList<>(applied.subList(Math.min(to, kept * SNAPSHOT_EVERY), to));
        applied.subList(kept * SNAPSHOT_EVERY, applied.size()).clear();
        try {
            state = kept == 0 ? model.initial() : model.restore(snapshots.get(kept - 1));
        } catch (MalformedException e) {
            throw new IllegalStateException("The model does not read its own snapshot", e);
        }
        again.forEach(this::apply);
    }

    private void apply(ModelEvent event) {
        try {
            DeviceId device = new DeviceId(Bytes.of(actors.key(event.actor())));
            state = model.apply(state, model.decode(event.bytes()), new Origin(device, event.lamport()));
        } catch (MalformedException e) {
            // What a peer forged counts nowhere.
        }
        applied.add(event);
        if (applied.size() % SNAPSHOT_EVERY == 0) {
            snapshots.add(model.snapshot(state));
        }
    }
}
