package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Commit;
import dev.hearth.echo.Diff;
import dev.hearth.echo.Result;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query, kept up to date by looking again at the objects that commits touched. Commits are heard one
 * after another; the objects are looked at when whoever listens is ready for a diff, so what happens meanwhile is
 * gathered as ids and nothing else. Kept under the database's lock.
 */
final class LiveQuery<T> {
    /** Who hears of the result, under the lock: it hands diffs on to be told later. */
    interface Listener<T> {
        /** Returns whether a diff is wanted now. */
        boolean isReady();

        /** Takes a diff. */
        void take(Diff<T> diff);
    }

    private final Core core;
    private final Terms<T> terms;
    private final Listener<T> listener;
    private final Map<ObjectId, Set<ObjectId>> dependents = new HashMap<>();
    private final Set<ObjectId> concerned = new LinkedHashSet<>();
    private final Optional<Way<?>> way;
    private Set<ObjectId> ends = Set.of();
    private boolean moved;
    private @Nullable LiveRows<T> rows;

    LiveQuery(Terms<T> terms, Listener<T> listener) {
        this.core = terms.core();
        this.way = terms.extent().among().map(made -> made.get());
        this.terms = way.map(kept -> terms.among(() -> kept)).orElse(terms);
        this.listener = listener;
    }

    /** Tells a listener of an application all diffs. */
    static <T> Subscription start(Terms<T> terms, Executor executor, Consumer<Diff<T>> told) {
        Core core = terms.core();
        return new LiveQuery<>(terms, new Listener<T>() {
                    @Override
                    public boolean isReady() {
                        return true;
                    }

                    @Override
                    public void take(Diff<T> diff) {
                        core.later(() -> executor.execute(() -> told.accept(diff)));
                    }
                })
                .start();
    }

    /** Begins with the result as it is. */
    Subscription start() {
        return core.subscribe(Runnable::run, this::committed, this::initial);
    }

    /** Under the lock, before the first commit is heard. */
    private void initial() {
        core.requireNoTransaction();
        LiveRows<T> first = new LiveRows<>(terms.limit(), this::more);
        rows = first;
        way.ifPresent(kept -> ends = kept.ends());
        listener.take(first.initial());
    }

    private List<Ranked<T>> more(int count, byte @Nullable [] after) {
        Terms<T> window = terms.window(count);
        return Retrieval.all(after == null ? window : window.after(after), this::remember);
    }

    /** Remembers what it depends on whether a candidate is shown. */
    private void remember(Result<T> candidate) {
        for (ObjectId need : terms.needs(candidate)) {
            dependents
                    .computeIfAbsent(need, id -> new LinkedHashSet<>())
                    .add(candidate.ref().id());
        }
    }

    private void committed(Commit commit) {
        core.lockedUnlessClosed(() -> {
            gather(commit);
            resume();
        });
    }

    /** Gathers the objects to look at again. */
    private void gather(Commit commit) {
        LiveRows<T> known = rows;
        for (Commit.ObjectChange change : commit.objects()) {
            moved |= way.filter(kept -> kept.isMoved(change)).isPresent();
            boolean has = known != null && known.has(change.id());
            if (has || change.type().equals(terms.extent().type())) {
                concerned.add(change.id());
            }
            if (change.lifecycle() || change.fields().contains(LiveObject.TYPE)) {
                concerned.addAll(dependents.getOrDefault(change.id(), Set.of()));
            }
        }
    }

    /** Where steps lead anew, and where they don't lead any more, is looked at too. */
    private void compare(Way<?> kept) {
        Set<ObjectId> now = kept.ends();
        now.stream().filter(id -> !ends.contains(id)).forEach(concerned::add);
        ends.stream().filter(id -> !now.contains(id)).forEach(concerned::add);
        ends = now;
    }

    /** Looks at what was gathered, if a diff is wanted. Under the lock. */
    void resume() {
        LiveRows<T> known = rows;
        if (known == null || !listener.isReady() || (concerned.isEmpty() && !moved)) {
            return;
        }
        if (moved) {
            moved = false;
            way.ifPresent(this::compare);
        }
        Map<ObjectId, Optional<Ranked<T>>> now = new LinkedHashMap<>();
        for (ObjectId id : concerned) {
            Optional<Result<T>> candidate = way.isEmpty() || ends.contains(id) ? terms.candidate(id) : Optional.empty();
            candidate.ifPresent(this::remember);
            now.put(id, candidate.flatMap(terms::ranked));
        }
        concerned.clear();
        known.apply(now).ifPresent(listener::take);
        core.trim();
    }
}
