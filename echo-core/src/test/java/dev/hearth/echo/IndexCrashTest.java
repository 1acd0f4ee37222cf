package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ObjectId;
import dev.hearth.base.Seams;
import dev.hearth.echo.store.Store;
import dev.hearth.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that builds indexes; {@code -Dhearth.kills=50} does it so often. */
class IndexCrashTest {
    @TempDir
    Path folder;

    @Test
    void buildingGoesOnWhereAKillEndedItAndTheIndexEqualsAScan() {
        Random random = new Random(5);
        int kills = Integer.getInteger("hearth.kills", 3);
        try (Seams seams = Seams.system()) {
            try (Store store = LedgerMain.open(folder);
                    EchoDatabase database = LedgerMain.database(store, seams)) {
                IndexMain.fill(database);
            }
            for (int kill = 0; kill < kills; kill++) {
                int target = 2 + random.nextInt(6);
                String[] arguments = {folder.toString(), Integer.toString(kill)};
                try (ChildJvm child = ChildJvm.start(IndexMain.class.getName(), arguments)) {
                    child.await("turns", 60, said -> said.equals("turn " + target));
                    child.kill();
                }
            }
            try (Store store = LedgerMain.open(folder)) {
                WatchedStore watched = new WatchedStore(store);
                try (EchoDatabase database = LedgerMain.database(watched, seams)) {
                    IndexMain.declare(database);
                    database.indexes().build();
                    assertThat(watched.objectsRead).isLessThan(IndexMain.OBJECTS);
                    assertEqualsAScan(database);
                }
            }
        }
    }

    private static void assertEqualsAScan(EchoDatabase database) {
        Query<DynamicObject> all = database.query("Item");
        Query<DynamicObject> ranked = all.where("rank", Comparison.AT_LEAST, 0);
        assertThat(ranked.orderBy("rank").limit(1).explain().kind()).isEqualTo(QueryPlan.Kind.INDEX);
        assertThat(ranked.count()).isEqualTo(IndexMain.OBJECTS);
        for (int from = 0; from < IndexMain.OBJECTS; from += 4_999) {
            int least = from;
            assertThat(ids(all.where("rank", Comparison.AT_LEAST, least).where("rank", Comparison.LESS, least + 50)))
                    .as("from %d", from)
                    .isEqualTo(ids(all.where(each -> rank(each) >= least && rank(each) < least + 50)));
        }
        for (String word : List.of("w7", "v36", "item w99")) {
            Query<DynamicObject> found = all.where(Filter.words(Property.named("title"), word));
            assertThat(found.explain().kind()).isEqualTo(QueryPlan.Kind.INDEX);
            assertThat(ids(found))
                    .as(word)
                    .isEqualTo(ids(all.where(each -> (each.get("title").orElse("") + " ").contains(word + " "))));
        }
    }

    private static long rank(DynamicObject object) {
        return (Long) object.get("rank").orElse(-1L);
    }

    private static List<ObjectId> ids(Query<DynamicObject> query) {
        return query.list().stream().map(each -> each.ref().id()).toList();
    }
}
