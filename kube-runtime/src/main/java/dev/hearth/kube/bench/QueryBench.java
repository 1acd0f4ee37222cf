package dev.hearth.kube.bench;

import dev.hearth.base.Subscription;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.Comparison;
import dev.hearth.echo.Filter;
import dev.hearth.echo.PageCursor;
import dev.hearth.echo.Query;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import dev.hearth.echo.crdt.ChangeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Measures queries in a space of a client of its own, and the same questions without an index, and without a space. */
public final class QueryBench {
    private static final int BATCH = 500;
    private static final int LIMIT = 20;
    private static final int PER_OWNER = 1000;
    private static final int MOST_LIVE = 10_000;
    private static final int MOST_EDGES = 100_000;
    private static final int EDGES_EACH = 10;
    private static final int HOPS = 3;
    /** Steps through owners and tasks out of order. */
    private static final int STRIDE = 7919;

    private final int objects;
    private final int owners;
    private final Rounds rounds;
    private final Space space;
    private final TreeMap<Key, Integer> sorted = new TreeMap<>(Comparator.comparing(Key::owner)
            .thenComparing(Key::done)
            .thenComparing(Key::due)
            .thenComparing(Key::number));
    private final List<Ref<BenchTask>> shown = new ArrayList<>();
    private boolean equal = true;
    private int turn;
    private long told;

    private record Key(String owner, boolean done, Instant due, int number) {
        static Key of(BenchTask task, int number) {
            return new Key(task.owner(), task.done(), task.due(), number);
        }
    }

    private QueryBench(Space space, int objects, Rounds rounds) {
        this.space = space;
        this.objects = objects;
        this.owners = objects / PER_OWNER + 1;
        this.rounds = rounds;
    }

    /**
     * Measures.
     *
     * @param folder an empty folder for a client
     * @param objects how many, at least one
     */
    public static QueryResult run(Path folder, int objects, Rounds rounds) {
        if (objects < 1) {
            throw new IllegalArgumentException("objects is not positive: " + objects);
        }
        try (Client client = Client.open(folder, "Bench")) {
            return new QueryBench(client.spaces().create("Bench"), objects, rounds).run();
        } catch (ChangeException e) {
            throw new IllegalStateException("no change of the engine is made here", e);
        }
    }

    private QueryResult run() throws ChangeException {
        double create = (double) Stopwatch.nanos(this::create) / 1000 / objects;
        double find = micros(() -> equal &= find(nextOwner()).list().size() <= LIMIT);
        double tree = micros(() -> equal &= expected(nextOwner()).size() <= LIMIT);
        for (int i = 0; i < LIMIT; i++) {
            String owner = nextOwner();
            equal &= numbers(find(owner).list()).equals(expected(owner));
        }
        double scan = Stopwatch.medianMillis(new Rounds(0, 1), this::scan) * 1000;
        double range = micros(this::range);
        double page = micros(new Paging());
        equal &= space.query(BenchTask.class).count() == objects;
        double count = micros(this::count);
        double either = micros(this::either);
        int edges = Math.min(objects, MOST_EDGES);
        relate(edges);
        double hops = micros(this::hops);
        Query<BenchTask> many =
                space.query(BenchTask.class).orderBy(BenchTask::rank).limit(MOST_LIVE);
        many.list().forEach(result -> shown.add(result.ref()));
        double update = micros(this::update);
        Subscription live = many.live(Runnable::run, diff -> told++);
        double heard = micros(this::updateAndHear);
        live.close();
        return new QueryResult(
                objects,
                equal,
                create,
                find,
                tree,
                scan,
                range,
                page,
                count,
                either,
                edges,
                hops,
                Math.min(objects, MOST_LIVE),
                update,
                heard);
    }

    private double micros(Stopwatch.Work work) throws ChangeException {
        return Stopwatch.rounded(Stopwatch.settledMillis(rounds, work) * 1000);
    }

    private void create() {
        space.query(BenchTask.class);
        for (int from = 0; from < objects; from += BATCH) {
            int first = from;
            space.transact(() -> {
                for (int i = first; i < Math.min(objects, first + BATCH); i++) {
                    space.put(BenchTask.of(i, owners));
                }
            });
        }
        for (int i = 0; i < objects; i++) {
            sorted.put(Key.of(BenchTask.of(i, owners), i), i);
        }
    }

    private String nextOwner() {
        turn = Math.floorMod(turn + STRIDE, owners);
        return "owner " + turn;
    }

    private Query<BenchTask> find(String owner) {
        return space.query(BenchTask.class)
                .where(BenchTask::owner, owner)
                .where(BenchTask::done, false)
                .orderBy(BenchTask::due)
                .limit(LIMIT);
    }

    private List<Integer> expected(String owner) {
        List<Integer> found = new ArrayList<>();
        Key from = new Key(owner, false, Instant.MIN, 0);
        for (Map.Entry<Key, Integer> each : sorted.tailMap(from).entrySet()) {
            if (found.size() == LIMIT
                    || each.getKey().done()
                    || !each.getKey().owner().equals(owner)) {
                break;
            }
            found.add(each.getValue());
        }
        return found;
    }

    private static List<Integer> numbers(List<Result<BenchTask>> results) {
        return results.stream().map(result -> (int) result.value().size()).toList();
    }

    private void scan() {
        String owner = nextOwner();
        List<Result<BenchTask>> found = space.query(BenchTask.class)
                .where(task -> task.owner().equals(owner))
                .where(task -> !task.done())
                .orderBy(task -> task.due())
                .limit(LIMIT)
                .list();
        equal &= numbers(found).equals(expected(owner));
    }

    private void range() {
        int from = BenchTask.of(turn++ % objects, owners).rank();
        List<Result<BenchTask>> found = space.query(BenchTask.class)
                .where(BenchTask::rank, Comparison.AT_LEAST, from)
                .orderBy(BenchTask::rank)
                .limit(LIMIT)
                .list();
        equal &= found.get(0).value().rank() == from;
    }

    private void count() {
        String owner = nextOwner();
        long count = space.query(BenchTask.class)
                .where(BenchTask::owner, owner)
                .where(BenchTask::done, false)
                .count();
        equal &= count == open(owner).size();
    }

    private Map<Key, Integer> open(String owner) {
        return sorted.subMap(new Key(owner, false, Instant.MIN, 0), new Key(owner, true, Instant.MIN, 0));
    }

    /** The open tasks of an owner, and one that another index finds, in an order that neither has. */
    private void either() {
        String owner = nextOwner();
        int number = turn++ % objects;
        Filter<BenchTask> open = Filter.equal(BenchTask::owner, owner).and(Filter.equal(BenchTask::done, false));
        int rank = BenchTask.of(number, owners).rank();
        List<Result<BenchTask>> found = space.query(BenchTask.class)
                .where(open.or(Filter.equal(BenchTask::rank, rank)))
                .orderBy(BenchTask::size)
                .limit(LIMIT)
                .list();
        List<Integer> expected = Stream.concat(open(owner).values().stream(), Stream.of(number))
                .distinct()
                .sorted()
                .limit(LIMIT)
                .toList();
        equal &= numbers(found).equals(expected);
    }

    private void relate(int edges) {
        int ends = Math.max(1, edges / EDGES_EACH);
        List<Ref<BenchTask>> between = new ArrayList<>();
        space.query(BenchTask.class).limit(ends).list().forEach(result -> between.add(result.ref()));
        space.relations(BenchLink.class);
        Random random = new Random(edges);
        for (int from = 0; from < edges; from += BATCH) {
            int count = Math.min(BATCH, edges - from);
            space.transact(() -> {
                for (int i = 0; i < count; i++) {
                    space.put(new BenchLink(
                            between.get(random.nextInt(between.size())), between.get(random.nextInt(between.size()))));
                }
            });
        }
    }

    private void hops() {
        Query<BenchTask> found = space.query(BenchTask.class).limit(1);
        for (int hop = 0; hop < HOPS; hop++) {
            found = found.referencedBy(BenchLink.class, BenchLink::source).follow(BenchLink::target, BenchTask.class);
        }
        equal &= found.count() <= objects;
    }

    /** Pages from half of all on. */
    private final class Paging implements Stopwatch.Work {
        private final Query<BenchTask> all = space.query(BenchTask.class).orderBy(BenchTask::rank);
        private final Optional<PageCursor> half =
                all.where(BenchTask::rank, Comparison.AT_LEAST, 1 << 29).page(1).next();

        @Override
        public void run() {
            equal &= half.map(all::after).orElse(all).page(LIMIT).results().size() <= LIMIT;
        }
    }

    /** Changes one of the tasks that the live query holds. */
    private void update() {
        turn += STRIDE;
        Ref<BenchTask> ref = shown.get(Math.floorMod(turn, shown.size()));
        space.update(ref, task -> task.due(Instant.ofEpochSecond(turn)));
    }

    private void updateAndHear() {
        long before = told;
        update();
        equal &= told == before + 1;
    }
}
