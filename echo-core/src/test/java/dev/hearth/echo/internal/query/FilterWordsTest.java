package dev.hearth.echo.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Comparison;
import dev.hearth.echo.Filter;
import dev.hearth.echo.Property;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What filters say of themselves, which plans show, and what each takes and refuses. */
@SuppressWarnings("serial") // nobody sends these properties anywhere
class FilterWordsTest {
    record Row(Object value, Optional<String> maybe) {
        static Row of(Object value) {
            return new Row(value, Optional.empty());
        }
    }

    private static final Path VALUE = Path.of((Property<Row, Object>) Row::value);

    private static Condition<Row> compare(Comparison comparison, Object given) {
        return Condition.compare(VALUE, comparison, given);
    }

    @Test
    void aConditionSaysItsPropertyItsSignAndItsValue() {
        assertThat(compare(Comparison.EQUAL, 5)).hasToString("value = 5");
        assertThat(compare(Comparison.NOT_EQUAL, "a")).hasToString("value != \"a\"");
        assertThat(compare(Comparison.LESS, Text.of("a"))).hasToString("value < \"a\"");
        assertThat(compare(Comparison.AT_MOST, 5)).hasToString("value <= 5");
        assertThat(compare(Comparison.GREATER, 5)).hasToString("value > 5");
        assertThat(compare(Comparison.AT_LEAST, 5)).hasToString("value >= 5");
        assertThat(Condition.<Row>in(VALUE, List.of(1, "b"))).hasToString("value in [1, \"b\"]");
        assertThat(Condition.<Row>startsWith(VALUE, "ab")).hasToString("value starts with \"ab\"");
        assertThat(Condition.<Row>exists(VALUE)).hasToString("value exists");
        assertThat(Condition.<Row>contains(VALUE, 5)).hasToString("value contains 5");
        assertThat(Condition.<Row>containsKey(VALUE, "k")).hasToString("value has key \"k\"");
        assertThat(Condition.<Row>words(VALUE, "one tw*"))
                .hasToString("value has word \"one\" and value has word \"tw\"*");
    }

    @Test
    void filtersThatAreJoinedSayHow() {
        Filter<Row> one = compare(Comparison.EQUAL, 1);
        Filter<Row> two = compare(Comparison.EQUAL, 2);
        Filter<Row> function = row -> true;
        assertThat(one.and(two).and(function)).hasToString("value = 1 and value = 2 and (function)");
        assertThat(one.or(two).and(function)).hasToString("(value = 1 or value = 2) and (function)");
        assertThat(one.and(two).or(function)).hasToString("(value = 1 and value = 2) or (function)");
        assertThat(one.not().or(two)).hasToString("not (value = 1) or value = 2");
        assertThat(one.or(two).not()).hasToString("not (value = 1 or value = 2)");
        assertThat(function.not()).hasToString("not ((function))");
        assertThat(new Junction<Row>(true, List.of())).hasToString("everything");
        assertThat(new Junction<Row>(false, List.of())).hasToString("nothing");
        assertThat(new Junction<Row>(true, List.of()).test(Row.of(1))).isTrue();
        assertThat(new Junction<Row>(false, List.of()).test(Row.of(1))).isFalse();
        assertThat(Junction.conjuncts(one.and(two).and(function))).hasSize(3);
        assertThat(Junction.conjuncts(one.or(two))).hasSize(1);
        assertThat(Junction.conjuncts(new Junction<Row>(true, List.of(one.and(two), function))))
                .containsExactly(one, two, function);
    }

    @Test
    void aPropertySaysItsNameOrThatItIsAFunction() {
        Property<Row, Optional<String>> maybe = Row::maybe;
        Property<Row, Object> function = row -> row.value();
        assertThat(Path.of(new OptionalProperty<>(maybe))).hasToString("maybe");
        assertThat(Path.of(function)).hasToString("(function)");
        assertThat(Path.of(new NamedProperty<Row, Object>("other"))).hasToString("other");
        assertThat(Path.of(new OptionalProperty<>(maybe)).field(Row.class)).contains("maybe");
        assertThat(Path.of(function).field(Row.class)).isEmpty();
        assertThat(Path.of(maybe).field(String.class)).isEmpty();
        assertThat(Path.of(new OptionalProperty<>(new NamedProperty<Row, Optional<String>>("maybe")))
                        .field(Row.class))
                .contains("maybe");
        assertThat(Path.method(new OptionalProperty<>(maybe))).isEqualTo("maybe");
        assertThatThrownBy(() -> Path.method(function)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Path.method(new NamedProperty<Row, Object>("value")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("method reference");
    }

    /** A reference to a method of one certain object is no property of the row alone. */
    @Test
    void aMethodReferenceThatHoldsAnObjectNamesNoField() {
        Map<Row, Object> elsewhere = Map.of(Row.of(1), "held");
        Property<Row, Object> held = elsewhere::get;
        assertThat(Path.of(held).field(Row.class)).isEmpty();
        assertThat(Path.of(held).read(Row.of(1))).isEqualTo("held");
    }

    @Test
    void whatHasNoOrderIsComparedByEqualityAlone() {
        Filter<Row> same = compare(Comparison.EQUAL, List.of(1));
        Filter<Row> other = compare(Comparison.NOT_EQUAL, List.of(1));
        assertThat(same.test(Row.of(List.of(1)))).isTrue();
        assertThat(same.test(Row.of(List.of(2)))).isFalse();
        assertThat(other.test(Row.of(List.of(1)))).isFalse();
        assertThat(other.test(Row.of(5))).isTrue();
        for (Comparison comparison :
                List.of(Comparison.LESS, Comparison.AT_MOST, Comparison.GREATER, Comparison.AT_LEAST)) {
            assertThatThrownBy(() -> compare(comparison, List.of(1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> compare(comparison, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Filter<Row> several = Condition.in(VALUE, List.of(List.of(1), 5));
        assertThat(several.test(Row.of(List.of(1)))).isTrue();
        assertThat(several.test(Row.of(List.of(2)))).isFalse();
        assertThat(several.test(Row.of(5L))).isTrue();
        assertThat(several.test(Row.of("5"))).isFalse();
    }

    @Test
    void valuesOfAnotherKindAreNeitherLessNorGreater() {
        for (Comparison comparison : Comparison.values()) {
            boolean unequal = comparison == Comparison.NOT_EQUAL;
            assertThat(compare(comparison, 5).test(Row.of("5"))).isEqualTo(unequal);
        }
        assertThat(compare(Comparison.LESS, 5).test(Row.of(4.5))).isTrue();
        assertThat(compare(Comparison.LESS, 5).test(Row.of(5))).isFalse();
        assertThat(compare(Comparison.AT_MOST, 5).test(Row.of(5L))).isTrue();
        assertThat(compare(Comparison.AT_MOST, 5).test(Row.of(6))).isFalse();
        assertThat(compare(Comparison.GREATER, 5).test(Row.of(6))).isTrue();
        assertThat(compare(Comparison.GREATER, 5).test(Row.of(5))).isFalse();
        assertThat(compare(Comparison.AT_LEAST, 5).test(Row.of(5))).isTrue();
        assertThat(compare(Comparison.AT_LEAST, 5).test(Row.of(4))).isFalse();
        assertThat(compare(Comparison.EQUAL, 5).test(Row.of(5.0))).isTrue();
        assertThat(compare(Comparison.EQUAL, 5).test(Row.of(6))).isFalse();
        assertThat(compare(Comparison.NOT_EQUAL, 5).test(Row.of(5.0))).isFalse();
        assertThat(compare(Comparison.NOT_EQUAL, 5).test(Row.of(6))).isTrue();
    }

    /** An index holds the beginning of a long value, so what is beside it has to be looked at. */
    @Test
    void aLongValueStandsAmongThoseThatBeginAlike() {
        String longer = "a".repeat(ValueOrder.MOST_UNITS) + "b";
        byte[] brief = ValueOrder.brief((Object) longer);
        assertThat(compare(Comparison.LESS, longer).intervals().get(0).high()).isEqualTo(Bound.behind(brief));
        assertThat(compare(Comparison.GREATER, longer).intervals().get(0).low()).isEqualTo(Bound.before(brief));
        assertThat(compare(Comparison.LESS, longer).isExact()).isFalse();
        assertThat(compare(Comparison.LESS, "a").isExact()).isTrue();
        assertThat(Condition.<Row>in(VALUE, List.of("a", longer)).isExact()).isFalse();
        assertThat(Condition.<Row>startsWith(VALUE, longer).isExact()).isFalse();
        assertThat(compare(Comparison.LESS, longer).test(Row.of(longer.replace('b', 'a'))))
                .isTrue();
        assertThat(compare(Comparison.GREATER, longer).test(Row.of(longer.replace('b', 'a'))))
                .isFalse();
    }

    @Test
    void containersAreAskedForMembersKeysAndWords() {
        assertThat(Condition.<Row>contains(VALUE, 5).test(Row.of(Set.of(5L, 6L))))
                .isTrue();
        assertThat(Condition.<Row>contains(VALUE, 5).test(Row.of(List.of(6L)))).isFalse();
        assertThat(Condition.<Row>contains(VALUE, 5).test(Row.of(5L))).isFalse();
        assertThat(Condition.<Row>containsKey(VALUE, "k").test(Row.of(Map.of("k", 1))))
                .isTrue();
        assertThat(Condition.<Row>containsKey(VALUE, "k").test(Row.of(Map.of("l", 1))))
                .isFalse();
        assertThat(Condition.<Row>containsKey(VALUE, "k").test(Row.of("k"))).isFalse();
        assertThat(Condition.<Row>startsWith(VALUE, "ab").test(Row.of(Text.of("abc"))))
                .isTrue();
        assertThat(Condition.<Row>startsWith(VALUE, "ab").test(Row.of("ac"))).isFalse();
        assertThat(Condition.<Row>startsWith(VALUE, "5").test(Row.of(5))).isFalse();
        assertThat(Condition.<Row>words(VALUE, "one tw*").test(Row.of(Text.of("Two, one"))))
                .isTrue();
        assertThat(Condition.<Row>words(VALUE, "one").test(Row.of(1))).isFalse();
    }

    @Test
    void placesBehindEverythingAreTheLast() {
        Bound end = Bound.behind(new byte[] {(byte) 0xFF});
        Bound alike = Bound.behind(new byte[] {(byte) 0xFF, (byte) 0xFF});
        Bound first = Bound.before(new byte[] {1});
        assertThat(end.place()).isNull();
        assertThat(end).isGreaterThan(first).isEqualByComparingTo(alike).isEqualTo(alike);
        assertThat(first).isLessThan(end).isNotEqualTo(end);
        assertThat(first.equals((Object) "no place")).isFalse();
        assertThat(first.inverted().inverted()).isEqualTo(first).hasSameHashCodeAs(first);
    }

    @Test
    void theObjectsThatAValueRefersToAreThoseOfTheSpace() {
        SpaceId here = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
        byte[] other = new byte[SpaceId.SIZE];
        other[0] = 1;
        ObjectId one = ObjectId.fromHex("000102030405060708090a0b0c0d0e0f");
        ObjectId two = ObjectId.fromHex("100102030405060708090a0b0c0d0e0f");
        Ref<Row> near = Ref.of(here, one, Row.class);
        Ref<Row> far = Ref.of(new SpaceId(Bytes.of(other)), two, Row.class);
        assertThat(References.of(near, here)).containsExactly(one);
        assertThat(References.of(far, here)).isEmpty();
        assertThat(References.of(Map.of("a", List.of(two, far)), here)).containsExactly(two);
        assertThat(References.of(Optional.of(one), here)).containsExactly(one);
        assertThat(References.of(null, here)).isEmpty();
        assertThat(References.of("text", here)).isEmpty();
        Condition<Row> refers = Condition.refersTo(VALUE, Condition.Aspect.VALUE, Set.of(one, two), here);
        assertThat(refers).hasToString("value refers to one of 2");
        assertThat(refers.test(Row.of(near))).isTrue();
        assertThat(refers.test(Row.of(far))).isFalse();
    }
}
