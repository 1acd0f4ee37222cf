package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import dev.hearth.testkit.Damage;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the registry keeps of a space, damaged. */
final class SpaceEntryTest {
    @Test
    void damagedEntriesAreReadOrRefused() {
        SpaceId id = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
        DeviceId device = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));
        IdentityId identity = new IdentityId(Bytes.of(new byte[IdentityId.SIZE]));
        SpaceEntry entry = SpaceEntry.open(id, List.of(URI.create("ws://127.0.0.1:8890/")), false)
                .ended(
                        KnownSpace.State.DELETED,
                        "Home",
                        new SpaceEntry.Ending(identity, Instant.ofEpochSecond(1_800_000_000), Set.of(device)));
        assertThat(Damage.every(entry.encode().toArray(), 1, bytes -> SpaceEntry.decode(Bytes.of(bytes))))
                .isPositive();
    }

    @Test
    void entriesOfBothFormatsAreRead() throws MalformedException {
        SpaceId id = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
        Bytes former = Cbor.array(Cbor.of(1), Cbor.of(id.value()), Cbor.array(Cbor.of("ws://127.0.0.1:8890/")))
                .encode();
        SpaceEntry read = SpaceEntry.decode(former);
        assertThat(read).isEqualTo(SpaceEntry.open(id, List.of(URI.create("ws://127.0.0.1:8890/")), false));
        SpaceEntry closed = read.closed("Home");
        assertThat(SpaceEntry.decode(closed.encode())).isEqualTo(closed);
        assertThat(closed.encode().hex())
                .isEqualTo(
                        "87025820" + "00".repeat(32) + "817477733a2f2f3132372e302e302e313a383839302f01f464486f6d65f6");
        assertThat(SpaceEntry.decode(closed.opened().encode())).isEqualTo(read);
    }
}
