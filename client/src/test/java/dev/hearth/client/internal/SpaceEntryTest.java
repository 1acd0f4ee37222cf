package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.SpaceId;
import dev.hearth.testkit.Damage;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the registry keeps of a space, damaged. */
final class SpaceEntryTest {
    @Test
    void damagedEntriesAreReadOrRefused() {
        SpaceId id = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
        SpaceEntry entry = new SpaceEntry(id, List.of(URI.create("ws://127.0.0.1:8890/")));
        assertThat(Damage.every(entry.encode().toArray(), 1, bytes -> SpaceEntry.decode(Bytes.of(bytes))))
                .isPositive();
    }
}
