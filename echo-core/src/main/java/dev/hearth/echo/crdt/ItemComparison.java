package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares two versions of a list by the identity of its items. */
final class ItemComparison {
    private final List<Long> before;
    private final List<Long> after;
    private final List<Scalar> valuesBefore;
    private final List<Scalar> valuesAfter;

    ItemComparison(ObjectState before, ObjectState after, String field) throws ChangeException {
        this.before = items(before.listSequence(field));
        this.after = items(after.listSequence(field));
        this.valuesBefore = before.list(field);
        this.valuesAfter = after.list(field);
    }

    /** The items by their names: the actor and the actor's number of the event that inserted each. */
    private static List<Long> items(@Nullable ListSequence list) throws ChangeException {
        List<Long> names = new ArrayList<>();
        if (list == null) {
            return names;
        }
        list.open();
        for (int at = 0; at < list.length(); at++) {
            int item = list.itemAt(at);
            int entry = list.graph.entryOf(item);
            int seq = list.graph.seq(entry) + item - list.graph.start(entry);
            names.add((long) list.graph.actor(entry) << 32 | seq);
        }
        return names;
    }

    StateDiff.FieldDiff.@Nullable Items diff() {
        Map<Long, Integer> placeBefore = new HashMap<>();
        for (int at = 0; at < before.size(); at++) {
            placeBefore.put(before.get(at), at);
        }
        SortedMap<Integer, Scalar> added = new TreeMap<>();
        SortedMap<Integer, Scalar> changed = new TreeMap<>();
        List<Integer> stayedFrom = new ArrayList<>();
        List<Integer> stayedTo = new ArrayList<>();
        for (int at = 0; at < after.size(); at++) {
            Integer from = placeBefore.remove(after.get(at));
            if (from == null) {
                added.put(at, valuesAfter.get(at));
                continue;
            }
            stayedFrom.add(from);
            stayedTo.add(at);
            if (!valuesBefore.get(from).equals(valuesAfter.get(at))) {
                changed.put(at, valuesAfter.get(at));
            }
        }
        List<Integer> removed = new ArrayList<>(placeBefore.values());
        Collections.sort(removed);
        SortedMap<Integer, Integer> moved = moved(stayedFrom, stayedTo);
        if (removed.isEmpty() && added.isEmpty() && moved.isEmpty() && changed.isEmpty()) {
            return null;
        }
        return new StateDiff.FieldDiff.Items(
                List.copyOf(removed),
                Collections.unmodifiableSortedMap(added),
                Collections.unmodifiableSortedMap(moved),
                Collections.unmodifiableSortedMap(changed));
    }

    /** The fewest items whose moves explain the new order: all but a longest ascending subsequence. */
    private static SortedMap<Integer, Integer> moved(List<Integer> from, List<Integer> to) {
        int count = from.size();
        int[] tails = new int[count];
        int[] endOf = new int[count];
        int[] previous = new int[count];
        int length = 0;
        for (int i = 0; i < count; i++) {
            int rank = -1 - Arrays.binarySearch(tails, 0, length, from.get(i)); // no place is there twice
            tails[rank] = from.get(i);
            endOf[rank] = i;
            previous[i] = rank == 0 ? -1 : endOf[rank - 1];
            length = Math.max(length, rank + 1);
        }
        boolean[] stays = new boolean[count];
        for (int i = length == 0 ? -1 : endOf[length - 1]; i >= 0; i = previous[i]) {
            stays[i] = true;
        }
        SortedMap<Integer, Integer> moved = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            if (!stays[i]) {
                moved.put(from.get(i), to.get(i));
            }
        }
        return moved;
    }
}
