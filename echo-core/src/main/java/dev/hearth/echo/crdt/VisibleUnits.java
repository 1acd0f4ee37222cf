package dev.hearth.echo.crdt;

import org.jspecify.annotations.Nullable;

/**
 * The visible units of a text in their order, each by the event that inserted it. Units keep their order for good, so
 * those that two versions of a text share stand in the same order in both.
 */
final class VisibleUnits {
    private static final int[] NONE = {};

    private final @Nullable TextSequence text;
    private final int[] events;
    private final @Nullable GoneUnits gone;

    private VisibleUnits(@Nullable TextSequence text, int[] events, @Nullable GoneUnits gone) {
        this.text = text;
        this.events = events;
        this.gone = gone;
    }

    static VisibleUnits of(@Nullable TextSequence text) throws ChangeException {
        if (text == null || text.untouched()) {
            return new VisibleUnits(null, NONE, null);
        }
        text.open();
        GoneUnits gone = new GoneUnits(text.graph, text.log, text.actors);
        int[] events = new int[text.rope().length()];
        for (int event = 0; event < text.graph.next(); event++) {
            if (!gone.isGone(event)) {
                events[gone.place(event)] = event;
            }
        }
        return new VisibleUnits(text, events, gone);
    }

    int count() {
        return events.length;
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
        if (text == null || gone == null || other.text == null) {
            return false;
        }
        EventGraph from = other.text.graph;
        int event = other.events[place];
        int entry = from.entryOf(event);
        int own = text.graph.event(from.actor(entry), from.seq(entry) + event - from.start(entry));
        return own >= 0 && !gone.isGone(own);
    }
}
