package dev.hearth.echo.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Counter;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.query.ValueOrder;
import dev.hearth.echo.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a field contributes to an index, whatever it was written as, and what an index holds of its objects. */
class ColumnTest {
    private static final SpaceId SPACE = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
    private static final Conversion ANY = Conversion.of(Conversion.Kind.ANY, false);
    private static final Conversion LONG = Conversion.of(Conversion.Kind.LONG, true);

    private final ObjectState state = state();

    private static ObjectState state() {
        Actors actors = new Actors();
        ObjectState state = new ObjectState(actors);
        Edit edit = state.edit(actors.intern(new byte[32]), 1);
        edit.set("scalar", new Scalar.Int(5));
        edit.set("wrong", new Scalar.Str("five"));
        edit.set("nothing", new Scalar.Null());
        edit.increment("counter", 7);
        edit.insertText("text", 0, "some words");
        edit.insert("list", 0, List.of(new Scalar.Int(1), new Scalar.Str("one")));
        edit.put("map", "key", new Scalar.Int(1));
        edit.add("set", new Scalar.Int(2));
        edit.add("set", new Scalar.Str("two"));
        edit.submit("model", new byte[] {1});
        edit.finish();
        return state;
    }

    private static Column column(String field, Column.Source source, Conversion conversion) {
        return new Column(field, source, conversion, false);
    }

    private Set<Object> values(String field, Conversion conversion) {
        return column(field, Column.Source.VALUE, conversion).values(state, SPACE);
    }

    @Test
    void aFieldWithoutATypeIsWhatItWasWrittenAs() {
        assertThat(values("scalar", ANY)).containsExactly(5L);
        assertThat(values("counter", ANY)).containsExactly(Counter.of(7));
        assertThat(values("text", ANY)).containsExactly("some words");
        assertThat(values("absent", ANY)).containsExactly(Optional.empty());
        for (String container : List.of("list", "map", "set", "model")) {
            assertThat(values(container, ANY)).as(container).containsExactly(List.of());
        }
    }

    @Test
    void aFieldOfATypeFitsOrContributesNothing() {
        assertThat(values("scalar", LONG)).containsExactly(5L);
        assertThat(values("wrong", LONG)).isEmpty();
        assertThat(values("nothing", LONG)).containsExactly(Optional.empty());
        assertThat(values("absent", LONG)).containsExactly(Optional.empty());
        assertThat(values("absent", Conversion.of(Conversion.Kind.LONG, false))).containsExactly(0L);
        assertThat(values("absent", Conversion.of(Conversion.Kind.REF, false))).isEmpty();
    }

    @Test
    void aUniqueValueIsOneThatIsThereAndIsPlain() {
        assertThat(column("scalar", Column.Source.VALUE, LONG).plain(state, SPACE))
                .contains(5L);
        for (String field : List.of("wrong", "nothing", "absent", "counter", "list")) {
            assertThat(column(field, Column.Source.VALUE, LONG).plain(state, SPACE))
                    .as(field)
                    .isEmpty();
        }
    }

    @Test
    void membersThatDoNotFitStandInNoIndex() {
        assertThat(column("list", Column.Source.MEMBERS, LONG).values(state, SPACE))
                .containsExactly(1L);
        assertThat(column("set", Column.Source.MEMBERS, LONG).values(state, SPACE))
                .containsExactly(2L);
        assertThat(column("set", Column.Source.MEMBERS, ANY).values(state, SPACE))
                .containsExactlyInAnyOrder(2L, "two");
        assertThat(column("map", Column.Source.KEYS, ANY).values(state, SPACE)).containsExactly("key");
        assertThat(column("text", Column.Source.WORDS, ANY).values(state, SPACE))
                .containsExactly("some", "words");
        assertThat(column("wrong", Column.Source.WORDS, ANY).values(state, SPACE))
                .containsExactly("five");
        assertThat(column("scalar", Column.Source.WORDS, ANY).values(state, SPACE))
                .isEmpty();
    }

    @Test
    void aValueInDescendingOrderIsItsInverse() {
        Column descending = new Column("scalar", Column.Source.VALUE, LONG, true);
        assertThat(descending.encode(5L))
                .isEqualTo(ValueOrder.inverted(descending.ascending().encode(5L)));
    }

    @Test
    void anIndexHasFromOneToEightColumns() {
        Column column = column("a", Column.Source.VALUE, ANY);
        for (List<Column> wrong : List.of(List.<Column>of(), Collections.nCopies(9, column))) {
            assertThatThrownBy(() -> new IndexShape("Type", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 8");
        }
        assertThat(new IndexShape("Type", Collections.nCopies(8, column)).columns())
                .hasSize(8);
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void anIndexThatIsBeingBuiltCoversTheObjectsUpToTheLastOneTakenIn() {
        MemoryStore store = new MemoryStore();
        Keyspace keys = new Keyspace(SPACE);
        IndexTree tree = new IndexTree(store, new IndexPages(store, keys, 1), keys, 1);
        StoredIndex index =
                new StoredIndex(1, new IndexShape("Type", List.of(column("a", Column.Source.VALUE, ANY))), tree);
        ObjectId low = ObjectId.fromHex("10".repeat(16));
        ObjectId middle = ObjectId.fromHex("20".repeat(16));
        ObjectId high = ObjectId.fromHex("30".repeat(16));
        assertThat(index.covers(low)).isFalse();
        index.reached(Optional.of(middle), false);
        assertThat(index.covers(low)).isTrue();
        assertThat(index.covers(middle)).isTrue();
        assertThat(index.covers(high)).isFalse();
        index.reached(Optional.empty(), true);
        assertThat(index.covers(high)).isTrue();
        index.restart();
        assertThat(index.covers(low)).isFalse();
        for (String key : List.of("a", "b", "c")) {
            tree.insert(key(key));
        }
        assertThat(index.count(key("a"), null)).isEqualTo(3);
        assertThat(index.count(key("a"), key("c"))).isEqualTo(2);
        assertThat(index.count(key("c"), key("a"))).isZero();
        assertThat(index.estimate(key("c"), key("c"))).isZero();
        assertThat(index.estimate(key("b"), null)).isEqualTo(2);
        assertThat(index.estimate(key("b"), key("c"))).isEqualTo(1);
    }
}
