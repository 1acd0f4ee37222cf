package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** A database that is brought back in a former state, and what its peers make of it. */
class DatabaseRestoreTest {
    private final TestPeers peers = new TestPeers(11, 3);

    record Note(String title, Text body) {}

    static Store copy(EchoDatabase database) {
        MemoryStore store = new MemoryStore();
        DatabaseRestore restore = DatabaseRestore.into(store, database.id());
        try (DatabaseDump dump = database.dump()) {
            dump.forEach((family, key, value) -> {
                try {
                    restore.take(family, key, value);
                } catch (MalformedException e) {
                    throw new IOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restore.finish();
        return store;
    }

    private void restore(int peer, Store backup) {
        peers.peer(peer).restart();
        peers.peer(peer).store = backup;
    }

    @Test
    void whatWasWrittenAfterTheBackupComesBackBeforeAnythingIsWritten() {
        EchoDatabase database = peers.database(0);
        Ref<Note> note = database.put(new Note("before", Text.of("a")));
        Store backup = copy(database);
        peers.link(0, 1);
        for (int i = 0; i < 300; i++) {
            database.text(note, Note::body).insert(0, "b");
        }
        peers.settle();
        Note newest = peers.database(1).get(note);

        restore(0, backup);
        EchoDatabase restored = peers.database(0);
        assertThat(restored.status().unconfirmed()).isTrue();
        assertThat(restored.get(note)).isEqualTo(new Note("before", Text.of("a")));
        DatabaseTest.assertCode(ErrorCode.SPACE_UNCONFIRMED, () -> restored.put(new Note("too early", Text.of(""))));
        peers.peer(0).restart();
        assertThat(peers.database(0).status().unconfirmed()).isTrue();

        peers.link(0, 1);
        int written = 0;
        while (peers.step()) {
            if (!peers.database(0).status().unconfirmed()) {
                assertThat(peers.database(0).get(note)).isEqualTo(newest);
                written++;
            }
        }
        assertThat(written).isPositive();
        peers.database(0).text(note, Note::body).insert(0, "after");
        peers.settle();
        assertThat(peers.database(1).get(note)).isEqualTo(peers.database(0).get(note));
        assertThat(peers.database(1).status().frozen()).isEmpty();
        assertThat(peers.database(0).verify().findings()).isEmpty();
        peers.peer(0).restart();
        assertThat(peers.database(0).status().unconfirmed()).isFalse();
    }

    /** Why there is the waiting. */
    @Test
    void aFeedThatGoesOnFromAFormerStateIsFrozenByWhoeverKnowsMore() {
        EchoDatabase database = peers.database(0);
        Ref<Note> note = database.put(new Note("before", Text.of("a")));
        Store backup = copy(database);
        peers.link(0, 1);
        database.text(note, Note::body).insert(0, "known to one");
        peers.settle();
        restore(0, backup);
        peers.database(0).confirmOnlyCopy();
        peers.database(0).put(new Note("another block in its place", Text.of("")));
        peers.database(0).put(new Note("and one more", Text.of("")));
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(1).status().frozen()).containsExactly(TestSpace.device(0));
    }

    @Test
    void aMemberThatKnowsNoMoreIsEnough() {
        EchoDatabase database = peers.database(0);
        database.put(new Note("before", Text.of("a")));
        peers.link(0, 1);
        peers.settle();
        restore(0, copy(database));
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(0).status().unconfirmed()).isFalse();
        peers.database(0).put(new Note("after", Text.of("")));
        peers.settle();
        assertThat(peers.database(1).version()).isEqualTo(peers.database(0).version());
    }

    @Test
    void withNoOtherCopyTheUserSaysSo() {
        EchoDatabase database = peers.database(0);
        Ref<Note> note = database.put(new Note("before", Text.of("a")));
        restore(0, copy(database));
        peers.database(0).confirmOnlyCopy();
        assertThat(peers.database(0).status().unconfirmed()).isFalse();
        peers.database(0).update(note, each -> new Note("after", each.body()));
        peers.peer(0).restart();
        assertThat(peers.database(0).get(note).title()).isEqualTo("after");
        assertThat(peers.database(0).status().unconfirmed()).isFalse();
    }

    /** The dump is of the moment at which it was begun. */
    @Test
    void aBackupIsOfOneMoment() throws IOException {
        EchoDatabase database = peers.database(0);
        database.put(new Note("before", Text.of("a")));
        Version then = database.version();
        MemoryStore store = new MemoryStore();
        DatabaseRestore restore = DatabaseRestore.into(store, database.id());
        try (DatabaseDump dump = database.dump()) {
            dump.forEach((family, key, value) -> {
                database.put(new Note("meanwhile", Text.of("")));
                database.flush();
                try {
                    restore.take(family, key, value);
                } catch (MalformedException e) {
                    throw new IOException(e);
                }
            });
        }
        restore.finish();
        restore(0, store);
        assertThat(peers.database(0).version()).isEqualTo(then);
        assertThat(peers.database(0).verify().findings()).isEmpty();
    }
}
