package dev.hearth.echo;

import static dev.hearth.echo.DatabaseTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Types that can't be stored are refused when they are first used, and what is at the edge of a type works. */
final class UnfitTypesTest {
    private final EchoDatabase database = new TestPeers(151, 1).database(0);

    private static void refused(ThrowingCallable use) {
        assertThatThrownBy(use).isInstanceOf(IllegalArgumentException.class);
    }

    @Type(version = 0)
    record Unborn(String name) {}

    record MatchedNumber(@Matches("[0-9]+") int number) {}

    record LongNumber(@Length(max = 3) int number) {}

    record Boundless(@Range(min = Double.NaN) double number) {}

    @Test
    void rulesAndVersionsThatMakeNoSenseAreTheCallersFault() {
        refused(() -> database.query(Unborn.class));
        refused(() -> database.query(MatchedNumber.class));
        refused(() -> database.query(LongNumber.class));
        refused(() -> database.query(Boundless.class));
        refused(() -> database.query(Record.class));
        refused(() -> database.create(Live.class, it -> {}));
    }

    record AnyList(List<?> list) {}

    record Numbered(Map<Integer, String> map) {}

    record Real(float number) {}

    @Test
    void whatNoFieldCanHoldIsRefused() {
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.query(AnyList.class));
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.query(Numbered.class));
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.query(Real.class));
        DynamicObject object = database.create("Any");
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> object.set("real", 1.5f));
        assertThat(object.fields()).isEmpty();
    }

    record Maybe(@Nullable String name) {}

    @Test
    void nullIsNoValue() {
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.put(new Maybe(null)));
        assertThat(database.query(Maybe.class).count()).isZero();
    }

    static final class Nothing implements Migration {
        @Override
        public Set<String> fields() {
            return Set.of("kind");
        }

        @Override
        public Map<String, Object> migrate(Map<String, Object> fields) {
            return Map.of("kind", "made of " + fields.get("name"));
        }
    }

    @Type(version = 2, migrations = Nothing.class)
    record Versioned(String name, @FullText String kind) {}

    @Type("Versioned")
    record Former(String name) {}

    @Test
    void aVersionWithoutANameIsOfTheClasssName() {
        Ref<Former> former = database.put(new Former("wood"));
        assertThat(database.get(database.ref(Versioned.class, former.id())))
                .isEqualTo(new Versioned("wood", "made of wood"));
        assertThat(database.query(Versioned.class)
                        .where(Filter.words(Versioned::kind, "made"))
                        .count())
                .as("no index holds what a migration gives")
                .isEqualTo(1);
    }

    record Described(
            @Matches("[a-z ]*") Text body, @FullText Optional<String> about) {}

    @Test
    void aTextMatchesAsAWholeAndAnOptionalStringHasWords() {
        Ref<Described> described = database.put(new Described(Text.of("small"), Optional.of("a great deal")));
        assertCode(
                ErrorCode.SCHEMA_MISMATCH,
                () -> database.text(described, Described::body).insert(0, "BIG "));
        database.put(new Described(Text.of(""), Optional.empty()));
        assertThat(database.query(Described.class)
                        .where(Filter.words(Described::about, "great"))
                        .list())
                .extracting(Result::ref)
                .containsExactly(described);
    }

    record Labels(Map<String, String> labels) {}

    @Test
    void ofAMapOnlyTheEntriesThatDifferAreWritten() {
        Ref<Labels> ref = database.put(new Labels(Map.of("a", "1", "b", "2", "c", "3")));
        database.update(ref, it -> new Labels(Map.of("a", "1", "b", "two")));
        assertThat(database.get(ref).labels()).isEqualTo(Map.of("a", "1", "b", "two"));
        ObjectHistory history = database.history(ref);
        List<ObjectHistory.Edition> editions = history.editions();
        assertThat(history.blame("labels").entries().values())
                .extracting(writer -> writer.edition().orElseThrow())
                .containsExactly(editions.get(0), editions.get(1));
    }

    record Page(Text body) {}

    /** Both characters of a pair are replaced, where only one of them differs. */
    @Test
    void anUpdateOfATextCutsNoCharacterInTwo() {
        Ref<Page> page = database.put(new Page(Text.of("-😀-")));
        for (String next : List.of("-😁-", "-\uD83E\uDE01-", "-\uD83E\uDE00-", "-\uD83D\uDE00-", "x-\uD83D\uDE00-")) {
            database.update(page, it -> new Page(Text.of(next)));
            assertThat(database.get(page).body().value()).isEqualTo(next);
        }
    }
}
