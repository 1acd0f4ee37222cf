package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares two states field by field. Units of texts and items of lists are told apart by who made them, not by what
 * they say.
 */
final class StateComparison {
    private final ObjectState before;
    private final ObjectState after;

    StateComparison(ObjectState before, ObjectState after) {
        if (before.actors() != after.actors()) {
            throw new IllegalArgumentException("the states do not share their actors");
        }
        this.before = before;
        this.after = after;
    }

    StateDiff diff() throws ChangeException {
        SortedMap<String, List<StateDiff.FieldDiff>> differing = new TreeMap<>();
        Set<String> names = new TreeSet<>(before.fields());
        names.addAll(after.fields());
        for (String name : names) {
            List<StateDiff.FieldDiff> diffs = new ArrayList<>();
            registers(name, diffs);
            sequences(name, diffs);
            if (!diffs.isEmpty()) {
                differing.put(name, List.copyOf(diffs));
            }
        }
        return new StateDiff(
                differing, before.deleted() == after.deleted() ? Optional.empty() : Optional.of(after.deleted()));
    }

    private void registers(String name, List<StateDiff.FieldDiff> diffs) {
        Optional<Scalar> was = before.scalar(name);
        Optional<Scalar> is = after.scalar(name);
        if (!was.equals(is)) {
            diffs.add(new StateDiff.FieldDiff.Value(was, is));
        }
        SortedMap<String, StateDiff.FieldDiff.Value> entries = entries(before.map(name), after.map(name));
        if (!entries.isEmpty()) {
            diffs.add(new StateDiff.FieldDiff.Entries(entries));
        }
        List<Scalar> added = without(after.set(name), before.set(name));
        List<Scalar> removed = without(before.set(name), after.set(name));
        if (!added.isEmpty() || !removed.isEmpty()) {
            diffs.add(new StateDiff.FieldDiff.Members(added, removed));
        }
        long by = after.counter(name) - before.counter(name);
        if (by != 0) {
            diffs.add(new StateDiff.FieldDiff.Count(by));
        }
    }

    private static SortedMap<String, StateDiff.FieldDiff.Value> entries(
            Map<String, Scalar> before, Map<String, Scalar> after) {
        SortedMap<String, StateDiff.FieldDiff.Value> entries = new TreeMap<>();
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            Optional<Scalar> was = Optional.ofNullable(before.get(key));
            Optional<Scalar> is = Optional.ofNullable(after.get(key));
            if (!was.equals(is)) {
                entries.put(key, new StateDiff.FieldDiff.Value(was, is));
            }
        }
        return Collections.unmodifiableSortedMap(entries);
    }

    private static List<Scalar> without(Set<Scalar> all, Set<Scalar> others) {
        return all.stream().filter(member -> !others.contains(member)).toList();
    }

    private void sequences(String name, List<StateDiff.FieldDiff> diffs) throws ChangeException {
        List<TextSplice> splices = splices(text(before, name), text(after, name));
        if (!splices.isEmpty()) {
            diffs.add(new StateDiff.FieldDiff.Characters(splices));
        }
        List<MarkSpan> marksBefore = before.marks(name);
        List<MarkSpan> marksAfter = after.marks(name);
        if (!marksBefore.equals(marksAfter)) {
            diffs.add(new StateDiff.FieldDiff.Marked(marksBefore, marksAfter));
        }
        StateDiff.FieldDiff.Items items = new ItemComparison(before, after, name).diff();
        if (items != null) {
            diffs.add(items);
        }
        List<ModelEvent> events = after.events(name);
        if (!events.equals(before.events(name))) {
            Set<ModelEvent> known = new HashSet<>(before.events(name));
            diffs.add(new StateDiff.FieldDiff.Operations(
                    events.stream().filter(event -> !known.contains(event)).toList()));
        }
    }

    private static TextSequence text(ObjectState state, String name) {
        TextSequence known = state.textSequence(name);
        return known != null ? known : new TextSequence(state.actors(), name, new ChangeRecorder());
    }

    private static List<TextSplice> splices(TextSequence before, TextSequence after) throws ChangeException {
        VisibleUnits were = new VisibleUnits(before);
        VisibleUnits are = new VisibleUnits(after);
        String text = after.visible();
        List<TextSplice> splices = new ArrayList<>();
        int was = 0;
        int is = 0;
        while (was < were.count() || is < are.count()) {
            int gone = were.runWithout(was, are);
            int came = are.runWithout(is, were);
            if (gone > 0 || came > 0) {
                splices.add(new TextSplice(is, gone, text.substring(is, is + came)));
            }
            int same = Math.min(were.runWith(was + gone, are), are.runWith(is + came, were));
            was += gone + same;
            is += came + same;
        }
        return splices;
    }
}
