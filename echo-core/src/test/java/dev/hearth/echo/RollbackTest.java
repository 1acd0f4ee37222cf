package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Somebody puts a former store in the place of the newest one: of this device, or of one that stores for others. */
final class RollbackTest {
    record Note(String title, Text body) {}

    private final TestPeers peers = new TestPeers(5, 3);

    private static Store copy(Store store) {
        MemoryStore copy = new MemoryStore();
        for (Family family : Family.values()) {
            store.scan(family, new byte[0], (key, value) -> {
                copy.write(new StoreBatch().put(family, key, value));
                return true;
            });
        }
        return copy;
    }

    private void put(int peer, String title) {
        peers.database(peer).put(new Note(title, Text.of("")));
    }

    private long notes(int peer) {
        return peers.database(peer).query(Note.class).count();
    }

    /** Peer 0 writes a note that the others get, and is put back to before it wrote it. */
    private void rollBack() {
        put(0, "one");
        peers.linkAll();
        peers.settle();
        peers.peer(0).restart();
        Store former = copy(peers.peer(0).store);
        put(0, "two");
        peers.linkAll();
        peers.settle();
        peers.peer(0).restart();
        peers.peer(0).store = former;
        assertThat(notes(0)).isEqualTo(1);
    }

    private void assertNobodyFrozen() {
        for (int i = 0; i < 3; i++) {
            assertThat(peers.database(i).status().frozen()).isEmpty();
            assertThat(peers.database(i).status().quarantined()).isEmpty();
        }
    }

    @Test
    void aDeviceThatWroteMoreThanItsStoreHasWaitsForIt() {
        rollBack();
        peers.peer(0).restart();
        peers.peer(0).member.wrote(2);
        assertThat(peers.database(0).status().unconfirmed()).isTrue();
        DatabaseTest.assertCode(ErrorCode.SPACE_UNCONFIRMED, () -> put(0, "in the place of two"));
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(0).status().unconfirmed()).isFalse();
        assertThat(notes(0)).isEqualTo(2);
        put(0, "three");
        peers.settle();
        assertThat(notes(1)).isEqualTo(3);
        assertNobodyFrozen();
    }

    @Test
    void whatIsLostForGoodIsGivenUpByTheUserAlone() {
        put(0, "never told");
        peers.peer(0).restart();
        peers.peer(0).store = new MemoryStore();
        peers.peer(0).member.wrote(1);
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(0).status().unconfirmed()).isTrue();
        peers.database(0).confirmOnlyCopy();
        put(0, "anew");
        peers.settle();
        assertThat(notes(1)).isEqualTo(1);
        assertNobodyFrozen();
    }

    /** Links the device that was put back, and goes on until it has heard what the other one holds. */
    private void greet() {
        TestPeers.Link link = peers.link(0, 1);
        while (!link.first().replicator().status().greeted()) {
            assertThat(peers.step()).isTrue();
        }
        assertThat(peers.database(0).version().blocks()).isEqualTo(1);
    }

    @Test
    void aDeviceThatIsToldOfMoreWaitsUntilItHasCome() {
        rollBack();
        greet();
        DatabaseTest.assertCode(ErrorCode.SPACE_UNCONFIRMED, () -> put(0, "in the place of two"));
        peers.settle();
        put(0, "three");
        peers.settle();
        assertThat(notes(1)).isEqualTo(3);
        assertNobodyFrozen();
    }

    /** Anybody can claim to hold more, so it is not waited for without end. */
    @Test
    void aClaimHoldsNobodyUpForLong() {
        rollBack();
        greet();
        peers.advance(Duration.ofSeconds(11));
        put(0, "whatever comes of it");
        assertThat(notes(0)).isEqualTo(2);
    }

    @Test
    void credentialsThatAreGoneComeAgainBeforeAnythingIsWritten() {
        TestSpace.Member forgetful = peers.space().member(peers.peer(0).device);
        put(0, "one");
        peers.link(0, 1);
        peers.settle();
        peers.peer(0).restart();
        forgetful.admit(peers.peer(0).device); // of the others it knows no more
        TestPeers.Peer again = peers.new Peer(forgetful);
        again.store = peers.peer(0).store;
        assertThat(again.database().status().unconfirmed()).isTrue();
        DatabaseTest.assertCode(
                ErrorCode.SPACE_UNCONFIRMED, () -> again.database().put(new Note("early", Text.of(""))));
        peers.link(again, peers.peer(1));
        peers.settle();
        assertThat(again.database().status().unconfirmed()).isFalse();
        again.database().put(new Note("two", Text.of("")));
        peers.settle();
        assertThat(notes(1)).isEqualTo(2);
        assertNobodyFrozen();
    }

    @Test
    void whoStoresForOthersTakesNothingBackFromThemByShowingAFormerState() {
        put(0, "one");
        peers.linkAll();
        peers.settle();
        peers.peer(1).restart();
        Store former = copy(peers.peer(1).store);
        put(0, "two");
        peers.linkAll();
        peers.settle();
        peers.cutAll();
        peers.peer(1).restart();
        peers.peer(1).store = former;
        put(2, "three");
        Version before = peers.database(2).version();
        peers.link(1, 2);
        peers.settle();
        assertThat(peers.database(2).version()).isEqualTo(before);
        assertThat(notes(1)).isEqualTo(3);
        assertNobodyFrozen();
    }
}
