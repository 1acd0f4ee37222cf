package dev.hearth.echo;

import static dev.hearth.echo.DatabaseTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.echo.store.MemoryStore;
import org.junit.jupiter.api.Test;

/** After a write that failed memory is ahead of the store, so nothing is written any more, and the cause is told. */
final class FailedStoreTest {
    private final TestPeers peers = new TestPeers(171, 2);
    private final WatchedStore store = new WatchedStore(new MemoryStore());

    record Note(@Index String title) {}

    private EchoDatabase failed() {
        peers.peer(0).store = store;
        EchoDatabase database = peers.database(0);
        database.put(new Note("kept"));
        peers.link(0, 1);
        peers.settle();
        database.flush();
        store.writesLeft = 0;
        database.put(new Note("lost"));
        assertCode(ErrorCode.STORAGE_FAILED, database::flush);
        store.writesLeft = Integer.MAX_VALUE;
        return database;
    }

    @Test
    void nothingIsWrittenAndTheFirstCauseIsNamed() {
        EchoDatabase database = failed();
        assertCode(ErrorCode.INTERNAL, () -> database.put(new Note("later")));
        assertCode(ErrorCode.STORAGE_FAILED, database::repair);
        assertThat(database.status().failure()).contains("STORAGE_FAILED");
        assertThat(database.query(Note.class).count()).as("reading goes on").isEqualTo(2);
    }

    @Test
    void whatOthersBringIsNotAcknowledged() {
        EchoDatabase database = failed();
        for (int i = 0; i < 300; i++) {
            peers.database(1).put(new Note("from afar " + i));
        }
        peers.settle();
        assertThat(database.status().failure()).contains("STORAGE_FAILED");
        peers.peer(0).crash();
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(0).status().failure()).isEmpty();
        assertThat(peers.database(0).version()).isEqualTo(peers.database(1).version());
    }
}
