package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the steps of an earlier edit back, by the edits that this takes now. */
final class Undoing {
    private final UnpackedState state;
    private final Edit edit;
    private final UndoMemory memory;

    Undoing(UnpackedState state, Edit edit, UndoMemory memory) {
        this.state = state;
        this.edit = edit;
        this.memory = memory;
    }

    /** Assignments last: an item that was removed must be back before its value can be. */
    void undo(UndoSteps steps) throws ChangeException {
        List<UndoSteps.Step> assignments = new ArrayList<>();
        List<UndoSteps.Step> all = steps.all();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i) instanceof UndoSteps.Step.Assignment) {
                assignments.add(all.get(i));
            } else {
                undo(all.get(i));
            }
        }
        for (UndoSteps.Step assignment : assignments) {
            undo(assignment);
        }
    }

    private void undo(UndoSteps.Step step) throws ChangeException {
        if (step instanceof UndoSteps.Step.Write write) {
            write(write);
        } else if (step instanceof UndoSteps.Step.Count count) {
            edit.increment(count.field(), -count.by());
        } else if (step instanceof UndoSteps.Step.Member member) {
            if (member.added()) {
                edit.withdraw(member.field(), member.member());
            } else {
                edit.add(member.field(), member.member());
            }
        } else if (step instanceof UndoSteps.Step.Lifecycle lifecycle) {
            lifecycle(lifecycle);
        } else if (step instanceof UndoSteps.Step.Text text) {
            text(text);
        } else if (step instanceof UndoSteps.Step.Items items) {
            items(items);
        } else if (step instanceof UndoSteps.Step.Assignment assignment) {
            assignment(assignment);
        } else {
            marking((UndoSteps.Step.Marking) step);
        }
    }

    private void write(UndoSteps.Step.Write write) {
        String key = write.key();
        if (!Objects.equals(now(write.field(), key), write.after())) {
            return; // somebody wrote another value since
        }
        Scalar before = write.before();
        if (key != null) {
            if (before == null) {
                edit.withdraw(write.field(), key);
            } else {
                edit.put(write.field(), key, before);
            }
        } else if (before == null) {
            edit.withdraw(write.field());
        } else {
            edit.set(write.field(), before);
        }
    }

    private @Nullable Scalar now(String field, @Nullable String key) {
        Field known = state.field(field);
        if (key == null) {
            return Register.value(known.scalar);
        }
        Field.MapEntries map = known.map;
        return map == null ? null : Register.value(map.entries.get(key));
    }

    private void lifecycle(UndoSteps.Step.Lifecycle lifecycle) {
        if (state.lifecycle().deleted() == lifecycle.deleted()) {
            if (lifecycle.deleted()) {
                edit.restore();
            } else {
                edit.delete();
            }
        }
    }

    private void text(UndoSteps.Step.Text step) throws ChangeException {
        TextSequence text = state.field(step.field()).textSequence(state.actors(), state.recorder());
        UnitIndex units = text.units();
        UndoMemory.Returned returned = memory.of(step.field());
        Touched touched = touched(text, step.actor(), step.fromSeq(), step.toSeq(), units, returned);
        List<Integer> inserted = touched.inserted;
        inserted.removeIf(units::isGone);
        for (int last = inserted.size() - 1; last >= 0; ) {
            int first = last;
            while (first > 0 && units.placeOf(inserted.get(first - 1)) + 1 == units.placeOf(inserted.get(first))) {
                first--;
            }
            edit.deleteText(step.field(), units.placeOf(inserted.get(first)), last - first + 1);
            last = first - 1;
        }
        List<Integer> deleted = touched.deleted;
        for (int first = 0; first < deleted.size(); ) {
            int place = home(text, units, returned, deleted.get(first));
            int end = first;
            StringBuilder gone = new StringBuilder();
            while (end < deleted.size() && home(text, units, returned, deleted.get(end)) == place) {
                gone.append(text.chars().charAt(text.log.contentOf(deleted.get(end++))));
            }
            edit.insertText(step.field(), place, gone.toString());
            for (int i = first; i < end; i++) {
                int came = text.graph.next() - (end - i);
                returned.became(text.graph, deleted.get(i), came);
                returned.standsFor(text.graph, came, deleted.get(i));
            }
            first = end;
        }
    }

    /** The place in the row where a unit comes back: among those that came back themselves, where it had stood. */
    private static int home(Sequence sequence, UnitIndex units, UndoMemory.Returned returned, int unit) {
        int place = units.placeOf(unit);
        int belongs = returned.first(sequence.graph, unit);
        while (place > 0 && side(sequence, units, returned, place - 1, belongs) > 0) {
            place--;
        }
        while (place < sequence.rope().length() && side(sequence, units, returned, place, belongs) < 0) {
            place++;
        }
        return place;
    }

    /** Whether a visible unit that came back had stood before a unit (-1) or behind it (1); 0 when it is the first. */
    private static int side(Sequence sequence, UnitIndex units, UndoMemory.Returned returned, int place, int belongs) {
        int neighbour = units.eventAt(place);
        int first = returned.first(sequence.graph, neighbour);
        return first == neighbour ? 0 : Integer.signum(units.compare(first, belongs));
    }

    /** Units that events inserted, as they are by now, and units that they, and nobody else, deleted. */
    private record Touched(List<Integer> inserted, List<Integer> deleted) {}

    /** Finds what the events of one edit did; what the edit had inserted itself is not among what it deleted. */
    private static Touched touched(
            Sequence sequence, int actor, int fromSeq, int toSeq, UnitIndex units, UndoMemory.Returned returned) {
        Touched touched = new Touched(new ArrayList<>(), new ArrayList<>());
        for (int seq = fromSeq; seq < toSeq; seq++) {
            int event = sequence.graph.event(actor, seq);
            if (event < 0) { // it was forgotten, or what it inserted is something else by now
                int now = returned.latest(sequence.graph, actor, seq);
                if (now >= 0) {
                    touched.inserted.add(now);
                }
                continue;
            }
            int kind = sequence.log.kind(sequence.log.runOf(event));
            if (kind == OpLog.INSERT) {
                touched.inserted.add(returned.latest(sequence.graph, event));
            } else if (kind != OpLog.SET) {
                int target = units.targetOf(event);
                if (units.deletions(target) == 1 && !isOwn(sequence, target, actor, fromSeq)) {
                    touched.deleted.add(target);
                }
            }
        }
        touched.inserted.sort(units::compare);
        touched.deleted.sort((one, other) ->
                units.compare(returned.first(sequence.graph, one), returned.first(sequence.graph, other)));
        return touched;
    }

    private static boolean isOwn(Sequence sequence, int event, int actor, int fromSeq) {
        int entry = sequence.graph.entryOf(event);
        int seq = sequence.graph.seq(entry) + event - sequence.graph.start(entry);
        return sequence.graph.actor(entry) == actor && seq >= fromSeq;
    }

    private ListSequence list(String field) throws ChangeException {
        ListSequence list = state.field(field).listSequence(state.actors(), state.recorder());
        list.open();
        return list;
    }

    private void items(UndoSteps.Step.Items step) throws ChangeException {
        ListSequence list = list(step.field());
        UnitIndex units = new UnitIndex(list.graph, list.log, state.actors());
        UndoMemory.Returned returned = memory.of(step.field());
        Touched touched = touched(list, step.actor(), step.fromSeq(), step.toSeq(), units, returned);
        for (int unit : touched.inserted) {
            int at = list.isPlacement(unit) ? -1 : list.indexOf(unit);
            if (at >= 0) {
                edit.removeItems(step.field(), at, 1);
            }
        }
        for (int unit : touched.deleted) {
            int item = returned.latest(list.graph, list.itemOf(unit));
            int to = list.shownBefore(home(list, units, returned, unit));
            int from = list.indexOf(item);
            if (from < 0) {
                edit.insert(step.field(), to, List.of(list.valueOf(item)));
                returned.became(list.graph, list.itemOf(unit), list.itemAt(to));
            } else {
                edit.standAnew(step.field(), from, to(from, to));
            }
            returned.standsFor(list.graph, list.unitAt(to(from, to)), unit);
        }
    }

    /** Where an item stands that was put before a position, from another one or from nowhere. */
    private static int to(int from, int to) {
        return from < 0 || from >= to ? to : to - 1;
    }

    private void assignment(UndoSteps.Step.Assignment step) throws ChangeException {
        ListSequence list = list(step.field());
        int at = list.indexOf(memory.of(step.field()).latest(list.graph, step.actor(), step.seq()));
        if (at >= 0 && list.get(at).equals(step.after())) {
            edit.setItem(step.field(), at, step.before());
        }
    }

    private void marking(UndoSteps.Step.Marking step) throws ChangeException {
        TextSequence text = state.field(step.field()).textSequence(state.actors(), state.recorder());
        Marks marks = text.marks();
        if (marks != null) {
            Optional<Marks.Mark> done = marks.find(step.lamport(), step.actor(), step.index());
            if (done.isPresent()) {
                unmark(text, marks, done.get());
            }
        }
    }

    /** Marks the stretch anew as it would be without the change; the anchors of what it carries are found anew. */
    private void unmark(TextSequence text, Marks marks, Marks.Mark done) throws ChangeException {
        int from = text.position(done.start());
        int to = text.position(done.end());
        if (from < 0 || from >= to) {
            return;
        }
        List<MarkSpan> others = text.spans(marks.without(done.lamport(), done.actor()));
        Anchor start = text.standing(done.start());
        Anchor stop = text.standing(done.end());
        edit.mark(text.field, done.name(), new Scalar.Null(), start, stop);
        for (MarkSpan span : others) {
            if (span.name().equals(done.name()) && span.from() < to && span.to() > from) {
                Anchor begin = span.from() <= from ? start : text.anchor(span.from(), false);
                Anchor end = span.to() >= to ? stop : text.anchor(span.to(), true);
                edit.mark(text.field, done.name(), span.value(), begin, end);
            }
        }
    }
}
