package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Commit;
import dev.hearth.echo.Diff;
import dev.hearth.echo.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The result of a query, kept up to date by looking again at the objects that each commit touched: their places are
 * found by binary search, and the rest of the result is not read. Commits are handled one after another.
 */
final class LiveQuery<T> {
    private final Core core;
    private final ObjectQuery<T> query;
    private final Executor executor;
    private final Consumer<Diff<T>> listener;
    private final List<Result<T>> rows = new ArrayList<>();
    private final Map<ObjectId, Result<T>> byId = new HashMap<>();
    private final Map<ObjectId, Set<ObjectId>> dependents = new HashMap<>();

    LiveQuery(Core core, ObjectQuery<T> query, Executor executor, Consumer<Diff<T>> listener) {
        this.core = core;
        this.query = query;
        this.executor = executor;
        this.listener = listener;
    }

    Subscription start() {
        return core.subscribe(Runnable::run, this::committed, this::initial);
    }

    /** Under the lock, before the first commit is heard. */
    private void initial() {
        for (Result<T> candidate : query.candidates()) {
            if (shown(candidate)) {
                rows.add(candidate);
            }
        }
        rows.forEach(row -> byId.put(row.ref().id(), row));
        List<Diff.Row<T>> added = new ArrayList<>();
        for (int i = 0; i < Math.min(rows.size(), query.limit()); i++) {
            added.add(row(i));
        }
        tell(new Diff<>(added, List.of(), List.of(), List.of(), true));
    }

    private Diff.Row<T> row(int index) {
        Result<T> result = rows.get(index);
        return new Diff.Row<>(result.ref(), result.value(), index);
    }

    private void tell(Diff<T> diff) {
        core.later(() -> executor.execute(() -> listener.accept(diff)));
    }

    private void committed(Commit commit) {
        core.locked(() -> {
            List<Touched<T>> touched = new ArrayList<>();
            concerned(commit).forEach(id -> touch(id).ifPresent(touched::add));
            if (!touched.isEmpty()) {
                apply(touched);
            }
            return true;
        });
    }

    /** Returns the objects to look at again. */
    private Set<ObjectId> concerned(Commit commit) {
        Set<ObjectId> ids = new LinkedHashSet<>();
        for (Commit.ObjectChange change : commit.objects()) {
            if (change.type().equals(query.type()) || byId.containsKey(change.id())) {
                ids.add(change.id());
            }
            if (change.lifecycle() || change.fields().contains(LiveObject.TYPE)) {
                ids.addAll(dependents.getOrDefault(change.id(), Set.of()));
            }
        }
        return ids;
    }

    /** Returns whether a candidate is shown now, and remembers what that depends on. */
    private boolean shown(Result<T> candidate) {
        for (ObjectId need : query.needs(candidate)) {
            dependents
                    .computeIfAbsent(need, id -> new LinkedHashSet<>())
                    .add(candidate.ref().id());
        }
        return query.shown(candidate);
    }

    /** An object whose part in the result changed. */
    private record Touched<T>(ObjectId id, Optional<Result<T>> before, Optional<Result<T>> after) {}

    private Optional<Touched<T>> touch(ObjectId id) {
        Optional<Result<T>> before = Optional.ofNullable(byId.get(id));
        Optional<Result<T>> after = query.candidate(id).filter(this::shown);
        return before.isEmpty() && after.isEmpty() ? Optional.empty() : Optional.of(new Touched<>(id, before, after));
    }

    private void apply(List<Touched<T>> touched) {
        int limit = query.limit();
        List<Result<T>> cutBefore = limit < rows.size() ? List.copyOf(rows.subList(0, limit)) : List.of();
        boolean limited = limit < Integer.MAX_VALUE;
        Changes<T> changes = new Changes<>(touched.size() > 1);
        for (Touched<T> each : touched) {
            each.before().ifPresent(row -> changes.places.put(each.id(), index(row)));
        }
        if (limited) {
            applyLimited(touched, cutBefore.isEmpty() ? List.copyOf(rows) : cutBefore);
            return;
        }
        replace(touched);
        for (Touched<T> each : touched) {
            changes.note(each, each.after().map(this::place).orElse(-1));
        }
        changes.diff().ifPresent(this::tell);
    }

    private void replace(List<Touched<T>> touched) {
        for (Touched<T> each : touched) {
            each.before().ifPresent(row -> {
                rows.remove(index(row));
                byId.remove(each.id());
            });
        }
        for (Touched<T> each : touched) {
            each.after().ifPresent(row -> {
                int place = place(row);
                rows.add(place < 0 ? -place - 1 : place, row);
                byId.put(each.id(), row);
            });
        }
    }

    /** With a limit, others come in or go out at its edge: the window is compared, which costs as much as the limit. */
    private void applyLimited(List<Touched<T>> touched, List<Result<T>> windowBefore) {
        replace(touched);
        List<Result<T>> window = rows.subList(0, Math.min(rows.size(), query.limit()));
        Map<ObjectId, Integer> before = places(windowBefore);
        Map<ObjectId, Integer> after = places(window);
        Changes<T> changes = new Changes<>(touched.size() > 1);
        changes.places.putAll(before);
        for (Result<T> row : windowBefore) {
            if (!after.containsKey(row.ref().id())) {
                changes.note(new Touched<>(row.ref().id(), Optional.of(row), Optional.empty()), -1);
            }
        }
        for (int i = 0; i < window.size(); i++) {
            Result<T> row = window.get(i);
            Integer place = before.get(row.ref().id());
            Optional<Result<T>> old = place == null ? Optional.empty() : Optional.of(windowBefore.get(place));
            boolean same = touched.stream()
                    .noneMatch(each -> each.id().equals(row.ref().id()));
            if (place == null || !same) {
                changes.note(new Touched<>(row.ref().id(), old, Optional.of(row)), i);
            }
        }
        changes.diff().ifPresent(this::tell);
    }

    private static <T> Map<ObjectId, Integer> places(List<Result<T>> rows) {
        Map<ObjectId, Integer> places = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            places.put(rows.get(i).ref().id(), i);
        }
        return places;
    }

    /** Returns the index of a row, or where it would be, as {@link Collections#binarySearch} does. */
    private int place(Result<T> row) {
        return Collections.binarySearch(rows, row, query.totalOrder());
    }

    /** Returns the index of a row that is there. A live view that has changed is not where its order says any more. */
    private int index(Result<T> row) {
        int index = place(row);
        if (index >= 0 && rows.get(index).ref().equals(row.ref())) {
            return index;
        }
        return rows.indexOf(row);
    }

    /** Collects the parts of a diff. */
    private static final class Changes<T> {
        private final Map<ObjectId, Integer> places = new HashMap<>();
        private final List<Diff.Row<T>> added = new ArrayList<>();
        private final List<Diff.Row<T>> removed = new ArrayList<>();
        private final List<Diff.Row<T>> updated = new ArrayList<>();
        private final List<Diff.Row<T>> moved = new ArrayList<>();
        private final boolean several;

        Changes(boolean several) {
            this.several = several;
        }

        void note(Touched<T> touched, int index) {
            Result<T> before = touched.before().orElse(null);
            Result<T> after = touched.after().orElse(null);
            if (after == null) {
                if (before != null) {
                    removed.add(new Diff.Row<>(before.ref(), before.value(), places.getOrDefault(touched.id(), 0)));
                }
                return;
            }
            Diff.Row<T> row = new Diff.Row<>(after.ref(), after.value(), index);
            if (before == null) {
                added.add(row);
                return;
            }
            updated.add(row);
            if (several || places.getOrDefault(touched.id(), index) != index) {
                moved.add(row); // among several, the same index may be another place
            }
        }

        java.util.Optional<Diff<T>> diff() {
            if (added.isEmpty() && removed.isEmpty() && updated.isEmpty() && moved.isEmpty()) {
                return java.util.Optional.empty();
            }
            added.sort(java.util.Comparator.comparingInt(Diff.Row::index));
            return java.util.Optional.of(new Diff<>(added, removed, updated, moved, false));
        }
    }
}
