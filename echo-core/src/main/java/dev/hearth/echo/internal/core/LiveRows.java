package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.Diff;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Live;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The results of a query in order, and how they differ after some objects changed. Places are found by binary search,
 * and what was not touched is not looked at.
 *
 * <p>Of a query with a limit the rows beyond it are kept too, as many as half of the limit, so that what goes is mostly
 * followed by what is here. The rows are all results up to a rank, the edge; when fewer than the limit are left, those
 * that come after the edge are asked for.
 */
final class LiveRows<T> {
    private static final int LEAST_SPARE = 16;

    private final int limit;
    private final int room;
    private final BiFunction<Integer, byte @Nullable [], List<Ranked<T>>> more;
    private final List<Ranked<T>> rows = new ArrayList<>();
    private final Map<ObjectId, Ranked<T>> byId = new HashMap<>();
    private byte @Nullable [] edge;

    /**
     * Reads the first results.
     *
     * @param more returns so many results that come after a rank, or the first when that is null
     */
    LiveRows(int limit, BiFunction<Integer, byte @Nullable [], List<Ranked<T>>> more) {
        this.limit = limit;
        this.room = limit > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : limit + Math.max(LEAST_SPARE, limit / 2);
        this.more = more;
        fill();
    }

    /** Returns the first diff. */
    Diff<T> initial() {
        List<Diff.Row<T>> added = new ArrayList<>();
        for (int i = 0; i < Math.min(limit, rows.size()); i++) {
            added.add(row(rows.get(i), i));
        }
        return new Diff<>(added, List.of(), List.of(), List.of(), true);
    }

    boolean has(ObjectId id) {
        return byId.containsKey(id);
    }

    /** Asks for as many rows as there is room for, and returns those that are new. */
    private List<Ranked<T>> fill() {
        List<Ranked<T>> found = more.apply(room - rows.size(), edge);
        List<Ranked<T>> fresh = new ArrayList<>();
        for (Ranked<T> row : found) {
            // What changed after the commit that is being told of may be here already, at its former place.
            if (byId.putIfAbsent(id(row), row) == null) {
                fresh.add(row);
            }
        }
        boolean all = found.size() < room - rows.size();
        rows.addAll(fresh);
        edge = all ? null : found.get(found.size() - 1).rank();
        return fresh;
    }

    private static <T> ObjectId id(Ranked<T> row) {
        return row.result().ref().id();
    }

    private static boolean isLive(Ranked<?> row) {
        Object value = row.result().value();
        return value instanceof DynamicObject || value instanceof Live;
    }

    private static <T> Diff.Row<T> row(Ranked<T> ranked, int index) {
        return new Diff.Row<>(ranked.result().ref(), ranked.result().value(), index);
    }

    /** An object that changed: what it was and where, and what it is and where; -1 where it is not among the rows. */
    private static final class Touch<T> {
        private final @Nullable Ranked<T> before;
        private final @Nullable Ranked<T> after;
        private int oldIndex = -1;
        private int newIndex = -1;

        Touch(@Nullable Ranked<T> before, @Nullable Ranked<T> after) {
            this.before = before;
            this.after = after;
        }

        Ranked<T> former() {
            return Objects.requireNonNull(before);
        }

        Ranked<T> present() {
            return Objects.requireNonNull(after);
        }

        /** A live view can't tell whether it differs from itself before. */
        boolean isSame() {
            return before != null && after != null && !isLive(after) && before.equals(after);
        }
    }

    /** Takes in what some objects are now, empty for those that don't belong to the results; returns the difference. */
    Optional<Diff<T>> apply(Map<ObjectId, Optional<Ranked<T>>> changed) {
        List<Touch<T>> touches = new ArrayList<>();
        changed.forEach((id, now) -> {
            Touch<T> touch =
                    new Touch<>(byId.get(id), now.filter(this::isBeforeEdge).orElse(null));
            if ((touch.before != null || touch.after != null) && !touch.isSame()) {
                touches.add(touch);
            }
        });
        if (touches.isEmpty()) {
            return Optional.empty();
        }
        return difference(touches);
    }

    private boolean isBeforeEdge(Ranked<T> row) {
        byte[] last = edge;
        return last == null || Arrays.compareUnsigned(row.rank(), last) <= 0;
    }

    private Optional<Diff<T>> difference(List<Touch<T>> touches) {
        for (Touch<T> touch : touches) {
            touch.oldIndex = touch.before == null ? -1 : index(touch.before);
        }
        int[] oldPlaces = places(touches, touch -> touch.oldIndex);
        int oldWindow = Math.min(limit, rows.size());
        int stayedBefore = oldWindow - below(oldPlaces, oldWindow);
        takeOut(touches, oldPlaces);
        int first = Math.max(0, stayedBefore - touches.size());
        List<Ranked<T>> around = List.copyOf(rows.subList(first, Math.min(rows.size(), stayedBefore + touches.size())));
        putIn(touches);
        while (edge != null && rows.size() < limit) {
            fill().forEach(row -> touches.add(new Touch<>(null, row)));
        }
        for (Touch<T> touch : touches) {
            touch.newIndex = touch.after == null ? -1 : index(touch.after);
        }
        int[] newPlaces = places(touches, touch -> touch.newIndex);
        int newWindow = Math.min(limit, rows.size());
        int staysAfter = newWindow - below(newPlaces, newWindow);
        Changes changes = new Changes(oldPlaces, newPlaces, oldWindow, newWindow);
        for (int i = staysAfter; i < stayedBefore; i++) {
            changes.removed.add(row(around.get(i - first), oldIndex(i, oldPlaces)));
        }
        for (int i = stayedBefore; i < staysAfter; i++) {
            changes.added.add(row(around.get(i - first), index(around.get(i - first))));
        }
        changes.note(touches);
        cutOff();
        return changes.diff();
    }

    private int index(Ranked<T> row) {
        return Collections.binarySearch(rows, row);
    }

    private static <T> int[] places(List<Touch<T>> touches, ToIntFunction<Touch<T>> place) {
        return touches.stream()
                .mapToInt(place)
                .filter(index -> index >= 0)
                .sorted()
                .toArray();
    }

    private static int below(int[] places, int place) {
        int found = Arrays.binarySearch(places, place);
        return found >= 0 ? found : -found - 1;
    }

    /** Returns where the untouched row number {@code i} was among all. */
    private static int oldIndex(int i, int[] oldPlaces) {
        int index = i;
        for (int place : oldPlaces) {
            if (place <= index) {
                index++;
            }
        }
        return index;
    }

    private void takeOut(List<Touch<T>> touches, int[] oldPlaces) {
        for (int i = oldPlaces.length - 1; i >= 0; i--) {
            rows.remove(oldPlaces[i]);
        }
        for (Touch<T> touch : touches) {
            if (touch.before != null) {
                byId.remove(id(touch.before));
            }
        }
    }

    private void putIn(List<Touch<T>> touches) {
        for (Touch<T> touch : touches) {
            if (touch.after != null) {
                rows.add(-index(touch.after) - 1, touch.after);
                byId.put(id(touch.after), touch.after);
            }
        }
    }

    private void cutOff() {
        if (rows.size() > room) {
            List<Ranked<T>> beyond = rows.subList(room, rows.size());
            beyond.forEach(row -> byId.remove(id(row)));
            beyond.clear();
            edge = rows.get(room - 1).rank();
        }
    }

    /** Collects the parts of a diff. */
    private final class Changes {
        private final List<Diff.Row<T>> added = new ArrayList<>();
        private final List<Diff.Row<T>> removed = new ArrayList<>();
        private final List<Diff.Row<T>> updated = new ArrayList<>();
        private final List<Diff.Row<T>> moved = new ArrayList<>();
        private final int[] oldPlaces;
        private final int[] newPlaces;
        private final int oldWindow;
        private final int newWindow;

        Changes(int[] oldPlaces, int[] newPlaces, int oldWindow, int newWindow) {
            this.oldPlaces = oldPlaces;
            this.newPlaces = newPlaces;
            this.oldWindow = oldWindow;
            this.newWindow = newWindow;
        }

        void note(List<Touch<T>> touches) {
            List<Touch<T>> staying = new ArrayList<>();
            for (Touch<T> touch : touches) {
                boolean was = touch.before != null && touch.oldIndex < oldWindow;
                boolean is = touch.after != null && touch.newIndex < newWindow;
                if (was && is) {
                    staying.add(touch);
                } else if (was) {
                    removed.add(row(touch.former(), touch.oldIndex));
                } else if (is) {
                    added.add(row(touch.present(), touch.newIndex));
                }
            }
            staying.sort(Comparator.comparingInt(touch -> touch.newIndex));
            noteStaying(staying);
        }

        /** A row has not moved if as many untouched rows stand before it, and those that have not moved keep order. */
        private void noteStaying(List<Touch<T>> staying) {
            int last = -1;
            for (Touch<T> touch : staying) {
                Ranked<T> before = touch.former();
                Ranked<T> after = touch.present();
                int untouchedBefore = touch.oldIndex - below(oldPlaces, touch.oldIndex);
                int untouchedNow = touch.newIndex - below(newPlaces, touch.newIndex);
                if (untouchedBefore == untouchedNow && touch.oldIndex > last) {
                    last = touch.oldIndex;
                } else {
                    moved.add(row(after, touch.newIndex));
                }
                if (isLive(after) || !before.result().equals(after.result())) {
                    updated.add(row(after, touch.newIndex));
                }
            }
        }

        Optional<Diff<T>> diff() {
            if (added.isEmpty() && removed.isEmpty() && updated.isEmpty() && moved.isEmpty()) {
                return Optional.empty();
            }
            added.sort(Comparator.comparingInt(Diff.Row::index));
            removed.sort(Comparator.comparingInt(Diff.Row::index));
            return Optional.of(new Diff<>(added, removed, updated, moved, false));
        }
    }
}
