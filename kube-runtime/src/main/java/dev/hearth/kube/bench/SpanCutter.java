package dev.hearth.kube.bench;

import dev.hearth.kube.bench.Trace.Patch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;

/** Cuts the operations of one span of events where other events branch off. */
final class SpanCutter {
    private final Deque<Patch> rest;
    private final NavigableSet<Integer> cuts;
    private int event;

    SpanCutter(int event, List<Patch> ops, NavigableSet<Integer> cuts) {
        this.event = event;
        this.rest = new ArrayDeque<>(ops);
        this.cuts = cuts;
    }

    /** The number of the event after the last part. */
    int event() {
        return event;
    }

    /** Returns the operations up to the next cut, empty at the end. */
    List<Patch> next() {
        Integer cut = cuts.higher(event);
        List<Patch> part = new ArrayList<>();
        while (!rest.isEmpty() && (cut == null || event < cut)) {
            int room = cut == null ? Integer.MAX_VALUE : cut - event;
            part.add(take(rest.removeFirst(), room));
        }
        return part;
    }

    /** Takes as many events of an operation as there is room for, and puts the others back. */
    private Patch take(Patch patch, int room) {
        int deleted = Math.min(patch.deleted(), room);
        int units = patch.inserted().codePointCount(0, patch.inserted().length());
        int inserted = deleted < patch.deleted() ? 0 : Math.min(units, room - deleted);
        int at = patch.inserted().offsetByCodePoints(0, inserted);
        if (deleted < patch.deleted() || inserted < units) {
            rest.addFirst(new Patch(
                    patch.position() + inserted,
                    patch.deleted() - deleted,
                    patch.inserted().substring(at)));
        }
        event += deleted + inserted;
        return new Patch(patch.position(), deleted, patch.inserted().substring(0, at));
    }
}
