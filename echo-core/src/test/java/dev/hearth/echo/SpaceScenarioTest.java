package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A whole space at random: objects of every kind of field, relations, moves in the tree, undo, branches, two versions
 * of a type, restarts, crashes and compactions, at three devices that meet now and then. Once all is quiet all devices
 * show the same, queries return what a walk over all objects finds, whoever follows a live query has what the query
 * asked anew gives, and what is undone is as it was.
 */
class SpaceScenarioTest {
    record Note(
            @Index String title,
            @Index int rank,
            Text body,
            Counter likes,
            Set<String> tags,
            List<String> lines,
            Map<String, Long> marks) {}

    record Link(Ref<Note> source, Ref<Note> target, int weight) implements Relation<Note, Note> {}

    @Type("Chore")
    record OldChore(String title, boolean done) {}

    /** What was done is finished. */
    static final class ToFinished implements Migration {
        @Override
        public Set<String> fields() {
            return Set.of("finished");
        }

        @Override
        public Map<String, Object> migrate(Map<String, Object> fields) {
            return Map.of("finished", fields.get("done") == Boolean.TRUE ? 100L : 0L);
        }
    }

    @Type(value = "Chore", version = 2, migrations = ToFinished.class)
    record NewChore(@Index String title, long finished) {}

    private static final ObjectId NOBODY = new ObjectId(Bytes.of(new byte[ObjectId.SIZE]));
    private static final int DEVICES = 3;
    /** The device whose program is the old one. */
    private static final int OLD = 2;

    private final List<Ref<Note>> notes = new ArrayList<>();
    private final List<ObjectId> chores = new ArrayList<>();
    private final Set<ObjectId> all = new LinkedHashSet<>();
    private final List<List<Follower<Note>>> followers = new ArrayList<>();
    private final List<UndoStack> undos = new ArrayList<>();
    private TestPeers peers = new TestPeers(1, DEVICES);
    private Random random = new Random();
    private long seed;
    private boolean branches;

    static List<Long> seeds() {
        return new Random(11)
                .longs(Integer.getInteger("hearth.space.seeds", 8), 0, 1_000_000)
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void devicesThatMeetShowTheSameSpace(long given) {
        seed = given;
        branches = seed % 2 == 0; // a space with branches is not compacted
        random = new Random(seed);
        peers = new TestPeers(seed, DEVICES);
        for (int device = 0; device < DEVICES; device++) {
            followers.add(new ArrayList<>());
            undos.add(peers.database(device).undoStack());
            start(device);
        }
        for (int round = 0; round < 12; round++) {
            for (int step = 0; step < 15; step++) {
                step(random.nextInt(DEVICES));
            }
            if (random.nextInt(3) == 0) {
                undoingRestores(random.nextInt(DEVICES));
            }
            peers.linkAll();
            peers.settle();
            peers.cutAll();
            compare("seed %d, round %d".formatted(seed, round));
        }
    }

    /** What a program does when it starts: it follows queries, and can undo what is done from now on. */
    private void start(int device) {
        EchoDatabase database = peers.database(device);
        Query<Note> query = database.query(Note.class);
        followers.set(
                device,
                List.of(
                        new Follower<>(query),
                        new Follower<>(query.where(Filter.of(Note::rank, Comparison.AT_LEAST, 2))
                                .orderBy(Note::title)),
                        new Follower<>(query.orderByDescending(Note::rank).limit(4))));
        undos.set(device, database.undoStack());
    }

    private void step(int device) {
        EchoDatabase database = peers.database(device);
        switch (random.nextInt(16)) {
            case 0 -> {
                peers.peer(device).restart();
                start(device);
            }
            case 1 -> {
                database.flush();
                peers.peer(device).crash();
                start(device);
            }
            case 2 -> {
                int other = (device + 1 + random.nextInt(DEVICES - 1)) % DEVICES;
                TestPeers.Link link = peers.link(device, other);
                for (int steps = random.nextInt(60); steps > 0; steps--) {
                    peers.step();
                }
                link.cut();
            }
            case 8 -> {
                if (branches) {
                    draft(database, device);
                }
            }
            case 3, 4 -> attempt(() -> undos.get(device).undo());
            case 5 -> attempt(() -> undos.get(device).redo());
            case 6 -> abandon(database, device);
            case 7 -> {
                if (random.nextInt(3) == 0) {
                    compact(database);
                }
            }
            default ->
                attempt(() -> database.transact(() -> {
                    for (int part = random.nextInt(4); part >= 0; part--) {
                        change(database, device);
                    }
                }));
        }
    }

    /** Work in a branch does not show, until it is merged. */
    private void draft(EchoDatabase database, int device) {
        Map<ObjectId, String> before = snapshot(database);
        Branch branch = database.branch("draft");
        for (int part = random.nextInt(4); part > 0; part--) {
            attempt(() -> change(branch.database(), device));
        }
        assertThat(snapshot(database)).as("drafted, seed %d", seed).isEqualTo(before);
        switch (random.nextInt(3)) {
            case 0 -> {
                branch.merge();
                assertThat(branch.isMerged()).isTrue();
            }
            case 1 -> branch.update();
            default -> assertThat(branch.diffToSpace()).isNotNull();
        }
    }

    /** What shows stays, but for deleted objects, of which some are purged. */
    private void compact(EchoDatabase database) {
        Map<ObjectId, String> before = snapshot(database);
        database.compact();
        Map<ObjectId, String> after = snapshot(database);
        before.entrySet()
                .removeIf(object -> !after.containsKey(object.getKey())
                        || (object.getValue().contains(" deleted")
                                && !object.getValue().equals(after.get(object.getKey()))));
        assertThat(after).as("compacted, seed %d", seed).containsAllEntriesOf(before);
    }

    /** What concerns an object that is gone by now, or would be a circle, is refused whole, and nothing else is. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (HearthException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_UNKNOWN);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("stands under the object");
        }
    }

    private void abandon(EchoDatabase database, int device) {
        Map<ObjectId, String> before = snapshot(database);
        attempt(() -> assertThatThrownBy(() -> database.transact(() -> {
                    change(database, device);
                    change(database, device);
                    throw new UnsupportedOperationException();
                }))
                .isInstanceOfAny(
                        UnsupportedOperationException.class, HearthException.class, IllegalArgumentException.class));
        assertThat(snapshot(database)).as("abandoned, seed %d", seed).isEqualTo(before);
    }

    /** A group of edits by one, undone before anybody else says anything, leaves what was there. */
    private void undoingRestores(int device) {
        EchoDatabase database = peers.database(device);
        try (UndoStack fresh = database.undoStack()) {
            Map<ObjectId, String> before = visible(database);
            List<Ref<Note>> known = List.copyOf(notes);
            attempt(() -> fresh.group(() -> {
                for (int part = known.isEmpty() ? 4 : 0; part < 4; part++) {
                    edit(database, any(known));
                }
            }));
            fresh.undo();
            assertThat(visible(database)).as("undone, seed %d", seed).isEqualTo(before);
        }
    }

    /**
     * What shows: undoing writes the value that counted, not those beside it, and a list or counter that was begun and
     * undone is an empty one where there was none.
     */
    private Map<ObjectId, String> visible(EchoDatabase database) {
        Map<ObjectId, String> brief = snapshot(database, SpaceScenarioTest::first);
        brief.replaceAll((id, text) -> text.replaceAll(" \\w+=(\\[]|\\{}|Counter\\[value=0]|)(?= |$)", ""));
        return brief;
    }

    private void change(Database database, int device) {
        switch (random.nextInt(14)) {
            case 0, 1 -> {
                Ref<Note> note = database.put(note());
                notes.add(note);
                all.add(note.id());
            }
            case 2 -> {
                ObjectId chore = device == OLD
                        ? database.put(new OldChore(word(), random.nextBoolean()))
                                .id()
                        : database.put(new NewChore(word(), random.nextInt(100)))
                                .id();
                chores.add(chore);
                all.add(chore);
            }
            case 3, 4 -> editChore(database, device);
            case 5 -> {
                if (notes.size() > 1) {
                    Ref<Note> from = any(notes);
                    Ref<Note> to = any(notes);
                    if (database.find(from).isPresent() && database.find(to).isPresent()) {
                        all.add(database.relate(new Link(from, to, random.nextInt(9)))
                                .id());
                    }
                }
            }
            case 6, 7 -> move(database);
            case 8 -> whenKnown(database, database::delete);
            case 9 -> whenKnown(database, database::restore);
            case 10 -> {
                if (random.nextInt(6) == 0) {
                    whenKnown(database, database::purge);
                }
            }
            default -> {
                if (!notes.isEmpty()) {
                    edit(database, any(notes));
                }
            }
        }
    }

    private void whenKnown(Database database, Consumer<ObjectId> work) {
        ObjectId object = all.isEmpty() ? NOBODY : any(List.copyOf(all));
        if (database.object(object).isPresent()) {
            work.accept(object);
        }
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void edit(Database database, Ref<Note> ref) {
        if (database.find(ref).isEmpty()) {
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> database.text(ref, Note::body).insert(0, word());
            case 1 -> {
                TextField body = database.text(ref, Note::body);
                String now = body.value();
                if (!now.isEmpty()) {
                    int at = now.offsetByCodePoints(0, random.nextInt(now.codePointCount(0, now.length())));
                    body.delete(at, Character.charCount(now.codePointAt(at)));
                }
            }
            case 2 -> database.object(ref.id()).orElseThrow().list("lines").add(word());
            case 3 -> {
                ListField lines = database.object(ref.id()).orElseThrow().list("lines");
                int size = lines.values().size();
                if (size > 1) {
                    lines.move(random.nextInt(size), random.nextInt(size));
                }
            }
            default -> database.update(ref, this::changed);
        }
    }

    private Note changed(Note old) {
        Note drawn = note();
        return switch (random.nextInt(4)) {
            case 0 -> new Note(drawn.title, old.rank, old.body, old.likes.plus(1), old.tags, old.lines, drawn.marks);
            case 1 -> new Note(old.title, drawn.rank, old.body, old.likes, drawn.tags, old.lines, old.marks);
            case 2 -> new Note(old.title, old.rank, drawn.body, old.likes, old.tags, drawn.lines, old.marks);
            default -> new Note(drawn.title, drawn.rank, old.body, drawn.likes, old.tags, old.lines, old.marks);
        };
    }

    private Note note() {
        Set<String> tags = new LinkedHashSet<>();
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            tags.add("t" + random.nextInt(4));
            lines.add(word());
        }
        Map<String, Long> marks = random.nextBoolean() ? Map.of() : Map.of(word(), (long) random.nextInt(9));
        return new Note(
                word(), random.nextInt(6) - 1, Text.of(word()), Counter.of(random.nextInt(4)), tags, lines, marks);
    }

    private String word() {
        return List.of("", "a", "bee", "sea", "deed", "é", "😀").get(random.nextInt(7)) + random.nextInt(3);
    }

    private void editChore(Database database, int device) {
        if (chores.isEmpty()) {
            return;
        }
        ObjectId chore = any(chores);
        if (device == OLD) {
            Ref<OldChore> ref = database.ref(OldChore.class, chore);
            if (database.find(ref).isPresent()) {
                database.update(ref, old -> new OldChore(random.nextBoolean() ? word() : old.title, !old.done));
            }
        } else {
            Ref<NewChore> ref = database.ref(NewChore.class, chore);
            if (database.find(ref).isPresent()) {
                database.update(ref, old -> new NewChore(word(), random.nextBoolean() ? old.finished : 7));
            }
        }
    }

    private void move(Database database) {
        if (notes.isEmpty()) {
            return;
        }
        Hierarchy tree = database.hierarchy();
        ObjectId object = any(notes).id();
        ObjectId parent = any(notes).id();
        if (database.object(object).isEmpty()) {
            return;
        }
        if (random.nextInt(3) == 0) {
            tree.placeAtTop(object, place(tree.top(), object));
        } else if (database.object(parent).isPresent()) {
            tree.place(object, parent, place(tree.children(parent), object));
        }
    }

    private int place(List<ObjectId> siblings, ObjectId object) {
        return random.nextInt(siblings.size() + (siblings.contains(object) ? 0 : 1));
    }

    private void compare(String where) {
        EchoDatabase first = peers.database(0);
        Map<ObjectId, String> expected = snapshot(first);
        for (int device = 0; device < DEVICES; device++) {
            EchoDatabase database = peers.database(device);
            assertThat(database.status().waiting()).as(where).isEmpty();
            assertThat(database.status().quarantined()).as(where).isEmpty();
            assertThat(database.version()).as(where).isEqualTo(first.version());
            assertThat(snapshot(database)).as("%s, device %d", where, device).isEqualTo(expected);
            assertThat(tree(database)).as("%s, device %d", where, device).isEqualTo(tree(first));
            checkQueries(database, "%s, device %d".formatted(where, device));
            for (Follower<Note> follower : followers.get(device)) {
                assertThat(follower.rows())
                        .as("%s, device %d: %s", where, device, follower)
                        .isEqualTo(follower.anew());
            }
        }
    }

    /** Every object as its fields stand, with what was written concurrently. */
    private Map<ObjectId, String> snapshot(EchoDatabase database) {
        return snapshot(database, SpaceScenarioTest::shown);
    }

    private Map<ObjectId, String> snapshot(EchoDatabase database, BiFunction<DynamicObject, String, String> shown) {
        Map<ObjectId, String> objects = new TreeMap<>();
        for (ObjectId id : all) {
            database.object(id).ifPresent(object -> {
                StringBuilder text = new StringBuilder(object.type()).append(object.deleted() ? " deleted" : "");
                for (String field : new java.util.TreeSet<>(object.fields())) {
                    text.append(' ').append(field).append('=').append(shown.apply(object, field));
                }
                objects.put(id, text.toString());
            });
        }
        return objects;
    }

    private static String shown(DynamicObject object, String field) {
        List<Object> conflicts = object.conflicts(field);
        return conflicts.size() > 1 ? conflicts.toString() : first(object, field);
    }

    private static String first(DynamicObject object, String field) {
        return object.get(field)
                .map(value -> value instanceof Map<?, ?> map ? new TreeMap<>(map).toString() : value.toString())
                .orElse("");
    }

    private static String tree(EchoDatabase database) {
        StringBuilder text = new StringBuilder();
        database.hierarchy().top().forEach(id -> tree(database, id, 0, text));
        return text.toString();
    }

    private static void tree(EchoDatabase database, ObjectId id, int depth, StringBuilder text) {
        text.append(" ".repeat(depth)).append(id).append('\n');
        database.hierarchy().children(id).forEach(child -> tree(database, child, depth + 1, text));
    }

    private void checkQueries(EchoDatabase database, String where) {
        List<Result<Note>> shown = new ArrayList<>();
        notes.forEach(ref -> database.find(ref).ifPresent(note -> shown.add(new Result<>(ref, note))));
        shown.sort(Comparator.comparing((Result<Note> row) -> row.value().title)
                .thenComparing(row -> row.ref().id()));
        int rank = random.nextInt(6) - 1;
        assertThat(database.query(Note.class)
                        .where(Filter.equal(Note::rank, rank))
                        .orderBy(Note::title)
                        .list())
                .as(where)
                .isEqualTo(
                        shown.stream().filter(row -> row.value().rank == rank).toList());
        assertThat(database.query(Note.class).orderBy(Note::title).list())
                .as(where)
                .isEqualTo(shown);
        Set<Ref<Note>> there = new LinkedHashSet<>();
        shown.forEach(row -> there.add(row.ref()));
        for (Result<Link> link : database.relations(Link.class).all().list()) {
            assertThat(there)
                    .as(where)
                    .contains(link.value().source(), link.value().target());
        }
        List<Optional<String>> titles = new ArrayList<>();
        for (ObjectId chore : chores) {
            database.find(database.ref(NewChore.class, chore)).ifPresent(each -> titles.add(Optional.of(each.title)));
        }
        assertThat(database.query(NewChore.class).list().stream().map(row -> Optional.of(row.value().title)))
                .as(where)
                .containsExactlyInAnyOrderElementsOf(titles);
    }
}
