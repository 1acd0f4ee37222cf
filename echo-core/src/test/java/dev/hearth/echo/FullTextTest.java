package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.echo.internal.query.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words, and what is found by them. */
class FullTextTest {
    record Letter(
            @FullText String title,
            @FullText Optional<String> sender,
            @FullText Text body) {}

    @Type("Letter")
    record Bare(String title, Optional<String> sender, Text body) {}

    record Wrong(@FullText int number) {}

    private final TestPeers peers = new TestPeers(31, 2);
    private final EchoDatabase database = peers.database(0);

    @Test
    void wordsAreRunsOfLettersAndDigitsWithoutCase() {
        assertThat(Words.of("Don't PANIC: it's 42%, naïve_Ⅻ"))
                .containsExactly("don", "t", "panic", "it", "s", "42", "naïve", "xii");
        assertThat(Words.of("STRASSE Straße ﬁne ΣΊΣΥΦΟΣ Σίσυφος")).containsExactly("strasse", "fine", "σίσυφοσ");
        assertThat(Words.of("e\u0301te\u0301 été")).containsExactly("été");
        assertThat(Words.of("東京tower タワー")).containsExactly("東", "京", "tower", "タ", "ワ", "ー");
        assertThat(Words.of(" -- \uD83D\uDE00 \uD83D")).isEmpty();
        assertThat(Words.of("x".repeat(100))).containsExactly("x".repeat(64));
        assertThat(Words.of("x".repeat(63) + "\uD835\uDC00")).hasSize(1);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 10_050; i++) {
            many.append("w").append(i).append(' ');
        }
        assertThat(Words.of(many.toString())).hasSize(10_000).contains("w9999").doesNotContain("w10000");
    }

    @Test
    void textsAreFoundByTheirWords() {
        Ref<Letter> one = database.put(new Letter("Hello World", Optional.of("Ann"), Text.of("the quick brown fox")));
        database.put(new Letter("hello", Optional.empty(), Text.of("the lazy dog")));
        Query<Letter> all = database.query(Letter.class);
        assertThat(all.where(Filter.words(Letter::title, "HELLO")).count()).isEqualTo(2);
        assertThat(all.where(Filter.words(Letter::title, "world, hello")).count())
                .isEqualTo(1);
        assertThat(all.where(Filter.words(Letter::title, "wor")).count()).isZero();
        assertThat(all.where(Filter.words(Letter::title, "hel* wo*")).count()).isEqualTo(1);
        assertThat(all.where(Filter.words(Letter::title, "!?")).count()).isEqualTo(2);
        assertThat(all.where(Filter.words(Letter::sender, "ann")).count()).isEqualTo(1);
        Query<Letter> the = all.where(Filter.words(Letter::body, "the fox"));
        assertThat(the.explain())
                .hasToString("INDEX Letter(words of body) where body has word \"fox\","
                        + " filter body has word \"the\" and body has word \"fox\", read 1 (about 1) for 1");
        database.text(one, Letter::body).delete(16, 3);
        assertThat(the.count()).isZero();
        assertThat(all.where(Filter.words(Letter::body, "the")).count()).isEqualTo(2);
        assertThat(all.where(Filter.words(Letter::body, "the").not()).count()).isZero();
        assertThatThrownBy(() -> database.query(Wrong.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatAnIndexFindsIsWhatAScanFinds(long seed) {
        Random random = new Random(seed);
        String[] words = {"apple", "Apple", "appletree", "pear", "PEAR", "é", "e\u0301", "東京", "plum", "x1", "-", "\n"};
        List<Ref<Letter>> refs = new ArrayList<>();
        database.indexes().declare("Letter", IndexDefinition.words("body"), IndexDefinition.words("title"));
        for (int step = 0; step < 150; step++) {
            if (refs.isEmpty() || random.nextInt(3) == 0) {
                refs.add(database.put(new Letter(
                        some(words, random), Optional.of(some(words, random)), Text.of(some(words, random)))));
            } else {
                Ref<Letter> ref = refs.get(random.nextInt(refs.size()));
                switch (random.nextInt(4)) {
                    case 0 -> database.delete(ref);
                    case 1 -> database.restore(ref.id());
                    case 2 -> database.text(ref, Letter::body).insert(0, some(words, random));
                    default -> database.object(ref.id()).orElseThrow().set("title", some(words, random));
                }
            }
            String sought = some(words, random) + (random.nextBoolean() ? "*" : "");
            Set<Property<Letter, ?>> properties = Set.of(Letter::title, Letter::sender, Letter::body);
            for (Property<Letter, ?> property : properties) {
                Filter<Letter> filter = Filter.words(property, sought);
                assertThat(database.query(Letter.class).where(filter).list())
                        .as("seed %d step %d: %s", seed, step, sought)
                        .isEqualTo(database.query(Letter.class)
                                .where(each -> filter.test(each))
                                .list());
            }
            for (String field : List.of("title", "body")) {
                Filter<DynamicObject> filter = Filter.words(Property.named(field), sought);
                assertThat(database.query("Letter").where(filter).list())
                        .isEqualTo(database.query("Letter")
                                .where(each -> filter.test(each))
                                .list());
            }
        }
        assertThat(database.query(Bare.class)
                        .where(Filter.words(Bare::title, "apple"))
                        .explain()
                        .kind())
                .isEqualTo(QueryPlan.Kind.INDEX);
    }

    private static String some(String[] words, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(words[random.nextInt(words.length)]).append(random.nextInt(6) == 0 ? "" : " ");
        }
        return text.toString().strip();
    }
}
