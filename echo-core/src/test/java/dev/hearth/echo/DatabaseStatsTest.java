package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.RocksStores;
import dev.hearth.echo.store.SealedStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.TestSealer;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database tells of its size. */
class DatabaseStatsTest {
    private final TestPeers peers = new TestPeers(5, 2);
    private final EchoDatabase database = peers.database(0);

    record Task(@Index String title, boolean done) {}

    record Note(String title) {}

    private DatabaseStats stats() {
        database.flush();
        return database.stats();
    }

    @Test
    void objectsAreCountedByTypeAndDeletedOnesApart() {
        Ref<Task> kept = database.put(new Task("kept", false));
        Ref<Task> gone = database.put(new Task("gone", false));
        Ref<Task> back = database.put(new Task("back", false));
        Ref<Task> purged = database.put(new Task("purged", false));
        Ref<Note> note = database.put(new Note("note"));
        database.delete(gone);
        database.delete(back);
        database.restore(back.id());
        database.delete(purged);
        database.purge(purged);
        database.hierarchy().place(note.id(), kept.id(), 0);
        DatabaseStats stats = stats();
        assertThat(stats.types())
                .containsOnlyKeys("Note", "Task")
                .containsEntry("Note", new DatabaseStats.Listed(1, 0))
                .containsEntry("Task", new DatabaseStats.Listed(2, 2));
        assertThat(stats.objects()).isEqualTo(3);
        assertThat(stats.feeds()).isEqualTo(1);
        assertThat(stats.blocks()).isEqualTo(database.version().blocks());
        peers.peer(0).restart();
        assertThat(peers.database(0).stats().types()).isEqualTo(stats.types());
        peers.database(0).restore(gone.id());
        assertThat(peers.database(0).stats().types()).containsEntry("Task", new DatabaseStats.Listed(3, 1));
    }

    @Test
    void whatAPeerDeletedIsCountedAlike() {
        Ref<Task> gone = database.put(new Task("gone", false));
        peers.link(0, 1);
        peers.settle();
        peers.database(1).delete(gone);
        peers.settle();
        assertThat(database.stats().types()).containsEntry("Task", new DatabaseStats.Listed(0, 1));
        assertThat(database.stats().feeds()).isEqualTo(2);
    }

    @Test
    void bytesAreExactInMemoryAndBlobsCacheAndIndexesAreTold() {
        database.put(new Task("one", false));
        database.blobs().put(new ByteArrayInputStream(new byte[10_000]), "image/png");
        database.query(Task.class).where(Task::title, "one").list();
        DatabaseStats stats = stats();
        long[] blocks = {0};
        peers.peer(0).store.scan(Family.BLOCK, new byte[0], (key, value) -> {
            blocks[0] += key.length + value.length;
            return true;
        });
        assertThat(stats.bytes()).containsEntry(Family.BLOCK, blocks[0]).containsOnlyKeys(Family.values());
        assertThat(stats.allBytes()).isGreaterThan(blocks[0]);
        assertThat(stats.blobs()).isEqualTo(new DatabaseStats.Held(1, 1, 10_000));
        assertThat(stats.cache().objects()).isPositive();
        assertThat(stats.cache().bytes()).isBetween(1L, stats.cache().most());
        assertThat(stats.indexes()).singleElement().matches(IndexStatus::ready);
    }

    @Test
    void rocksTellsAboutWhatItTakes(@TempDir Path folder) {
        TestSpace space = new TestSpace(6);
        TestSpace.Member member = space.member(TestSpace.device(0)).admit(TestSpace.device(0));
        try (Store store = new SealedStore(RocksStores.open(folder), new TestSealer());
                EchoDatabase durable =
                        EchoDatabase.open(store, member, member, new ManualSeams(6), DatabaseOptions.defaults())) {
            durable.transact(() -> {
                for (int i = 0; i < 1_000; i++) {
                    durable.put(new Note("note number " + i));
                }
            });
            durable.flush();
            DatabaseStats stats = durable.stats();
            assertThat(stats.types()).containsEntry("Note", new DatabaseStats.Listed(1_000, 0));
            assertThat(stats.bytes().get(Family.TAIL)).isBetween(20_000L, 2_000_000L);
        }
    }
}
