package dev.hearth.echo.internal.core;

import dev.hearth.base.Subscription;
import dev.hearth.echo.Diff;
import dev.hearth.echo.LiveList;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A list that follows a live query by its diffs. */
final class LiveListView<T> extends AbstractList<Result<T>> implements LiveList<T> {
    private final List<Result<T>> rows = new ArrayList<>(); // guarded by itself
    private final List<Consumer<Diff<T>>> listeners = new CopyOnWriteArrayList<>();
    private volatile Subscription following = () -> {};

    private LiveListView() {}

    /** Returns a list that has the results already. */
    static <T> LiveListView<T> of(Terms<T> terms, Executor executor) {
        Core core = terms.core();
        LiveListView<T> list = new LiveListView<>();
        list.following = new LiveQuery<>(terms, new LiveQuery.Listener<T>() {
                    @Override
                    public boolean isReady() {
                        return true;
                    }

                    @Override
                    public void take(Diff<T> diff) {
                        if (diff.initial()) {
                            list.follow(diff);
                        } else {
                            core.later(() -> executor.execute(() -> list.change(diff)));
                        }
                    }
                })
                .start();
        return list;
    }

    private void change(Diff<T> diff) {
        follow(diff);
        listeners.forEach(listener -> listener.accept(diff));
    }

    private void follow(Diff<T> diff) {
        synchronized (rows) {
            for (int i = diff.removed().size() - 1; i >= 0; i--) {
                rows.remove(diff.removed().get(i).index());
            }
            if (!diff.moved().isEmpty()) {
                Set<Ref<T>> moved = new HashSet<>();
                diff.moved().forEach(row -> moved.add(row.ref()));
                rows.removeIf(row -> moved.contains(row.ref()));
            }
            List<Diff.Row<T>> coming = new ArrayList<>(diff.added());
            coming.addAll(diff.moved());
            coming.sort((one, other) -> Integer.compare(one.index(), other.index()));
            coming.forEach(row -> rows.add(row.index(), new Result<>(row.ref(), row.value())));
            diff.updated().forEach(row -> rows.set(row.index(), new Result<>(row.ref(), row.value())));
        }
    }

    @Override
    public Subscription onChange(Consumer<Diff<T>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Result<T> get(int index) {
        synchronized (rows) {
            return rows.get(index);
        }
    }

    @Override
    public int size() {
        synchronized (rows) {
            return rows.size();
        }
    }

    private List<Result<T>> now() {
        synchronized (rows) {
            return List.copyOf(rows);
        }
    }

    @Override
    public Iterator<Result<T>> iterator() {
        return now().iterator();
    }

    @Override
    public ListIterator<Result<T>> listIterator(int index) {
        return now().listIterator(index);
    }

    @Override
    public Object[] toArray() {
        return now().toArray();
    }

    @Override
    public void close() {
        following.close();
    }
}
