package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A space as it was, and how it differs from itself, held against what was noted at the time. */
final class SpaceViewTest {
    record Note(String title, int stars, Text body) {}

    record Likes(Ref<Note> source, Ref<Note> target) implements Relation<Note, Note> {}

    /** What a space showed at a version. */
    private record Seen(Version version, Map<ObjectId, Note> notes, Map<ObjectId, Optional<Object>> deleted) {}

    private final TestPeers peers = new TestPeers(62, 2);

    private EchoDatabase one() {
        return peers.database(0);
    }

    private static Ref<Note> put(Database database, String title, int stars) {
        return database.put(new Note(title, stars, Text.of(title)));
    }

    @Test
    void whatCameLaterIsNotThereAndWhatIsGoneIs() {
        Ref<Note> kept = put(one(), "kept", 1);
        Ref<Note> gone = put(one(), "gone", 2);
        Ref<Note> dead = put(one(), "dead", 3);
        one().delete(dead);
        Ref<Likes> edge = one().relate(new Likes(kept, gone));
        one().hierarchy().placeAtTop(kept.id(), 0);
        one().hierarchy().placeAtTop(gone.id(), 1);
        one().hierarchy().place(gone.id(), kept.id(), 0);
        SpaceView then = one().at(one().version());
        one().hierarchy().placeAtTop(gone.id(), 0);
        one().update(kept, note -> new Note("changed", 9, note.body()));
        one().text(kept, Note::body).insert(0, "un");
        one().delete(gone);
        one().restore(dead.id());
        Ref<Note> late = put(one(), "late", 4);
        assertThat(then.get(kept)).isEqualTo(new Note("kept", 1, Text.of("kept")));
        assertThat(then.get(gone).title()).isEqualTo("gone");
        assertThat(then.find(dead)).isEmpty();
        assertThat(then.object(dead.id()).orElseThrow().deleted()).isTrue();
        assertThat(then.find(late)).isEmpty();
        assertThat(then.object(late.id())).isEmpty();
        assertThatThrownBy(() -> then.get(late)).isInstanceOf(HearthException.class);
        assertThat(then.query(Note.class).orderByDescending(Note::stars).list().stream()
                        .map(found -> found.value().title()))
                .containsExactly("gone", "kept");
        assertThat(then.query(Note.class).where(Note::stars, Comparison.LESS, 2).count())
                .isEqualTo(1);
        assertThat(then.query(Note.class)
                        .where(Note::title, "gone")
                        .first()
                        .orElseThrow()
                        .ref())
                .isEqualTo(gone);
        assertThat(then.query(Note.class).limit(1).count()).isEqualTo(1);
        assertThat(then.query(Note.class).limit(0).list()).isEmpty();
        assertThat(then.query("Note")
                        .where(Filter.equal(Property.named("stars"), 2))
                        .list())
                .singleElement()
                .satisfies(found -> assertThat(found.value().get("title")).contains("gone"));
        assertThat(then.query(Likes.class).list())
                .singleElement()
                .satisfies(found -> assertThat(found.ref()).isEqualTo(edge));
        assertThat(one().at(one().version()).query(Likes.class).list()).isEmpty();
        assertThat(then.top()).containsExactly(kept.id());
        assertThat(then.children(kept.id())).containsExactly(gone.id());
        assertThat(then.parent(gone.id())).contains(kept.id());
        assertThat(then.parent(kept.id())).isEmpty();
        assertThat(then.object(kept.id()).orElseThrow().get("body")).contains(Text.of("kept"));
    }

    @Test
    void aViewOfNowStaysAsItIs() {
        Ref<Note> ref = put(one(), "a", 1);
        SpaceView then = one().at(one().version());
        ObjectView object = then.object(ref.id()).orElseThrow();
        one().update(ref, note -> new Note("b", 2, note.body()));
        assertThat(object.get("title")).contains("a");
        assertThat(then.get(ref).title()).isEqualTo("a");
        one().transact(() -> assertThatThrownBy(() -> then.get(ref)).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void aVersionThatNeverWasIsRefused() {
        Ref<Note> ref = put(one(), "a", 1);
        peers.link(0, 1);
        peers.settle();
        peers.database(1).update(ref, note -> new Note("b", 2, note.body()));
        peers.settle();
        Version open = new Version(new TreeMap<>(Map.of(peers.peer(1).device, 1L)));
        Version unknown = new Version(new TreeMap<>(Map.of(peers.peer(0).device, 5L)));
        for (Version version : List.of(open, unknown)) {
            assertThatThrownBy(() -> one().at(version)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> one().diff(version, one().version())).isInstanceOf(IllegalArgumentException.class);
        }
        SpaceView nothing = one().at(new Version(new TreeMap<>()));
        assertThat(nothing.find(ref)).isEmpty();
        assertThat(nothing.query(Note.class).count()).isZero();
    }

    @Test
    void aDiffTellsWhatBecameOfEachObject() {
        Ref<Note> changed = put(one(), "changed", 1);
        Ref<Note> deleted = put(one(), "deleted", 1);
        Ref<Note> restored = put(one(), "restored", 1);
        Ref<Note> back = put(one(), "back", 1);
        put(one(), "untouched", 1);
        one().delete(restored);
        Version before = one().version();
        one().text(changed, Note::body).insert(0, "un");
        one().update(back, note -> new Note("forth", 1, note.body()));
        one().update(back, note -> new Note("back", 1, note.body()));
        one().delete(deleted);
        one().restore(restored.id());
        Ref<Note> created = put(one(), "created", 1);
        Ref<Note> fleeting = put(one(), "fleeting", 1);
        one().delete(fleeting);
        SpaceDiff diff = one().diff(before, one().version());
        assertThat(diff.touched())
                .containsExactlyInAnyOrder(
                        changed.id(), deleted.id(), restored.id(), back.id(), created.id(), fleeting.id());
        Map<ObjectId, SpaceDiff.Kind> kinds = new HashMap<>();
        diff.entries().forEach(entry -> kinds.put(entry.id(), entry.kind()));
        assertThat(kinds)
                .isEqualTo(Map.of(
                        changed.id(), SpaceDiff.Kind.CHANGED,
                        deleted.id(), SpaceDiff.Kind.DELETED,
                        restored.id(), SpaceDiff.Kind.RESTORED,
                        created.id(), SpaceDiff.Kind.CREATED));
        SpaceDiff.Entry entry = diff.of(changed.id()).orElseThrow();
        assertThat(entry.type()).isEqualTo("Note");
        assertThat(entry.fields().field("body").orElseThrow().splices())
                .containsExactly(new TextChange.Splice(0, 0, "un"));
        SpaceDiff reverse = one().diff(one().version(), before);
        assertThat(reverse.of(created.id()).orElseThrow().kind()).isEqualTo(SpaceDiff.Kind.DELETED);
        assertThat(reverse.of(deleted.id()).orElseThrow().kind()).isEqualTo(SpaceDiff.Kind.RESTORED);
        assertThat(one().diff(before, before).touched()).isEmpty();
    }

    /** Long runs of blocks that go on with one object say nowhere nearby which one it is. */
    @Test
    void aDiffBeginsInTheMiddleOfALongRunOfEditsOfOneText() {
        Ref<Note> other = put(one(), "other", 1);
        Ref<Note> ref = put(one(), "a", 1);
        for (int i = 0; i < 300; i++) {
            one().text(ref, Note::body).insert(0, "x");
        }
        Version before = one().version();
        one().text(ref, Note::body).insert(0, "y");
        assertThat(one().diff(before, one().version()).touched()).containsExactly(ref.id());
        one().text(other, Note::body).insert(0, "y");
        assertThat(one().diff(before, one().version()).touched()).containsExactlyInAnyOrder(ref.id(), other.id());
    }

    /** Two peers edit, merge and restart; both see every version as it was, and each diff as the naive one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyVersionIsSeenAsItWasByBoth(long seed) {
        TestPeers two = new TestPeers(seed, 2);
        Random random = new Random(seed);
        List<ObjectId> ids = new ArrayList<>();
        List<Seen> seen = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 30; i++) {
                edit(two.database(random.nextInt(2)), random, ids);
            }
            seen.add(seen(two.database(0), ids));
            seen.add(seen(two.database(1), ids));
            if (round % 2 == 1) {
                two.peer(random.nextInt(2)).restart();
                two.linkAll();
                two.settle();
                two.cutAll();
            }
        }
        two.linkAll();
        two.settle();
        for (int peer = 0; peer < 2; peer++) {
            EchoDatabase database = two.database(peer);
            for (Seen then : seen) {
                SpaceView view = database.at(then.version());
                Map<ObjectId, Note> notes = new HashMap<>();
                view.query(Note.class)
                        .list()
                        .forEach(found -> notes.put(found.ref().id(), found.value()));
                assertThat(notes).as("seed %d version %s", seed, then.version()).isEqualTo(then.notes());
                assertThat(view.query(Note.class).count())
                        .isEqualTo(then.notes().size());
            }
            for (int i = 0; i < 20; i++) {
                Seen before = seen.get(random.nextInt(seen.size()));
                Seen after = seen.get(random.nextInt(seen.size()));
                Map<ObjectId, SpaceDiff.Kind> kinds = new HashMap<>();
                database.diff(before.version(), after.version())
                        .entries()
                        .forEach(entry -> kinds.put(entry.id(), entry.kind()));
                assertThat(kinds).as("seed %d", seed).isEqualTo(naive(before, after));
            }
        }
    }

    private static void edit(EchoDatabase database, Random random, List<ObjectId> ids) {
        List<ObjectId> here =
                ids.stream().filter(id -> database.object(id).isPresent()).toList();
        if (here.isEmpty() || random.nextInt(8) == 0) {
            ids.add(put(database, "n" + ids.size(), random.nextInt(5)).id());
            return;
        }
        ObjectId id = here.get(random.nextInt(here.size()));
        Ref<Note> ref = database.ref(Note.class, id);
        if (database.find(ref).isEmpty()) {
            database.restore(id);
            return;
        }
        switch (random.nextInt(5)) {
            case 0 -> database.delete(id);
            case 1 -> database.update(ref, note -> new Note("t" + random.nextInt(9), note.stars(), note.body()));
            case 2 -> database.update(ref, note -> new Note(note.title(), random.nextInt(9), note.body()));
            default -> {
                TextField body = database.text(ref, Note::body);
                body.insert(random.nextInt(body.length() + 1), "ab");
            }
        }
    }

    private static Seen seen(EchoDatabase database, List<ObjectId> ids) {
        Map<ObjectId, Note> notes = new HashMap<>();
        Map<ObjectId, Optional<Object>> deleted = new HashMap<>();
        for (ObjectId id : ids) {
            database.find(database.ref(Note.class, id)).ifPresent(note -> notes.put(id, note));
            database.object(id).filter(DynamicObject::deleted).ifPresent(object -> deleted.put(id, Optional.empty()));
        }
        return new Seen(database.version(), notes, deleted);
    }

    private static Map<ObjectId, SpaceDiff.Kind> naive(Seen before, Seen after) {
        Map<ObjectId, SpaceDiff.Kind> kinds = new HashMap<>();
        TreeSet<ObjectId> all = new TreeSet<>(before.notes().keySet());
        all.addAll(after.notes().keySet());
        for (ObjectId id : all) {
            Note was = before.notes().get(id);
            Note is = after.notes().get(id);
            if (is == null) {
                kinds.put(id, SpaceDiff.Kind.DELETED);
            } else if (was == null) {
                kinds.put(id, before.deleted().containsKey(id) ? SpaceDiff.Kind.RESTORED : SpaceDiff.Kind.CREATED);
            } else if (!was.equals(is)) {
                kinds.put(id, SpaceDiff.Kind.CHANGED);
            }
        }
        return kinds;
    }

    /** More objects than are read at once, of which some show no more, some fit no more, and some are limited away. */
    @Test
    void aPastQueryReadsAllThatFitAndRefusesALimitBelowNothing() {
        for (int i = 0; i < 600; i++) {
            put(one(), "n" + i, i);
        }
        DynamicObject unfit = one().create("Note").set("title", 5);
        SpaceView then = one().at(one().version());
        unfit.set("title", "too late");
        assertThat(then.query(Note.class).count()).isEqualTo(600);
        assertThat(then.query(Note.class)
                        .where(Note::stars, Comparison.AT_LEAST, 590)
                        .list())
                .hasSize(10);
        assertThat(then.query("Note").count()).isEqualTo(601);
        assertThat(then.query(Note.class).limit(7).limit(9).count()).isEqualTo(7);
        assertThatThrownBy(() -> then.query(Note.class).limit(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count is -1");
        assertThatThrownBy(() -> one().query(Note.class).limit(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count is -1");
    }
}
