package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps a list by diffs alone, and a live list. */
final class Follower<T> {
    private final Query<T> query;
    private final LiveList<T> list;
    private List<Result<T>> rows = new ArrayList<>();

    Follower(Query<T> query) {
        this.query = query;
        query.live(Runnable::run, this::take);
        list = query.liveList(Runnable::run);
    }

    List<Result<T>> rows() {
        assertThat(List.copyOf(list)).isEqualTo(rows);
        return rows;
    }

    List<Result<T>> anew() {
        return query.list();
    }

    private void take(Diff<T> diff) {
        List<Result<T>> next = new ArrayList<>(rows);
        diff.removed().forEach(row -> assertThat(rows.get(row.index()).ref()).isEqualTo(row.ref()));
        diff.removed()
                .forEach(row -> assertThat(next.removeIf(each -> each.ref().equals(row.ref())))
                        .isTrue());
        diff.moved()
                .forEach(row -> assertThat(next.removeIf(each -> each.ref().equals(row.ref())))
                        .isTrue());
        List<Diff.Row<T>> coming = new ArrayList<>(diff.added());
        coming.addAll(diff.moved());
        coming.sort(Comparator.comparingInt(Diff.Row::index));
        coming.forEach(row -> next.add(row.index(), new Result<>(row.ref(), row.value())));
        diff.updated().forEach(row -> {
            assertThat(next.get(row.index()).ref()).isEqualTo(row.ref());
            next.set(row.index(), new Result<>(row.ref(), row.value()));
        });
        assertThat(diff.initial() || !diff.equals(new Diff<T>(List.of(), List.of(), List.of(), List.of(), false)))
                .isTrue();
        rows = next;
    }

    @Override
    public String toString() {
        return query.explain().toString();
    }
}
