package dev.hearth.echo.internal.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Version;
import dev.hearth.echo.internal.feed.CheckpointOffer;
import dev.hearth.testkit.Damage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Frames of replication as a peer could forge them. */
final class FramesTest {
    private static final DeviceId FEED = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));

    @Test
    void damagedFramesAreReadOrRefused() {
        CredentialId credential = new CredentialId(Bytes.of(new byte[CredentialId.SIZE]));
        assertThat(Damage.every(
                        body(Frames.hello(
                                Map.of(FEED, 300L), List.of(credential), new Version(new TreeMap<>(Map.of(FEED, 7L))))),
                        1,
                        bytes -> Frames.readHello(new ByteReader(bytes))))
                .isPositive();
        assertThat(Damage.every(
                        body(Frames.have(Map.of(FEED, 300L))), 2, bytes -> Frames.readFeeds(new ByteReader(bytes))))
                .isPositive();
        assertThat(Damage.every(
                        body(Frames.credentials(List.of(Bytes.fromHex("0102"), Bytes.fromHex("03")))),
                        3,
                        bytes -> Frames.readCredentials(new ByteReader(bytes))))
                .isPositive();
        assertThat(Damage.every(
                        body(Frames.request(new Frames.Place(FEED, 9))),
                        4,
                        bytes -> Frames.readRequest(new ByteReader(bytes))))
                .isPositive();
        Inbox.Run run =
                new Inbox.Run(FEED, 1, List.of(new byte[] {16, 1}, new byte[] {16, 2, 3}), Bytes.of(new byte[64]));
        assertThat(Damage.every(body(Frames.blocks(run)), 5, bytes -> Frames.readBlocks(new ByteReader(bytes))))
                .isPositive();
    }

    @Test
    void damagedCheckpointsAreReadOrRefused() {
        assertThat(Damage.every(
                        FrameTargets.offer().encode().toArray(), 6, bytes -> CheckpointOffer.decode(Bytes.of(bytes))))
                .isPositive();
        assertThat(Damage.every(
                        FrameTargets.part().encode().toArray(), 7, bytes -> CheckpointPart.decode(Bytes.of(bytes))))
                .isPositive();
        assertThat(Damage.every(
                        body(Frames.wanted(new Frames.Wanted(
                                new Hash(Bytes.of(new byte[Hash.SIZE])), CheckpointPart.Place.START))),
                        8,
                        bytes -> Frames.readWanted(new ByteReader(bytes))))
                .isPositive();
    }

    @Test
    void theBytesOfACheckpoint() throws MalformedException {
        String none = "00".repeat(32);
        String whole = "ffffffffffffffff7f";
        CheckpointOffer offer = FrameTargets.offer();
        assertThat(offer.encode().hex())
                .isEqualTo("01" + none + "07" + none + "14" + "01" + none + "00".repeat(16) + "010003" + "09" + none
                        + "40" + "00".repeat(64));
        assertThat(CheckpointOffer.decode(offer.encode()).encode()).isEqualTo(offer.encode());
        CheckpointPart part = FrameTargets.part();
        assertThat(part.encode().hex())
                .isEqualTo(none + none + "00" + "00".repeat(16) + whole + "01" + "00".repeat(16) + whole + "01" + "01"
                        + "020102");
        assertThat(CheckpointPart.decode(part.encode())).isEqualTo(part);
        ByteWriter piece = new ByteWriter(64);
        CheckpointPart.write(
                piece,
                new CheckpointPart.ObjectPiece(
                        new ObjectId(Bytes.of(new byte[ObjectId.SIZE])), 9, 4, Bytes.fromHex("0a0b")));
        assertThat(piece.toBytes().hex()).isEqualTo("01" + "00".repeat(16) + "0904" + "020a0b");
    }

    /** A frame without its kind, which the replicator has read. */
    private static byte[] body(Bytes frame) {
        return frame.slice(1, frame.size()).toArray();
    }
}
