package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

    @Test
    void aPairThatNoBackupHasIsRefused() {
        DatabaseRestore restore =
                DatabaseRestore.into(new MemoryStore(), peers.database(0).id());
        byte[] own = new Keyspace(peers.database(0).id()).all();
        byte[] key = new byte[own.length + 4];
        assertRefused("family", () -> restore.take(63, key, new byte[1]));
        assertRefused("family", () -> restore.take(Family.HOST.number(), key, new byte[1]));
        int ofBranch = Family.BLOCK.number() | DatabaseDump.OF_BRANCH;
        assertRefused("branch", () -> restore.take(ofBranch, new byte[own.length - 1], new byte[1]));
        assertRefused("branch", () -> restore.take(ofBranch, Arrays.copyOf(own, own.length + 4), new byte[1]));
    }

    private static void assertRefused(String what, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(MalformedException.class).hasMessageContaining(what);
    }

    /** What is large is written in several batches; a taker that fails ends the dump with its own failure. */
    @Test
    void aLargeBackupIsWrittenBitByBitAndAFailureIsHandedOn() {
        EchoDatabase database = peers.database(0);
        byte[] noise = new byte[1_500_000];
        new Random(1).nextBytes(noise);
        database.blobs().put(new ByteArrayInputStream(noise), "a/b");
        Ref<Note> note = database.put(new Note("large", Text.of("")));
        restore(0, copy(database));
        assertThat(peers.database(0).get(note).title()).isEqualTo("large");
        assertThat(peers.database(0).blobs().list()).hasSize(1);
        try (DatabaseDump dump = peers.database(0).dump()) {
            assertThatThrownBy(() -> dump.forEach((family, key, value) -> {
                        throw new IOException("full");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("full");
        }
    }

    /** Nobody says how far this device was in a branch that others know, until one does. */
    @Test
    void aBranchWaitsForItselfAfterItsSpaceWasRestored() {
        EchoDatabase database = peers.database(0);
        database.put(new Note("before", Text.of("a")));
        Branch draft = database.branch("draft");
        draft.database().put(new Note("in the branch", Text.of("")));
        peers.link(0, 1);
        peers.settle();
        restore(0, copy(database));
        peers.link(0, 1);
        peers.settle();
        EchoDatabase restored = peers.database(0);
        assertThat(restored.status().unconfirmed()).isFalse();
        EchoDatabase branch = restored.openBranch(draft.id());
        assertThat(branch.query(Note.class).count()).isEqualTo(2);
        DatabaseTest.assertCode(ErrorCode.SPACE_UNCONFIRMED, () -> branch.put(new Note("too early", Text.of(""))));
        Branch later = restored.branch("begun after it"); // of which nobody can know anything
        later.database().put(new Note("new", Text.of("")));
        restored.confirmOnlyCopy();
        branch.put(new Note("now", Text.of("")));
        peers.peer(0).restart();
        assertThat(peers.database(0).openBranch(draft.id()).query(Note.class).count())
                .isEqualTo(3);
        peers.database(0).openBranch(draft.id()).put(new Note("for good", Text.of("")));
        assertThat(peers.database(0).openBranch(later.id()).query(Note.class).count())
                .isEqualTo(2);
    }
}
