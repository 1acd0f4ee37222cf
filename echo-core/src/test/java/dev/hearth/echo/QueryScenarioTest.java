package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random objects, changed here and elsewhere, undone, restarted, with indexes declared and dropped: every query returns
 * what a filter over all objects does, and every live query ends where the same query asked anew does.
 */
class QueryScenarioTest {
    enum State {
        OPEN,
        WAITING,
        CLOSED,
        ABANDONED
    }

    @Index({"state", "priority desc", "title"})
    @Index({"done", "due"})
    record Item(
            @Index String title,
            boolean done,
            int priority,
            @Index double weight,
            @Index Optional<Instant> due,
            State state,
            @Index Set<String> tags,
            @Index List<Integer> scores,
            @Index Map<String, Long> labels,
            @Index Counter hits,
            @Index Text notes,
            @Index Optional<Ref<Item>> other,
            @Index Bytes data) {
        /** Short, because failures print many. */
        @Override
        public String toString() {
            return (title + " " + done + " " + priority + " " + weight + " " + due + " " + state).replace("zzzz", "");
        }
    }

    private static final List<State> STATES = List.of(State.OPEN, State.WAITING, State.CLOSED, State.ABANDONED);

    private static final List<Comparison> COMPARISONS = List.of(
            Comparison.EQUAL,
            Comparison.NOT_EQUAL,
            Comparison.LESS,
            Comparison.AT_MOST,
            Comparison.GREATER,
            Comparison.AT_LEAST);

    private static final List<IndexDefinition> DEFINITIONS = List.of(
            IndexDefinition.of("title"),
            IndexDefinition.of("priority desc"),
            IndexDefinition.of("done", "weight"),
            IndexDefinition.of("state", "title desc"),
            IndexDefinition.members("tags"),
            IndexDefinition.keys("labels"));

    /** A condition, and what it means in plain Java. */
    private record Asked(Filter<Item> filter, Predicate<Item> meaning) {
        Asked and(Asked that) {
            return new Asked(filter.and(that.filter), meaning.and(that.meaning));
        }

        Asked or(Asked that) {
            return new Asked(filter.or(that.filter), meaning.or(that.meaning));
        }

        Asked not() {
            return new Asked(filter.not(), meaning.negate());
        }
    }

    private static final Comparator<Optional<Instant>> DUE =
            Comparator.comparing(due -> due.orElse(null), Comparator.nullsFirst(Comparator.naturalOrder()));

    private final List<Ref<Item>> refs = new ArrayList<>();
    private TestPeers peers = new TestPeers(1, 3);
    private Random random = new Random();
    private List<Follower<Item>> followers = new ArrayList<>();
    private UndoStack undo = peers.database(0).undoStack();
    private long seed;
    private boolean lists;

    static List<Long> seeds() {
        int count = Integer.getInteger("hearth.query.seeds", 6);
        return new Random(7).longs(count, 0, 1_000_000).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void queriesReturnWhatAFilterOverAllObjectsDoes(long given) {
        seed = given;
        random = new Random(seed);
        peers = new TestPeers(seed, 3);
        undo = peers.database(0).undoStack();
        follow();
        for (int step = 0; step < 160; step++) {
            step(step);
            for (int i = 0; i < 3; i++) {
                check(peers.database(random.nextInt(2)), step);
            }
            for (Follower<Item> follower : followers) {
                assertThat(follower.rows())
                        .as("seed %d step %d: %s", seed, step, follower)
                        .isEqualTo(follower.anew());
            }
        }
    }

    private void step(int step) {
        EchoDatabase database = peers.database(random.nextInt(3));
        switch (random.nextInt(14)) {
            case 0 -> {
                peers.linkAll();
                peers.settle();
                peers.cutAll();
            }
            case 1 -> {
                if (random.nextInt(4) == 0) {
                    peers.peer(0).restart();
                    undo = peers.database(0).undoStack();
                    follow();
                } else {
                    peers.peer(1).restart();
                }
            }
            case 2 -> declare(peers.database(random.nextInt(2)));
            case 3 -> turn(undo::undo);
            case 4 -> turn(undo::redo);
            case 5 -> fail(database, step);
            default ->
                database.transact(() -> {
                    for (int part = random.nextInt(6); part >= 0; part--) {
                        change(database);
                        if (random.nextInt(8) == 0) {
                            check(database, step);
                        }
                    }
                });
        }
    }

    /** What concerns an object that was purged since is refused. */
    private static void turn(Runnable turn) {
        try {
            turn.run();
        } catch (HearthException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_UNKNOWN);
        }
    }

    /** What a transaction did that failed is not found. */
    private void fail(EchoDatabase database, int step) {
        try {
            database.transact(() -> {
                change(database);
                change(database);
                check(database, step);
                throw new UnsupportedOperationException();
            });
        } catch (UnsupportedOperationException e) {
            check(database, step);
        }
    }

    private void declare(EchoDatabase database) {
        database.indexes()
                .declare(
                        "Item",
                        DEFINITIONS.stream()
                                .filter(definition -> random.nextBoolean())
                                .toArray(IndexDefinition[]::new));
        if (random.nextBoolean()) {
            peers.settle();
        }
    }

    private void change(EchoDatabase database) {
        if (refs.isEmpty() || random.nextInt(3) == 0) {
            // Lists are made elsewhere: only what was done here is undone, and that of lists is not at stake.
            lists = database != peers.database(0);
            refs.add(database.put(item()));
            lists = false;
            return;
        }
        Ref<Item> ref = refs.get(random.nextInt(refs.size()));
        Optional<DynamicObject> object = database.object(ref.id());
        if (object.isEmpty()) {
            return;
        }
        switch (random.nextInt(10)) {
            case 0 -> database.delete(ref);
            case 1 -> database.restore(ref.id());
            case 2 -> object.get().set("priority", random.nextBoolean() ? "high" : (Object) 3L);
            case 3 -> object.get().set("state", random.nextBoolean() ? "UNHEARD" : "CLOSED");
            case 4 -> object.get().clear(random.nextBoolean() ? "title" : "weight");
            case 5 -> database.text(ref, Item::notes).insert(0, "abc".substring(random.nextInt(3)));
            case 6 -> {
                if (random.nextInt(5) == 0) {
                    database.purge(ref);
                }
            }
            default -> {
                if (read(database, ref).isPresent()) {
                    database.update(ref, this::changed);
                }
            }
        }
    }

    private Item changed(Item old) {
        Item drawn = item();
        return switch (random.nextInt(4)) {
            case 0 ->
                new Item(
                        drawn.title,
                        old.done,
                        old.priority,
                        old.weight,
                        drawn.due,
                        old.state,
                        drawn.tags,
                        old.scores,
                        old.labels,
                        old.hits.plus(1),
                        old.notes,
                        old.other,
                        drawn.data);
            case 1 ->
                new Item(
                        old.title,
                        drawn.done,
                        drawn.priority,
                        drawn.weight,
                        old.due,
                        old.state,
                        old.tags,
                        old.scores,
                        drawn.labels,
                        old.hits,
                        old.notes,
                        drawn.other,
                        old.data);
            case 2 ->
                new Item(
                        drawn.title,
                        drawn.done,
                        drawn.priority,
                        drawn.weight,
                        drawn.due,
                        drawn.state,
                        drawn.tags,
                        old.scores,
                        drawn.labels,
                        drawn.hits,
                        drawn.notes,
                        drawn.other,
                        old.data);
            default -> old;
        };
    }

    private Item item() {
        return new Item(
                title(),
                random.nextBoolean(),
                random.nextInt(4) - 1,
                weight(),
                due(),
                STATES.get(random.nextInt(STATES.size())),
                tags(),
                lists ? List.of(random.nextInt(3), random.nextInt(3)) : List.of(),
                random.nextBoolean() ? Map.of() : Map.of(tag(), random.nextLong()),
                Counter.of(random.nextInt(5)),
                Text.of(title()),
                refs.isEmpty() || random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(refs.get(random.nextInt(refs.size()))),
                data());
    }

    private Bytes data() {
        byte[] bytes = new byte[random.nextInt(5) == 0 ? 95 + random.nextInt(4) : random.nextInt(3)];
        for (int i = Math.max(0, bytes.length - 3); i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) - 1);
        }
        return Bytes.of(bytes);
    }

    private String title() {
        String[] parts = {"", "a", "ab", "b", "é", "\uFFFD", "😀", "z".repeat(120), "z".repeat(121)};
        return parts[random.nextInt(parts.length)] + (random.nextBoolean() ? "" : random.nextInt(5));
    }

    private double weight() {
        double[] weights = {0.0, -0.0, 1, 1.5, -3, Double.POSITIVE_INFINITY, Double.NaN};
        return weights[random.nextInt(weights.length)];
    }

    private Optional<Instant> due() {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(random.nextInt(9) - 4));
    }

    private String tag() {
        return "tag" + random.nextInt(4);
    }

    private Set<String> tags() {
        Set<String> tags = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.add(tag());
        }
        return tags;
    }

    private Asked asked(int depth) {
        int kind = random.nextInt(depth > 0 ? 20 : 16);
        int priority = random.nextInt(4) - 1;
        String title = title();
        double weight = weight();
        Comparison comparison = COMPARISONS.get(random.nextInt(6));
        return switch (kind) {
            case 0 -> new Asked(Filter.equal(Item::title, title), item -> item.title.equals(title));
            case 1 ->
                new Asked(
                        Filter.of(Item::title, comparison, title),
                        item -> holds(item.title.compareTo(title), comparison));
            case 2 -> new Asked(Filter.startsWith(Item::title, title), item -> item.title.startsWith(title));
            case 3 ->
                new Asked(
                        Filter.of(Item::priority, comparison, priority),
                        item -> holds(Integer.compare(item.priority, priority), comparison));
            case 4 ->
                new Asked(
                        Filter.of(Item::weight, comparison, weight),
                        item -> holds(Double.compare(item.weight, weight), comparison));
            case 5 -> {
                boolean done = random.nextBoolean();
                yield new Asked(Filter.equal(Item::done, done), item -> item.done == done);
            }
            case 6 -> {
                Instant due = Instant.ofEpochSecond(random.nextInt(9) - 4);
                yield new Asked(
                        Filter.of(Property.optional(Item::due), comparison, due),
                        item -> item.due
                                .map(it -> holds(it.compareTo(due), comparison))
                                .orElse(comparison == Comparison.NOT_EQUAL));
            }
            case 7 -> new Asked(Filter.missing(Item::due), item -> item.due.isEmpty());
            case 8 ->
                random.nextBoolean()
                        ? new Asked(Filter.exists(Item::other), item -> item.other.isPresent())
                        : new Asked(Filter.contains(Item::scores, 2), item -> item.scores.contains(2));
            case 9 -> {
                Set<State> states = Set.of(State.OPEN, STATES.get(1 + random.nextInt(3)));
                yield new Asked(Filter.in(Item::state, states), item -> states.contains(item.state));
            }
            case 10 -> {
                State state = STATES.get(random.nextInt(4));
                yield new Asked(
                        Filter.of(Item::state, comparison, state),
                        item -> holds(item.state.compareTo(state), comparison));
            }
            case 11 -> {
                String tag = tag();
                yield random.nextBoolean()
                        ? new Asked(Filter.contains(Item::tags, tag), item -> item.tags.contains(tag))
                        : new Asked(Filter.containsKey(Item::labels, tag), item -> item.labels.containsKey(tag));
            }
            case 14 -> {
                Bytes data = data();
                yield new Asked(
                        Filter.of(Item::data, comparison, data), item -> holds(item.data.compareTo(data), comparison));
            }
            case 15 -> {
                Optional<Ref<Item>> other =
                        refs.isEmpty() ? Optional.empty() : Optional.of(refs.get(random.nextInt(refs.size())));
                yield new Asked(Filter.equal(Item::other, other), item -> item.other.equals(other));
            }
            case 12 -> {
                Counter hits = Counter.of(random.nextInt(6));
                yield new Asked(
                        Filter.between(Item::hits, Counter.of(1), hits),
                        item -> item.hits.value() >= 1 && item.hits.compareTo(hits) <= 0);
            }
            case 13 ->
                new Asked(
                        Filter.of(Item::notes, comparison, Text.of(title)),
                        item -> holds(item.notes.value().compareTo(title), comparison));
            case 16, 17 -> asked(depth - 1).and(asked(depth - 1));
            case 18 -> asked(depth - 1).or(asked(depth - 1));
            default -> asked(depth - 1).not();
        };
    }

    private static boolean holds(int order, Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case GREATER -> order > 0;
            case AT_LEAST -> order >= 0;
        };
    }

    /** A query and the order that it means. */
    private record Ordered(Query<Item> query, Comparator<Item> order) {}

    private Ordered order(Query<Item> query) {
        Ordered ordered = new Ordered(query, Comparator.comparing(item -> 0));
        for (int i = random.nextInt(4); i > 0; i--) {
            ordered = order(ordered);
        }
        return ordered;
    }

    private Ordered order(Ordered before) {
        Query<Item> query = before.query;
        boolean down = random.nextBoolean();
        return switch (random.nextInt(6)) {
            case 0 ->
                new Ordered(
                        down ? query.orderByDescending(Item::title) : query.orderBy(Item::title),
                        then(before, Comparator.comparing(Item::title), down));
            case 1 ->
                new Ordered(
                        down ? query.orderByDescending(Item::priority) : query.orderBy(Item::priority),
                        then(before, Comparator.comparing(Item::priority), down));
            case 2 ->
                new Ordered(
                        down ? query.orderByDescending(Item::weight) : query.orderBy(Item::weight),
                        then(before, Comparator.comparing(Item::weight), down));
            case 3 ->
                new Ordered(
                        down
                                ? query.orderByDescending(Property.optional(Item::due))
                                : query.orderBy(Property.optional(Item::due)),
                        then(before, Comparator.comparing(Item::due, DUE), down));
            case 4 ->
                new Ordered(
                        down ? query.orderByDescending(Item::state) : query.orderBy(Item::state),
                        then(before, Comparator.comparing(Item::state), down));
            default ->
                new Ordered(
                        down ? query.orderByDescending(Item::done) : query.orderBy(Item::done),
                        then(before, Comparator.comparing(Item::done), down));
        };
    }

    private static Comparator<Item> then(Ordered before, Comparator<Item> next, boolean down) {
        return before.order.thenComparing(down ? next.reversed() : next);
    }

    private static Optional<Item> read(Database database, Ref<Item> ref) {
        try {
            return database.find(ref);
        } catch (HearthException e) {
            return Optional.empty();
        }
    }

    private List<Result<Item>> naive(Database database, Predicate<Item> meaning, Comparator<Item> order) {
        List<Result<Item>> found = new ArrayList<>();
        for (Ref<Item> ref : refs) {
            read(database, ref).filter(meaning).ifPresent(item -> found.add(new Result<>(ref, item)));
        }
        found.sort(Comparator.comparing((Result<Item> result) -> result.value(), order)
                .thenComparing(result -> result.ref().id()));
        return found;
    }

    private void check(EchoDatabase database, int step) {
        Asked asked = asked(2);
        Ordered ordered = order(database.query(Item.class).where(asked.filter()));
        List<Result<Item>> expected = naive(database, asked.meaning, ordered.order);
        String what = "seed " + seed + " step " + step + ": " + ordered.query.explain();
        assertThat(ordered.query.list()).as(what).isEqualTo(expected);
        int limit = 1 + random.nextInt(5);
        String limited = "seed " + seed + " step " + step + ": "
                + ordered.query.limit(limit).explain();
        assertThat(ordered.query.limit(limit).list())
                .as(limited)
                .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
        assertThat(pages(ordered.query, limit)).as(limited).isEqualTo(expected);
        assertThat(ordered.query.count()).as(what).isEqualTo(expected.size());
        assertThat(ordered.query.exists()).as(what).isEqualTo(!expected.isEmpty());
        checkAggregates(ordered.query, expected, what);
        checkByName(database);
    }

    private static List<Result<Item>> pages(Query<Item> query, int size) {
        List<Result<Item>> all = new ArrayList<>();
        Optional<PageCursor> next = Optional.empty();
        do {
            Query<Item> rest = next.map(cursor -> query.after(PageCursor.parse(cursor.toString())))
                    .orElse(query);
            Page<Item> page = rest.page(size);
            assertThat(page.results().size()).isLessThanOrEqualTo(size);
            all.addAll(page.results());
            next = page.next();
        } while (next.isPresent());
        return all;
    }

    private static void checkAggregates(Query<Item> query, List<Result<Item>> expected, String what) {
        List<Integer> priorities = new ArrayList<>();
        Map<State, Integer> groups = new TreeMap<>();
        TreeSet<Instant> dues = new TreeSet<>();
        expected.forEach(each -> {
            priorities.add(each.value().priority);
            groups.merge(each.value().state, 1, Integer::sum);
            each.value().due.ifPresent(dues::add);
        });
        Aggregate<Integer> aggregate = query.aggregate(Item::priority);
        assertThat(aggregate.wholeSum())
                .as(what)
                .isEqualTo(priorities.stream().mapToInt(each -> each).sum());
        assertThat(query.min(Item::priority)).isEqualTo(priorities.stream().min(Comparator.naturalOrder()));
        assertThat(query.max(Property.optional(Item::due)))
                .as(what)
                .isEqualTo(dues.isEmpty() ? Optional.empty() : Optional.of(dues.last()));
        assertThat(query.average(Item::priority))
                .isEqualTo(priorities.stream().mapToInt(each -> each).average());
        Map<State, Integer> found = new TreeMap<>();
        query.groupBy(Item::state).forEach(group -> found.put(group.key().orElseThrow(), (int) group.count()));
        assertThat(found).as(what).isEqualTo(groups);
    }

    /** By the names of fields nothing is left out that does not fit the record, and what is absent has no value. */
    private void checkByName(EchoDatabase database) {
        String title = title();
        Query<DynamicObject> all = database.query("Item");
        List<Query<DynamicObject>> asked = List.of(
                all.where("title", Comparison.AT_LEAST, title).orderBy("title"),
                all.where("priority", Comparison.GREATER, 0).orderByDescending("priority"),
                all.where("done", true).where("weight", Comparison.LESS, 1.25),
                all.where("state", "OPEN").orderByDescending("title"),
                all.where(Filter.contains(Property.<DynamicObject, Set<String>>named("tags"), "tag1")),
                all.where(Filter.containsKey(Property.<DynamicObject, Map<String, Object>>named("labels"), "tag2")));
        List<Predicate<DynamicObject>> meanings = List.of(
                it -> it.get("title")
                        .filter(at -> ((String) at).compareTo(title) >= 0)
                        .isPresent(),
                it -> it.get("priority")
                        .filter(at -> at instanceof Long number && number > 0)
                        .isPresent(),
                it -> it.get("done").equals(Optional.of(true))
                        && it.get("weight").filter(at -> (Double) at < 1.25).isPresent(),
                it -> it.get("state").equals(Optional.of("OPEN")),
                it -> ((Set<?>) it.get("tags").orElse(Set.of())).contains("tag1"),
                it -> ((Map<?, ?>) it.get("labels").orElse(Map.of())).containsKey("tag2"));
        int one = random.nextInt(asked.size());
        List<Object> expected = new ArrayList<>();
        for (Ref<Item> ref : refs) {
            database.object(ref.id())
                    .filter(object -> !object.deleted() && object.type().equals("Item"))
                    .filter(meanings.get(one))
                    .ifPresent(object -> expected.add(object.id()));
        }
        assertThat(asked.get(one).list().stream().map(each -> each.ref().id()))
                .as("seed %d: %s", seed, asked.get(one).explain())
                .containsExactlyInAnyOrderElementsOf(expected.stream()
                        .map(each -> (dev.hearth.base.ObjectId) each)
                        .toList());
    }

    /** Starts live queries anew. */
    private void follow() {
        followers = new ArrayList<>();
        Query<Item> all = peers.database(0).query(Item.class);
        followers.add(new Follower<>(all));
        for (int i = 0; i < 4; i++) {
            Query<Item> some = order(all.where(asked(1).filter())).query;
            followers.add(new Follower<>(i == 0 ? some : some.limit(1 + random.nextInt(4))));
        }
    }
}
