package dev.hearth.echo.crdt;

/**
 * The visible units of a text in their order, each by the event that inserted it. Units keep their order for good, so
 * those that two versions of a text share stand in the same order in both.
 */
final class VisibleUnits {
    private final EventGraph graph;
    private final int[] events;
    private final GoneUnits gone;

    VisibleUnits(TextSequence text) throws ChangeException {
        text.open();
        graph = text.graph;
        gone = new GoneUnits(graph, text.log, text.actors);
        events = new int[text.rope().length()];
        for (int event = 0; event < graph.next(); event++) {
            if (!gone.isGone(event)) {
                events[gone.place(event)] = event;
            }
        }
    }

    int count() {
        return events.length;
    }

    /** Who inserted the unit at a place. */
    int actor(int place) {
        return graph.actor(graph.entryOf(events[place]));
    }

    /** The number of the unit at a place among those events of its actor. */
    int seq(int place) {
        int entry = graph.entryOf(events[place]);
        return graph.seq(entry) + events[place] - graph.start(entry);
    }

    /** How many units from a place on the other does not show. */
    int runWithout(int from, VisibleUnits other) {
        int at = from;
        while (at < events.length && !other.shows(this, at)) {
            at++;
        }
        return at - from;
    }

    /** How many units from a place on the other shows too. */
    int runWith(int from, VisibleUnits other) {
        int at = from;
        while (at < events.length && other.shows(this, at)) {
            at++;
        }
        return at - from;
    }

    private boolean shows(VisibleUnits other, int place) {
        EventGraph from = other.graph;
        int event = other.events[place];
        int entry = from.entryOf(event);
        int own = graph.event(from.actor(entry), from.seq(entry) + event - from.start(entry));
        return own >= 0 && !gone.isGone(own);
    }
}
