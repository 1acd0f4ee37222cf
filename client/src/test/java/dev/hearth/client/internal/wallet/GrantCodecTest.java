package dev.hearth.client.internal.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.wallet.AppGrant;
import dev.hearth.client.wallet.AppRights;
import dev.hearth.client.wallet.AppScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants and scopes as bytes, frames, and the log that is kept of them. */
final class GrantCodecTest {
    private static final DeviceId APP = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));
    private static final SpaceId SPACE = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final AppScope SCOPE = new AppScope(AppRights.WRITE, false, Set.of(SPACE), Optional.of(NOON));
    private static final AppGrant GRANT =
            new AppGrant(APP, "Notes", SCOPE, NOON, Optional.of(new AppGrant.Ending(NOON, true)));

    /** The bytes are those that docs/formats.md tells; a change of them is a change of the format. */
    @Test
    void aGrantIsKeptInTheseBytes() throws MalformedException {
        StoredGrant stored = new StoredGrant(GRANT, SCOPE, Bytes.utf8("chain"), true);
        String zeros = "5820" + "00".repeat(32);
        String scope = "84" + "02" + "f4" + "81" + zeros + "1a" + hex(NOON);
        assertThat(stored.encode().hex())
                .isEqualTo("85" + "01" + "85" + zeros + "654e6f746573" + scope + "1a" + hex(NOON) + "82" + "1a"
                        + hex(NOON) + "f5" + scope + "45636861696e" + "f5");
        assertThat(StoredGrant.decode(stored.encode())).isEqualTo(stored);
    }

    private static String hex(Instant time) {
        return String.format("%08x", time.getEpochSecond());
    }

    @Test
    void whatIsNoScopeIsRefused() {
        for (Cbor each : List.of(
                Cbor.of(1),
                scope(3, false, List.of(), new Cbor.Nil()),
                scope(-1, false, List.of(), new Cbor.Nil()),
                scope(0, true, List.of(), new Cbor.Nil()),
                scope(1, true, List.of(SPACE.value()), new Cbor.Nil()),
                scope(1, false, List.of(Bytes.EMPTY), new Cbor.Nil()),
                scope(1, false, List.of(), Cbor.of(-1)),
                scope(1, false, List.of(), Cbor.of(Long.MAX_VALUE)))) {
            assertThatThrownBy(() -> GrantCodec.scope(each)).as(each.toString()).isInstanceOf(MalformedException.class);
        }
    }

    private static Cbor scope(long rights, boolean all, List<Bytes> spaces, Cbor until) {
        return Cbor.array(
                Cbor.of(rights),
                Cbor.of(all),
                Cbor.array(spaces.stream().map(Cbor::of).toList()),
                until);
    }

    @Test
    void framesComeOutAsTheyWentInWhateverThePieces() throws MalformedException {
        Bytes large = Bytes.of(new byte[1 << 16]);
        Bytes all = Bytes.concat(
                Bytes.of(WalletFrames.encode(Bytes.utf8("one")).array()),
                Bytes.of(WalletFrames.encode(large).array()),
                Bytes.of(WalletFrames.encode(Bytes.EMPTY).array()),
                Bytes.of(WalletFrames.encode(Bytes.utf8("two")).array()));
        for (int piece : new int[] {1, 3, 1_000, 70_000}) {
            WalletFrames frames = new WalletFrames();
            List<Bytes> out = new ArrayList<>();
            for (int at = 0; at < all.size(); ) {
                int size =
                        Math.min(Math.min(piece, all.size() - at), frames.room().remaining());
                assertThat(size).as("room").isPositive();
                frames.room().put(all.slice(at, at + size).toArray());
                at += size;
                for (Optional<Bytes> next = frames.next(); next.isPresent(); next = frames.next()) {
                    out.add(next.get());
                }
            }
            assertThat(out).containsExactly(Bytes.utf8("one"), large, Bytes.EMPTY, Bytes.utf8("two"));
            assertThat(frames.isBegun()).isFalse();
        }
        assertThatThrownBy(() -> WalletFrames.encode(Bytes.of(new byte[(1 << 16) + 1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFullLogIsKeptUnderAnotherNameThreeTimes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("wallet.log");
        try (WalletLog log = new WalletLog(file, 1_000)) {
            for (int i = 0; i < 40; i++) {
                log.note(NOON.plusSeconds(i), WalletLog.Event.SIGNED, APP, "a \"quoted\\name", SCOPE);
            }
        }
        try (WalletLog again = new WalletLog(file, 1_000)) {
            again.note(
                    NOON, WalletLog.Event.REVOKED, APP, "Notes", AppScope.read().inAllSpaces());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("wallet.log", "wallet.log.1", "wallet.log.2", "wallet.log.3");
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo("{\"at\":\"2026-11-27T12:00:00Z\",\"event\":\"revoked\",\"app\":\"" + APP
                        + "\",\"name\":\"Notes\",\"rights\":\"read\",\"spaces\":\"all\",\"until\":null}");
        assertThat(Files.readAllLines(folder.resolve("wallet.log.1")).get(0))
                .contains("\"name\":\"a \\\"quoted\\\\name\"")
                .contains("\"spaces\":1,\"until\":\"2026-11-27T12:00:00Z\"}");
        assertThat(Files.size(folder.resolve("wallet.log.1"))).isBetween(1_000L, 1_300L);
    }
}
