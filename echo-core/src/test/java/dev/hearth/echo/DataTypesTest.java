package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Counters, sets, moves, marks, cursors and models through the API, on two peers that edit at once. */
final class DataTypesTest {
    private final TestPeers peers = new TestPeers(40, 2);

    record Post(String title, Text body, Counter likes, Set<String> tags) {}

    private EchoDatabase one() {
        return peers.database(0);
    }

    private EchoDatabase two() {
        return peers.database(1);
    }

    private void meet() {
        peers.link(0, 1);
        peers.settle();
    }

    @Test
    void countersAndSetsInRecordsMerge() {
        Ref<Post> ref = one().put(new Post("t", Text.of("body"), Counter.of(5), Set.of("a", "b")));
        meet();
        assertThat(two().get(ref)).isEqualTo(new Post("t", Text.of("body"), Counter.of(5), Set.of("a", "b")));
        peers.cutAll();
        one().update(
                        ref,
                        post -> new Post(post.title(), post.body(), post.likes().plus(2), Set.of("a", "c")));
        two().update(
                        ref,
                        post -> new Post(post.title(), post.body(), post.likes().plus(-1), Set.of("a", "b", "d")));
        DynamicObject object = two().object(ref.id()).orElseThrow();
        object.counter("likes").add(10);
        object.set("tags").remove("d");
        object.set("tags").add("e");
        meet();
        assertThat(one().get(ref).likes()).isEqualTo(Counter.of(16));
        assertThat(one().get(ref).tags()).containsExactlyInAnyOrder("a", "c", "e");
        assertThat(one().get(ref)).isEqualTo(two().get(ref));
        assertThat(object.get("likes")).contains(Counter.of(16));
        assertThat(object.get("tags")).contains(Set.of("a", "c", "e"));
    }

    /** A template that both open, apart from each other, is there once. */
    @Test
    void whatATextBeginsWithDoesNotDouble() {
        ObjectId object = one().create("Letter").id();
        peers.link(0, 1);
        peers.settle();
        peers.cutAll();
        one().text(object, "body").begin("Dear ,");
        two().text(object, "body").begin("Dear ,");
        one().text(object, "body").insert(5, "Ann");
        two().text(object, "body").begin("Dear ,");
        peers.linkAll();
        peers.settle();
        assertThat(one().text(object, "body").value()).isEqualTo("Dear Ann,");
        assertThat(two().text(object, "body").value()).isEqualTo("Dear Ann,");
        assertThatThrownBy(() -> one().transact(() -> {
                    one().text(object, "other").begin("x");
                    one().text(object, "other").insert(0, "y");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(one().text(object, "other").value()).isEmpty();
    }

    @Test
    void anItemThatBothMoveStandsOnceAndKeepsItsEdits() {
        DynamicObject list = one().create("List");
        list.list("items").insert(0, 1L, 2L, 3L, 4L);
        meet();
        ListField there = two().object(list.id()).orElseThrow().list("items");
        peers.cutAll();
        list.list("items").move(0, 3);
        there.move(0, 2);
        there.set(2, 10L);
        meet();
        assertThat(list.list("items").values())
                .isEqualTo(there.values())
                .hasSize(4)
                .containsOnlyOnce(10L);
        peers.cutAll();
        list.list("items").move(1, 0);
        int at = there.values().indexOf(list.list("items").values().get(0));
        there.remove(at, 1);
        meet();
        assertThat(list.list("items").values())
                .as("a move wins over a removal")
                .hasSize(4)
                .isEqualTo(there.values());
        peers.peer(0).restart();
        assertThat(one().object(list.id()).orElseThrow().list("items").values()).isEqualTo(there.values());
    }

    @Test
    void marksGrowAsTheirKindSaysAndCursorsStay() {
        Ref<Post> ref = one().put(new Post("t", Text.of("the quick fox"), Counter.of(0), Set.of()));
        meet();
        TextField here = one().text(ref, Post::body);
        TextField there = two().text(ref, Post::body);
        Cursor cursor = here.cursor(10);
        here.mark(4, 9, "bold", true, Expansion.AFTER);
        here.mark(4, 9, "link", "https://example.org", Expansion.NONE);
        there.insert(0, ">> ");
        peers.settle();
        there.insert(12, "er");
        peers.settle();
        assertThat(here.value()).isEqualTo(">> the quicker fox");
        assertThat(here.marks())
                .isEqualTo(there.marks())
                .containsExactly(new TextMark(7, 14, "bold", true), new TextMark(7, 12, "link", "https://example.org"));
        assertThat(here.position(cursor)).hasValue(15);
        assertThat(there.position(cursor)).hasValue(15);
        assertThat(there.position(new Cursor(Bytes.fromHex("07")))).isEmpty();
        there.unmark(7, 10, "bold");
        there.delete(0, 7);
        peers.settle();
        assertThat(here.marks()).contains(new TextMark(3, 7, "bold", true));
        peers.peer(1).restart();
        assertThat(two().text(ref, Post::body).marks()).isEqualTo(here.marks());
        assertThatThrownBy(() -> here.mark(3, 3, "bold", true, Expansion.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Keeps the words in their order, each once. */
    private static final class Words implements Model<List<String>, String> {
        @Override
        public List<String> initial() {
            return List.of();
        }

        @Override
        public List<String> apply(List<String> state, String operation, Origin origin) {
            if (state.contains(operation)) {
                return state;
            }
            List<String> next = new ArrayList<>(state);
            next.add(operation);
            return List.copyOf(next);
        }

        @Override
        public byte[] encode(String operation) {
            return operation.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] operation) throws MalformedException {
            if (operation.length == 0) {
                throw new MalformedException("No word");
            }
            return new String(operation, StandardCharsets.UTF_8);
        }

        @Override
        public byte[] snapshot(List<String> state) {
            return String.join("\n", state).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public List<String> restore(byte[] snapshot) {
            return List.of(new String(snapshot, StandardCharsets.UTF_8).split("\n"));
        }
    }

    @Test
    void aModelSeesAllOperationsInOneOrderWhereverTheyCameFrom() {
        ObjectId object = one().create("Words").id();
        meet();
        ModelField<List<String>, String> here = one().model(object, "words", new Words());
        ModelField<List<String>, String> there = two().model(object, "words", new Words());
        List<List<String>> seen = new ArrayList<>();
        here.onChange(Runnable::run, seen::add);
        one().object(object).orElseThrow().set("another", "field");
        one().create("Words");
        assertThat(seen).isEmpty();
        peers.cutAll();
        for (int i = 0; i < 600; i++) {
            here.submit("one" + i);
            there.submit("two" + i);
            there.submit("both" + i);
            if (i % 100 == 0) {
                assertThat(there.state()).hasSize(2 * i + 2);
            }
        }
        here.submit("");
        here.submit("both3");
        assertThat(here.state()).hasSize(601);
        meet();
        assertThat(here.state()).isEqualTo(there.state()).hasSize(1800);
        assertThat(seen.get(seen.size() - 1)).isEqualTo(here.state());
        peers.peer(0).restart();
        assertThat(one().model(object, "words", new Words()).state()).isEqualTo(there.state());
    }
}
