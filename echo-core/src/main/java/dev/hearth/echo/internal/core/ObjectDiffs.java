package dev.hearth.echo.internal.core;

import dev.hearth.echo.ObjectDiff;
import dev.hearth.echo.ObjectView;
import dev.hearth.echo.TextChange;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.StateDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells how two states of one object differ, in the words of an application. */
final class ObjectDiffs {
    private ObjectDiffs() {}

    /** Returns how a state became another; throws when the history of one of them is damaged. */
    static ObjectDiff between(StateView was, StateView is) throws ChangeException {
        StateDiff diff = StateDiff.between(was.state(), is.state());
        SortedMap<String, ObjectDiff.FieldDiff> fields = new TreeMap<>();
        diff.fields().forEach((field, parts) -> fields.put(field, told(field, parts, was, is)));
        return new ObjectDiff(fields, diff.deleted());
    }

    private static ObjectDiff.FieldDiff told(
            String field, List<StateDiff.FieldDiff> parts, ObjectView was, ObjectView is) {
        List<TextChange.Splice> splices = new ArrayList<>();
        SortedMap<Integer, Integer> moved = new TreeMap<>();
        for (StateDiff.FieldDiff part : parts) {
            if (part instanceof StateDiff.FieldDiff.Characters characters) {
                characters
                        .splices()
                        .forEach(splice -> splices.add(
                                new TextChange.Splice(splice.position(), splice.deleted(), splice.inserted())));
            } else if (part instanceof StateDiff.FieldDiff.Items items) {
                moved.putAll(items.moved());
            }
        }
        return new ObjectDiff.FieldDiff(was.get(field), is.get(field), splices, moved);
    }
}
