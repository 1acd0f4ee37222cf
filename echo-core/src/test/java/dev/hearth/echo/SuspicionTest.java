package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.echo.store.MemoryStore;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A peer whose blocks don't fit what is here is heard again from the beginning, and then it is known who is at fault.
 */
final class SuspicionTest {
    private static final int BLOCKS = 3;

    private final TestPeers peers = new TestPeers(141, 2);

    record Note(String title, Text body) {}

    private static String noise(long seed, int length) {
        StringBuilder out = new StringBuilder();
        new Random(seed).ints(length, 'a', 'z').forEach(each -> out.append((char) each));
        return out.toString();
    }

    /** Flips the last byte of one frame of blocks, which is in the signature. */
    private static UnaryOperator<Bytes> breaking(int number) {
        AtomicInteger heard = new AtomicInteger();
        return frame -> {
            if (frame.at(0) != BLOCKS || heard.incrementAndGet() != number) {
                return frame;
            }
            byte[] broken = frame.toArray();
            broken[broken.length - 1] ^= 1;
            return Bytes.of(broken);
        };
    }

    /** So many notes of some kilobytes each, in runs of several blocks. */
    private void write(TestPeers.Peer author, String title, int count) {
        for (int i = 0; i < count; i++) {
            author.database().put(new Note(title + i, Text.of(noise(i, 20_000))));
        }
    }

    private void assertMended(TestPeers.Peer reader, int count) {
        assertThat(reader.database().query(Note.class).count()).isEqualTo(count);
        assertThat(reader.database().status().frozen()).isEmpty();
        assertThat(reader.database().status().quarantined()).isEmpty();
    }

    @Test
    void whoSendsWhatTheAuthorDidNotSignIsAtFaultAndTheAuthorIsNot() {
        write(peers.peer(0), "early", 20);
        peers.link(0, 1);
        peers.settle();
        peers.cutAll();
        write(peers.peer(0), "late", 6);
        TestPeers.Link link = peers.link(0, 1);
        link.second().tamper(breaking(1));
        peers.settle();
        assertThat(link.second().failure).contains("Blocks that their author did not write");
        assertMended(peers.peer(1), 20);
        peers.link(0, 1);
        peers.settle();
        assertMended(peers.peer(1), 26);
    }

    /** The blocks under way before the request are passed over, and what agrees is not held against it again. */
    @Test
    void whatIsHeardAgainAndIsNotSignedEitherEndsTheConnection() {
        write(peers.peer(0), "early", 20);
        peers.link(0, 1);
        peers.settle();
        peers.cutAll();
        write(peers.peer(0), "late", 20);
        TestPeers.Link link = peers.link(0, 1);
        AtomicInteger heard = new AtomicInteger();
        UnaryOperator<Bytes> first = breaking(1);
        link.second().tamper(frame -> {
            boolean blocks = frame.at(0) == BLOCKS;
            boolean fromTheStart = blocks && frame.at(33) == 1;
            if (fromTheStart) {
                heard.incrementAndGet();
                byte[] broken = frame.toArray();
                broken[broken.length - 1] ^= 1;
                return Bytes.of(broken);
            }
            return first.apply(frame);
        });
        peers.settle();
        assertThat(heard.get()).isPositive();
        assertThat(link.second().failure).contains("Blocks with a wrong signature");
        assertMended(peers.peer(1), 20);
        peers.link(0, 1);
        peers.settle();
        assertMended(peers.peer(1), 40);
    }

    /** The former history still waits for its key when the other one comes. */
    @Test
    void anAuthorIsFrozenForBlocksThatWaitToo() {
        TestPeers.Peer author = peers.peer(0);
        write(author, "one", 3);
        peers.peer(1).member.holdsKey(false);
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(1).status().waiting()).hasSize(1);
        author.restart();
        author.store = new MemoryStore(); // a backup of before, say
        write(author, "other", 4);
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(1).status().frozen()).containsExactly(author.device);
        assertThat(peers.database(1).status().waiting()).isEmpty();
        peers.peer(1).member.holdsKey(true);
        peers.settle();
        assertThat(peers.database(1).query(Note.class).count()).isZero();
        write(author, "more", 2);
        peers.settle();
        assertThat(peers.database(1).query(Note.class).count()).isZero();
    }

    @Test
    void whatWaitsIsBoundedAndTheRestIsAskedForOnceThereIsRoom() {
        TestPeers.Peer reader = peers.peer(1);
        reader.options = new DatabaseOptions(1 << 20, DatabaseOptions.defaults().flushDelay(), 1 << 20);
        reader.member.holdsKey(false);
        write(peers.peer(0), "note", 200);
        peers.link(0, 1);
        peers.settle();
        int waiting = reader.database().status().waiting().get(0).blocks();
        assertThat(waiting).isBetween(20, 120);
        reader.member.holdsKey(true);
        peers.settle();
        assertMended(reader, 200);
        assertThat(reader.database().status().waiting()).isEmpty();
    }
}
