package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;

/**
 * The operations of a custom model in their one order: by Lamport time, then by actor, then as their author made them.
 * The order respects causality, because a change's Lamport time exceeds those of all that its author had seen.
 */
final class ModelLog {
    final Stamp stamp = new Stamp();
    private final List<ModelEvent> events = new ArrayList<>();

    /** Puts an operation at its place, which is the end unless others were made concurrently. */
    void add(ModelEvent event, Actors actors) {
        int at = events.size();
        while (at > 0 && after(events.get(at - 1), event, actors)) {
            at--;
        }
        events.add(at, event);
        stamp.raise(event.lamport(), event.actor(), actors);
    }

    private static boolean after(ModelEvent one, ModelEvent other, Actors actors) {
        return Stamp.compare(one.lamport(), one.actor(), other.lamport(), other.actor(), actors) > 0;
    }

    List<ModelEvent> events() {
        return events;
    }
}
