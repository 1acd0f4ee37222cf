package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Aggregates and words at the edge: of a part of the results, of what is not there, of characters beyond the plane. */
final class QueryEdgesTest {
    private final EchoDatabase database = new TestPeers(161, 1).database(0);

    record Item(
            String name, Optional<Double> weight, @FullText String about) {}

    @BeforeEach
    void fill() {
        database.put(new Item("a", Optional.of(1.5), "e\u0301tude"));
        database.put(new Item("b", Optional.empty(), "a" + "\uD835\uDC9C".repeat(60)));
        database.put(new Item("c", Optional.of(2.25), "plain"));
    }

    @Test
    void anAggregateTakesInFractionsAndLeavesOutWhatIsAbsent() {
        Aggregate<Optional<Double>> weight = database.query(Item.class).aggregate(Item::weight);
        assertThat(weight.count()).isEqualTo(2);
        assertThat(weight.sum()).isEqualTo(3.75);
        Aggregate<String> name = database.query(Item.class).aggregate(Item::name);
        assertThat(name.least()).contains("a");
        assertThat(name.greatest()).contains("c");
        assertThat(name.sum()).isZero();
    }

    @Test
    void theExtremesOfAPartAreThoseOfItsResults() {
        Query<Item> byName = database.query(Item.class).orderBy(Item::name);
        assertThat(byName.limit(2).max(Item::name)).contains("b");
        assertThat(byName.limit(2).min(Item::name)).contains("a");
        Page<Item> first = byName.page(1);
        Query<Item> rest = byName.after(first.next().orElseThrow());
        assertThat(rest.min(Item::name)).contains("b");
        assertThat(rest.max(Item::name)).contains("c");
        assertThat(byName.limit(0).count()).isZero();
    }

    @Test
    void wordsHaveMarksAndAreCutBetweenCharacters() {
        assertThat(named("e\u0301tude")).containsExactly("a");
        assertThat(named("etude")).isEmpty();
        assertThat(named("a" + "\uD835\uDC9C".repeat(60))).containsExactly("b");
    }

    private List<String> named(String words) {
        return database.query(Item.class).where(Filter.words(Item::about, words)).list().stream()
                .map(row -> row.value().name())
                .toList();
    }
}
