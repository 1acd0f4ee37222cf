package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.HearthException;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.SealedStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.TestSealer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes come and go with their declarations, survive what a process does not, and change nothing but the cost. */
class IndexTest {
    record Plain(String title, int rank, Set<String> tags) {}

    @Type("Plain")
    @Index({"tags2", "rank"})
    record Wrong(String title, int rank) {}

    @Type("Plain")
    @Index({"rank desc", "title"})
    record Indexed(@Index String title, int rank, @Index Set<String> tags) {}

    private final TestPeers peers = new TestPeers(5, 2);

    private EchoDatabase database() {
        return peers.database(0);
    }

    private void fill(int count) {
        for (int from = 0; from < count; from += 100) {
            int first = from;
            database().transact(() -> {
                for (int i = first; i < Math.min(count, first + 100); i++) {
                    database().put(new Plain("title " + i % 10, i, Set.of("tag " + i % 3)));
                }
            });
        }
    }

    private List<String> ready(EchoDatabase database) {
        return database.indexes().list().stream()
                .filter(IndexStatus::ready)
                .map(IndexStatus::name)
                .toList();
    }

    private static void assertFoundByIndex(EchoDatabase database, int count) {
        Query<Indexed> some = database.query(Indexed.class).where(Indexed::title, "title 3");
        assertThat(some.explain().kind()).isEqualTo(QueryPlan.Kind.INDEX);
        assertThat(some.count()).isEqualTo((count + 6) / 10);
    }

    @Test
    void anIndexIsBuiltOverWhatIsThereDroppedAndBuiltAgain() {
        fill(1_500);
        assertThat(database().query(Plain.class).where(Plain::rank, 7).explain())
                .hasToString("SCAN, filter rank = 7, read 1500 (about 1500) for 1");
        database().query(Indexed.class);
        assertThat(ready(database())).isEmpty();
        assertThat(database()
                        .query(Indexed.class)
                        .where(Indexed::rank, 7)
                        .explain()
                        .kind())
                .isEqualTo(QueryPlan.Kind.SCAN);
        peers.settle();
        assertThat(ready(database()))
                .containsExactlyInAnyOrder("Plain(title)", "Plain(members of tags)", "Plain(rank desc, title)");
        assertThat(database().query(Indexed.class).where(Indexed::rank, 7).explain())
                .hasToString(
                        "INDEX Plain(rank desc, title) where rank = 7, filter rank = 7, read 1 (about 1) for 1, countable");
        assertFoundByIndex(database(), 1_500);
        Query<Indexed> nearlyAll = database().query(Indexed.class).where(Indexed::rank, Comparison.AT_LEAST, 3);
        assertThat(nearlyAll.limit(5).explain()).hasToString("SCAN, filter rank >= 3, read 8 (about 8) for 5");
        assertThat(nearlyAll.orderBy(Indexed::rank).limit(5).explain().visited())
                .isEqualTo(5);
        peers.peer(0).restart();
        database().query(Plain.class).list();
        assertThat(ready(database())).hasSize(3);
        assertFoundByIndex(database(), 1_500);
        database().indexes().declare("Plain", IndexDefinition.of("rank"), IndexDefinition.members("tags"));
        assertThat(database().indexes().list()).hasSize(5);
        database().indexes().build();
        assertThat(database().query("Plain").where("rank", Comparison.LESS, 3).explain())
                .hasToString("INDEX Plain(rank) where rank < 3, filter rank < 3, read 3 (about 3) for 3, countable");
        assertThat(database()
                        .query("Plain")
                        .where(Filter.contains(Property.<DynamicObject, Set<String>>named("tags"), "tag 1"))
                        .count())
                .isEqualTo(500);
        database().indexes().declare("Plain");
        assertThat(database().indexes().list()).hasSize(3);
        assertThat(database()
                        .query("Plain")
                        .where("rank", Comparison.LESS, 3)
                        .explain()
                        .kind())
                .isEqualTo(QueryPlan.Kind.SCAN);
    }

    @Test
    void whatADroppedIndexHeldIsGone() {
        Store store = peers.peer(0).store;
        fill(300);
        database().indexes().declare("Plain", IndexDefinition.of("title"), IndexDefinition.of("rank"));
        database().indexes().build();
        database().flush();
        assertThat(keys(store)).isNotEmpty();
        database().indexes().declare("Plain");
        database().flush();
        assertThat(keys(store)).isEmpty();
        database().indexes().declare("Plain", IndexDefinition.of("rank"));
        database().indexes().build();
        assertThat(database().query("Plain").orderBy("rank").limit(1).list()).hasSize(1);
    }

    private static List<byte[]> keys(Store store) {
        List<byte[]> keys = new ArrayList<>();
        store.scan(Family.INDEX, new byte[0], (key, value) -> keys.add(key));
        return keys;
    }

    @Test
    void aProgramWithoutTheRecordKeepsItsIndexes() {
        fill(20);
        database().query(Indexed.class);
        peers.peer(0).restart();
        DynamicObject object =
                database().create("Plain").set("title", "title 3").set("rank", 77);
        peers.link(0, 1);
        peers.database(1).create("Plain").set("title", "title 3");
        peers.settle();
        assertThat(database()
                        .query(Indexed.class)
                        .where(Indexed::title, "title 3")
                        .list())
                .hasSize(4)
                .extracting(result -> result.value().rank())
                .containsExactlyInAnyOrder(3, 13, 77, 0);
        object.set("title", 5);
        assertThat(database()
                        .query(Indexed.class)
                        .where(Indexed::title, "title 3")
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aDeclarationThatCantBeIsRefused() {
        assertThatThrownBy(() -> database().query(Wrong.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tags2");
        assertThatThrownBy(IndexDefinition::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IndexDefinition.of(" desc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> database().transact(() -> database().indexes().build()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anIndexDeclaredWithinATransactionIsBuiltAfterIt() {
        fill(5);
        database().transact(() -> {
            database().put(new Plain("title 3", 100, Set.of()));
            assertThat(database()
                            .query(Indexed.class)
                            .where(Indexed::title, "title 3")
                            .count())
                    .isEqualTo(2);
            database().put(new Indexed("title 3", 101, Set.of()));
        });
        peers.settle();
        assertFoundByIndex(database(), 24);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void theBuildingGoesOnWhereAProcessEnded(int writes) {
        WatchedStore store = new WatchedStore(peers.peer(0).store);
        peers.peer(0).store = store;
        fill(1_800);
        database().flush();
        store.writesLeft = writes;
        try {
            database().query(Indexed.class);
            peers.settle();
        } catch (HearthException e) {
            assertThat(writes).isLessThan(6);
        }
        peers.peer(0).crash();
        database().put(new Plain("title 3", 1, Set.of("tag 1")));
        database().query(Indexed.class);
        peers.settle();
        assertThat(ready(database())).hasSize(3);
        assertThat(database()
                        .query(Indexed.class)
                        .where(Indexed::title, "title 3")
                        .count())
                .isEqualTo(181);
        assertThat(database()
                        .query(Indexed.class)
                        .where(Filter.contains(Indexed::tags, "tag 1"))
                        .count())
                .isEqualTo(601);
        assertThat(database()
                        .query(Indexed.class)
                        .where(Indexed::rank, Comparison.LESS, 10)
                        .count())
                .isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8, 13})
    void aWriteThatFailsLeavesIndexAndObjectsAlike(int writes) {
        WatchedStore store = new WatchedStore(peers.peer(0).store);
        peers.peer(0).store = store;
        database().query(Indexed.class);
        store.writesLeft = writes;
        int kept = 0;
        try {
            for (int i = 0; i < 20; i++) {
                database().put(new Indexed("title 3", i, Set.of("tag")));
                kept++;
            }
        } catch (HearthException e) {
            assertThat(kept).isEqualTo(writes);
        }
        assertThat(database()
                        .query(Indexed.class)
                        .where(Indexed::title, "title 3")
                        .count())
                .isEqualTo(kept);
        store.writesLeft = Integer.MAX_VALUE;
        peers.peer(0).restart();
        assertThat(database()
                        .query(Indexed.class)
                        .where(Indexed::title, "title 3")
                        .count())
                .isEqualTo(kept);
        assertThat(database().query(Plain.class).count()).isEqualTo(kept);
    }

    @Test
    void nothingOfAnIndexIsReadableOnTheDisk() {
        MemoryStore disk = new MemoryStore();
        peers.peer(0).store = new SealedStore(disk, new TestSealer());
        for (int i = 0; i < 300; i++) {
            database().put(new Indexed("canary " + i, i, Set.of("canary")));
        }
        assertThat(database()
                        .query(Indexed.class)
                        .where(Filter.startsWith(Indexed::title, "canary 29"))
                        .count())
                .isEqualTo(11);
        for (Family family : Family.values()) {
            disk.scan(family, new byte[0], (key, value) -> {
                for (byte[] each : List.of(key, value)) {
                    assertThat(new String(each, StandardCharsets.ISO_8859_1)).doesNotContain("canary", "title", "rank");
                }
                return true;
            });
        }
    }
}
