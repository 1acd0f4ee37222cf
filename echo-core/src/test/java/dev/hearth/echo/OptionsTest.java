package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.store.Family;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Values out of range are refused where they are given, and named. */
class OptionsTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void settingsOfADatabaseHaveLimits() {
        Duration delay = Duration.ofMillis(1);
        assertThat(new DatabaseOptions(MEBIBYTE, delay, MEBIBYTE).flushDelay()).isEqualTo(delay);
        assertThatThrownBy(() -> new DatabaseOptions(MEBIBYTE - 1, delay, MEBIBYTE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cacheBytes");
        assertThatThrownBy(() -> new DatabaseOptions(MEBIBYTE, delay, MEBIBYTE - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("waitingBytes");
        for (Duration none : List.of(Duration.ZERO, delay.negated())) {
            assertThatThrownBy(() -> new DatabaseOptions(MEBIBYTE, none, MEBIBYTE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("flushDelay");
        }
    }

    @Test
    void anUndoStackKeepsFromOneStepToAMillion() {
        assertThat(UndoOptions.defaults().withSteps(1).steps()).isEqualTo(1);
        for (int steps : new int[] {0, 1_000_001}) {
            assertThatThrownBy(() -> UndoOptions.defaults().withSteps(steps))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("steps");
        }
        assertThatThrownBy(() -> UndoOptions.defaults().withTogether(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("together");
    }

    @Test
    void anIndexHasFieldsAndNotTooMany() {
        List<IndexDefinition.Field> nine = java.util.Collections.nCopies(9, new IndexDefinition.Field("a", false));
        assertThatThrownBy(() -> new IndexDefinition(IndexDefinition.Kind.VALUES, List.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fields");
        assertThatThrownBy(() -> new IndexDefinition(IndexDefinition.Kind.VALUES, nine, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IndexDefinition(IndexDefinition.Kind.KEYS, nine.subList(0, 2), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new IndexDefinition(IndexDefinition.Kind.VALUES, nine.subList(0, 8), false).fields())
                .hasSize(8);
    }

    @Test
    void aBlobIsCompleteWhenNothingIsMissingAndNothingWrong() {
        assertThat(new BlobStatus(5, 0, false, List.of(), List.of(), "").complete())
                .isTrue();
        assertThat(new BlobStatus(5, 0, false, List.of(), List.of(), "a node is wrong").complete())
                .isFalse();
        assertThat(new BlobStatus(4, 1, false, List.of(), List.of(), "").complete())
                .isFalse();
    }

    @Test
    void statisticsOfAStoreThatTellsNoSizesAreNothingAltogether() {
        DatabaseStats.Held held = new DatabaseStats.Held(0, 0, 0);
        DatabaseStats.Cache cache = new DatabaseStats.Cache(0, 0, 1);
        assertThat(new DatabaseStats(new TreeMap<>(), 0, 0, Map.of(), held, cache, List.of()).allBytes())
                .isZero();
        Map<Family, Long> bytes = new EnumMap<>(Map.of(Family.OBJECT, 3L, Family.BLOCK, 4L));
        DatabaseStats stats = new DatabaseStats(new TreeMap<>(), 0, 0, bytes, held, cache, List.of());
        bytes.clear();
        assertThat(stats.allBytes()).isEqualTo(7);
    }

    @Test
    void aDifferenceIsNoneWithoutFieldsAndWithoutDeletion() {
        ObjectDiff.FieldDiff field =
                new ObjectDiff.FieldDiff(Optional.of(1L), Optional.empty(), List.of(), new TreeMap<>());
        assertThat(new ObjectDiff(new TreeMap<>(), Optional.empty()).isEmpty()).isTrue();
        assertThat(new ObjectDiff(new TreeMap<>(), Optional.of(true)).isEmpty()).isFalse();
        ObjectDiff diff = new ObjectDiff(new TreeMap<>(Map.of("a", field)), Optional.empty());
        assertThat(diff.isEmpty()).isFalse();
        assertThat(diff.field("a")).contains(field);
        assertThat(diff.field("b")).isEmpty();
    }

    @Test
    void aBranchHasANameThatCanBeRead() {
        EchoDatabase database = new TestPeers(82, 1).database(0);
        for (String name : List.of("", "  ", "n".repeat(257))) {
            assertThatThrownBy(() -> database.branch(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name");
        }
        assertThat(database.branch("n".repeat(256)).name()).hasSize(256);
    }

    @Test
    void anObjectHasATypeAndItsFieldsHaveNames() {
        EchoDatabase database = new TestPeers(83, 1).database(0);
        assertThatThrownBy(() -> database.create("")).isInstanceOf(IllegalArgumentException.class);
        DynamicObject object = database.create("Thing");
        for (String field : List.of("", "#", "#version")) {
            assertThatThrownBy(() -> object.set(field, 1)).as(field).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(object.type()).isEqualTo("Thing");
        assertThat(database.head(TestSpace.device(0)).orElseThrow().seq()).isEqualTo(1);
        assertThat(database.head(TestSpace.device(7))).isEmpty();
        SpaceId space = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
        assertThat(database.id()).isNotEqualTo(space);
    }
}
