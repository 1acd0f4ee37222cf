package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What objects were, and how they differ from it, on peers that merge, restart and seal strata. */
final class ObjectHistoryTest {
    private final TestPeers peers = new TestPeers(61, 2);

    record Note(String title, Text body) {}

    private EchoDatabase one() {
        return peers.database(0);
    }

    private EchoDatabase two() {
        return peers.database(1);
    }

    @Test
    void everyEditionCanBeSeenAgain() {
        Ref<Note> ref = one().put(new Note("first", Text.of("hello")));
        Version before = one().version();
        one().text(ref, Note::body).insert(5, " world");
        one().update(ref, note -> new Note("second", note.body()));
        one().delete(ref);
        ObjectHistory history = one().history(ref);
        assertThat(history.editions()).extracting(ObjectHistory.Edition::seq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(history.editions()).extracting(ObjectHistory.Edition::author).containsOnly(peers.peer(0).device);
        assertThat(history.after(0).type()).isEmpty();
        assertThat(history.after(1).as(Note.class)).isEqualTo(new Note("first", Text.of("hello")));
        assertThat(history.at(before).as(Note.class)).isEqualTo(new Note("first", Text.of("hello")));
        assertThat(history.after(2).as(Note.class)).isEqualTo(new Note("first", Text.of("hello world")));
        assertThat(history.after(4).deleted()).isTrue();
        assertThat(history.at(new Version(new TreeMap<>())).fields()).isEmpty();
        ObjectDiff diff = history.diff(1, 4);
        assertThat(diff.deleted()).contains(true);
        assertThat(diff.fields().keySet()).isEqualTo(Set.of("title", "body"));
        assertThat(diff.field("title").orElseThrow().before()).contains("first");
        assertThat(diff.field("title").orElseThrow().after()).contains("second");
        assertThat(diff.field("body").orElseThrow().splices()).containsExactly(new TextChange.Splice(5, 0, " world"));
        assertThat(history.diff(4, 1).deleted()).contains(false);
        assertThat(history.diff(2, 2).isEmpty()).isTrue();
        assertThatThrownBy(() -> history.after(5)).isInstanceOf(IllegalArgumentException.class);
        one().restore(ref.id());
        assertThat(history.editions()).hasSize(4);
        assertThat(one().history(ref).editions()).hasSize(5);
        assertThat(one().history(new ObjectId(dev.hearth.base.Bytes.of(new byte[16])))
                        .editions())
                .isEmpty();
        one().transact(() -> assertThatThrownBy(() -> one().history(ref)).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void aPurgedObjectIsGoneForGoodButForItsHistory() {
        Ref<Note> ref = one().put(new Note("secret", Text.of("hello")));
        peers.link(0, 1);
        peers.settle();
        List<Diff<Note>> diffs = new ArrayList<>();
        two().query(Note.class).live(Runnable::run, diffs::add);
        peers.settle();
        peers.cutAll();
        two().text(ref, Note::body).insert(5, " world");
        one().purge(ref);
        peers.linkAll();
        peers.settle();
        for (EchoDatabase each : List.of(one(), two())) {
            assertThat(each.find(ref)).isEmpty();
            assertThat(each.object(ref.id())).isEmpty();
            assertThat(each.query(Note.class).list()).isEmpty();
            assertThatThrownBy(() -> each.restore(ref.id())).isInstanceOf(HearthException.class);
            assertThat(each.history(ref).after(1).as(Note.class).title()).isEqualTo("secret");
        }
        assertThat(diffs.get(diffs.size() - 1).removed()).hasSize(1);
    }

    @Test
    void whoWroteWhatShowsIsKnown() {
        Ref<Note> ref = one().put(new Note("first", Text.of("hello")));
        peers.link(0, 1);
        peers.settle();
        two().text(ref, Note::body).insert(5, " world");
        two().object(ref.id()).orElseThrow().map("marks").put("a", 1L);
        peers.settle();
        one().update(ref, note -> new Note("second", note.body()));
        peers.settle();
        Version before = one().version();
        two().text(ref, Note::body).insert(2, "--");
        peers.settle();
        ObjectHistory.Edition created = one().history(ref).editions().get(0);
        for (EchoDatabase each : List.of(one(), two())) {
            ObjectHistory history = each.history(ref);
            assertThat(history.blame("title").value().orElseThrow().edition())
                    .contains(new ObjectHistory.Edition(peers.peer(0).device, 2, Optional.empty()));
            assertThat(history.blame("marks").entries().values())
                    .singleElement()
                    .satisfies(writer -> assertThat(writer.author()).contains(peers.peer(1).device));
            assertThat(history.blame("body").spans())
                    .extracting(
                            Blame.Span::from,
                            span -> span.writer().edition().orElseThrow().seq())
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(0, created.seq()),
                            org.assertj.core.groups.Tuple.tuple(2, 3L),
                            org.assertj.core.groups.Tuple.tuple(4, created.seq()),
                            org.assertj.core.groups.Tuple.tuple(7, 1L));
            assertThat(history.blame("body", before).spans()).hasSize(2);
            assertThat(history.blame("nothing").spans()).isEmpty();
        }
    }

    @Test
    void movedItemsAreNotRemovedAndAdded() {
        DynamicObject list = one().create("List");
        list.list("items").insert(0, "a", "b", "c");
        list.list("items").move(0, 2);
        ObjectHistory history = one().history(list.id());
        assertThat(history.diff(2, 3).field("items").orElseThrow().moved()).containsExactly(java.util.Map.entry(0, 2));
        assertThat(history.diff(2, 3).field("items").orElseThrow().after()).contains(List.of("b", "c", "a"));
    }

    /** Both agree on the editions and on every state there was, through strata, restarts and late arrivals. */
    @Test
    void peersAgreeOnTheWholeHistory() {
        DynamicObject object = one().create("Thing");
        ObjectId id = object.id();
        Random random = new Random(5);
        List<Version> versions = new ArrayList<>();
        List<Optional<Object>> bodies = new ArrayList<>();
        peers.link(0, 1);
        peers.settle();
        for (int round = 0; round < 8; round++) {
            peers.cutAll();
            for (int i = 0; i < 60; i++) {
                for (EchoDatabase each : List.of(one(), two())) {
                    TextField body = each.text(id, "body");
                    body.insert(random.nextInt(body.length() + 1), "x" + i);
                    each.object(id).orElseThrow().set("n", (long) i);
                }
                if (i % 20 == 0) {
                    versions.add(one().version());
                    bodies.add(one().object(id).orElseThrow().get("body"));
                }
            }
            peers.peer(round % 2).restart();
            peers.link(0, 1);
            peers.settle();
        }
        ObjectHistory first = one().history(id);
        ObjectHistory second = two().history(id);
        assertThat(first.editions()).hasSize(1 + 8 * 240).isEqualTo(second.editions());
        for (int i = 0; i < versions.size(); i++) {
            assertThat(first.at(versions.get(i)).get("body")).isEqualTo(bodies.get(i));
            assertThat(second.at(versions.get(i)).get("body")).isEqualTo(bodies.get(i));
        }
        assertThat(first.after(first.editions().size()).get("body"))
                .isEqualTo(one().object(id).orElseThrow().get("body"));
        Version half = new Version(new TreeMap<>(java.util.Map.of(peers.peer(1).device, 150L)));
        assertThatThrownBy(() -> first.at(half)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The place of the next change is known when the snapshot has everything and the tail is empty. */
    @Test
    void aChangeAfterASnapshotThatHasEverythingIsNotLost() {
        DynamicObject object = one().create("Thing");
        for (int i = 0; i < 200; i++) {
            object.set("n", (long) i);
            peers.peer(0).restart();
            assertThat(one().object(object.id()).orElseThrow().get("n")).contains((long) i);
            object = one().object(object.id()).orElseThrow();
        }
        assertThat(one().history(object.id()).editions()).hasSize(201);
    }
}
