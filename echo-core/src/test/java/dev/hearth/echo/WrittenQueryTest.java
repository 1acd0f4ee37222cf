package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries as people write them. */
class WrittenQueryTest {
    private final EchoDatabase database = new TestPeers(23, 1).database(0);
    private final List<DynamicObject> made = new ArrayList<>();

    @BeforeEach
    void fill() {
        for (int i = 0; i < 5; i++) {
            DynamicObject object = database.create("Task")
                    .set("title", "task \"" + i + "\"")
                    .set("rank", i)
                    .set("half", i / 2.0)
                    .set("done", i % 2 == 0)
                    .set("when it is", Instant.ofEpochSecond(i));
            object.set("tags").add(i < 3 ? "low" : "high");
            object.map("labels").put("key" + i, true);
            made.add(object);
        }
        made.get(0).set("next", made.get(1).id()).set("order", "first");
    }

    private String found(String written) {
        StringBuilder ranks = new StringBuilder();
        database.query("Task")
                .written(written)
                .list()
                .forEach(found -> ranks.append(found.value().get("rank").orElseThrow()));
        return ranks.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~|01234",
                "rank = 3|3",
                "rank != 3|0124",
                "rank<2 or rank>=4|014",
                "rank = 1.0|1",
                "half = 1|2",
                "half = 5.0e-1|1",
                "rank > -1 and rank <= 1|01",
                "rank between 1 and 2 or rank = 4|124",
                "rank in (1, 3, 7)|13",
                "not rank in (1, 3) and done = true|024",
                "not (rank in (1, 3) or done = true)|~~",
                "rank = 0 or rank = 1 and done = true|0",
                "(rank = 0 or rank = 1) and done = true|0",
                "title = \"task \\\"2\\\"\"|2",
                "title starts with \"task\" limit 2|01",
                "tags contains \"high\"|34",
                "labels has key \"key2\"|2",
                "title has words \"task\" limit 2|01",
                "`order` exists|0",
                "`order` missing|1234",
                "`when it is` < @1970-01-01T00:00:02Z|01",
                "order by rank desc|43210",
                "order by done, rank desc|31420",
                "done = false order by `when it is` asc, rank limit 1|1",
                "limit 0|~~"
            })
    void conditionsMeanWhatTheySay(String written, String ranks) {
        assertThat(found(written == null ? "" : written)).isEqualTo(ranks == null ? "" : ranks);
    }

    @Test
    void anObjectIsNamedByItsId() {
        assertThat(found("next = #" + made.get(1).id())).isEqualTo("0");
        assertThat(found("next = #" + made.get(2).id())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "rank|4",
                "rank =|6",
                "rank = x|7",
                "= 3|0",
                "rank = 3 4|9",
                "(rank = 3|9",
                "rank = 3)|8",
                "rank ( 3|5",
                "rank in 3|8",
                "rank in (3|10",
                "title starts \"a\"|13",
                "title starts with 3|18",
                "title = \"a|8",
                "`|0",
                "`` = 3|0",
                "rank = 12345678901234567890|7",
                "rank = 1.|7",
                "rank = @yesterday|7",
                "rank = #12|7",
                "rank & 3|5",
                "order rank|6",
                "order by|8",
                "limit x|6",
                "limit -1|6",
                "limit 3000000000|6",
                "limit 3 rank = 1|8",
                "rank = 3 and|12"
            })
    void whatCantBeReadIsRefusedWithItsPosition(String written, int position) {
        assertThatThrownBy(() -> found(written)).isInstanceOfSatisfying(HearthException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INPUT_MALFORMED);
            assertThat(e.details()).containsEntry("position", Integer.toString(position));
        });
    }

    @Test
    void whatIsTooDeepOrTooLongIsRefused() {
        for (String written : List.of(
                "(".repeat(100) + "rank = 1" + ")".repeat(100),
                "not ".repeat(1_000) + "rank = 1",
                "rank = 1 or ".repeat(1_000) + "rank = 1",
                "rank in (" + "1,".repeat(2_000) + "1)")) {
            assertThatThrownBy(() -> found(written))
                    .isInstanceOfSatisfying(
                            HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_MALFORMED));
        }
        assertThat(found("(".repeat(60) + "rank = 1" + ")".repeat(60))).isEqualTo("1");
        assertThat(found("rank = 9 or ".repeat(800) + "rank = 1")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextIsReadOrRefused(long seed) {
        String[] parts = {
            "rank",
            "title",
            "`when it is`",
            "=",
            "!=",
            "<",
            "<=",
            "(",
            ")",
            ",",
            "and",
            "or",
            "not",
            "in",
            "between",
            "starts",
            "with",
            "contains",
            "has",
            "key",
            "exists",
            "missing",
            "order",
            "by",
            "desc",
            "limit",
            "1",
            "-2",
            "1.5",
            "\"a\"",
            "\"",
            "`",
            "@1970-01-01T00:00:02Z",
            "@",
            "#",
            "true",
            "\\",
            "é",
            "\uD83D",
            "\0",
            " "
        };
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder written = new StringBuilder(random.nextBoolean() ? "rank = 1 and " : "");
            for (int part = random.nextInt(12); part > 0; part--) {
                written.append(parts[random.nextInt(parts.length)]).append(random.nextInt(5) == 0 ? "" : " ");
            }
            try {
                database.query("Task").written(written.toString()).list();
                read++;
            } catch (HearthException e) {
                assertThat(e.code()).as("%s", written).isEqualTo(ErrorCode.INPUT_MALFORMED);
            }
        }
        assertThat(read).isBetween(500, 19_000);
    }
}
