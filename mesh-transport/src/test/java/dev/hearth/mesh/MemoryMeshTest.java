package dev.hearth.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The contract inside one process, and what only a network that can be cut shows. */
class MemoryMeshTest extends MeshContract {
    private final MemoryNetwork network = MemoryNetwork.create();

    @Override
    protected String transport() {
        return "memory";
    }

    @Override
    protected MeshOptions options() {
        return MeshOptions.defaults().withTransports(List.of("memory")).withNetwork(network);
    }

    @Test
    void nothingIsLostOrDoubledOverAHundredCutLinks() {
        long seed = 20261123;
        Random random = new Random(seed);
        TestPeer ann = peer(TOPIC);
        TestPeer ben = peer(TOPIC);
        Channel there = ann.session().open(TestPeer.PROTOCOL, ann.recorder());
        there.send(numbered(0, 10));
        ben.awaitReceived(1);
        Channel back = ben.accepted.get(0);
        back.send(numbered(0, 10));
        int sent = 1;
        int cuts = 0;
        while (cuts < 100) {
            for (int i = 0; i < 5 && there.writable() && back.writable(); i++, sent++) {
                int size = random.nextInt(40_000);
                there.send(numbered(sent, size));
                back.send(numbered(sent, size));
            }
            if (cuts % 10 != 0) {
                ann.sessionOver("memory");
            }
            LockSupport.parkNanos(random.nextInt(2_000_000));
            cuts += network.cutOne(random);
        }
        ben.awaitReceived(sent);
        ann.awaitReceived(sent);
        assertNumbered(ann, sent, seed);
        assertNumbered(ben, sent, seed);
        assertThat(ann.disconnected).as("seed %d", seed).isEmpty();
        assertThat(ben.disconnected).as("seed %d", seed).isEmpty();
        assertThat(ann.session().stats().links()).as("seed %d", seed).isGreaterThan(50);
    }

    private static void assertNumbered(TestPeer peer, int count, long seed) {
        int next = 0;
        for (Bytes message : peer.received) {
            int size = message.size() - 4;
            assertThat(message).as("message %d, seed %d", next, seed).isEqualTo(numbered(next, size));
            next++;
        }
        assertThat(next).as("seed %d", seed).isEqualTo(count);
    }
}
