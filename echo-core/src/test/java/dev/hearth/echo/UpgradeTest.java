package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.StoreBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What former versions stored is opened, read, written on and replicated by this one. */
class UpgradeTest {
    private final TestPeers peers = new TestPeers(GoldenSpace.SEED, 2);

    private static List<String> golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(UpgradeTest.class.getResourceAsStream("golden/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    private void open(String name) throws IOException {
        peers.peer(0).store = GoldenSpace.store(golden(name));
    }

    @Test
    void aSpaceOfFormat1HasAllItsContents() throws IOException {
        open("space-1.txt");
        GoldenSpace.check(peers.database(0));
        peers.database(0).text(someRef(), "body").insert(0, "goes on");
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(1).version()).isEqualTo(peers.database(0).version());
        assertThat(peers.database(0).verify().findings()).isEmpty();
    }

    private Ref<GoldenSpace.Paper> someRef() {
        return peers.database(0).query(GoldenSpace.Paper.class).list().get(0).ref();
    }

    /** The contents are what this version makes of the same edits too. */
    @Test
    void thisVersionMakesTheSame() {
        GoldenSpace.fill(peers);
        GoldenSpace.check(peers.database(0));
    }

    @Test
    void aCompactedSpaceOfFormat1HasAllItsContents() throws IOException {
        open("compacted-1.txt");
        EchoDatabase database = peers.database(0);
        assertThat(database.query(GoldenSpace.Paper.class).count()).isEqualTo(2);
        assertThat(database.verify().findings()).isEmpty();
        database.text(someRef(), "body").insert(0, "goes on");
        peers.peer(0).restart();
        assertThat(peers.database(0).text(someRef(), "body").value()).startsWith("goes on");
    }

    @Test
    void whatALaterVersionStoredIsRefused() throws IOException {
        open("space-1.txt");
        MemoryStore store = (MemoryStore) peers.peer(0).store;
        byte[][] key = {null};
        store.scan(Family.META, new byte[0], (each, value) -> {
            key[0] = each;
            return false;
        });
        assertThat(key[0]).hasSize(17).endsWith(1);
        store.write(new StoreBatch().put(Family.META, key[0], new byte[] {2}));
        DatabaseTest.assertCode(ErrorCode.FORMAT_UNKNOWN, () -> peers.database(0));
    }
}
