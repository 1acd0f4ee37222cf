package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.echo.BlobSpace.Picture;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.testkit.Damage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Blobs on one device. */
final class BlobsTest {
    private static final int CHUNK_LEAST = 64 << 10;
    private static final int CHUNK_MOST = 768 << 10;

    record Album(Optional<BlobRef> cover, List<BlobRef> pages, Map<String, BlobRef> named, Set<BlobRef> all) {}

    record Raw(Bytes content) {}

    @Test
    void whatWasPutIsReadAgainWhateverItsLength() {
        try (BlobSpace space = new BlobSpace(1)) {
            for (int size : new int[] {0, 1, CHUNK_LEAST, CHUNK_LEAST + 1, CHUNK_MOST, CHUNK_MOST + 1, 7_000_001}) {
                byte[] content = BlobSpace.noise(size, size);
                BlobRef ref = space.put(content);
                assertThat(ref.size()).isEqualTo(size);
                assertThat(ref.mediaType()).isEqualTo(BlobSpace.TYPE);
                assertThat(space.read(ref)).isEqualTo(content);
                assertThat(space.blobs().has(ref)).isTrue();
                assertThat(space.blobs().status(ref))
                        .isEqualTo(new BlobStatus(size, 0, false, List.of(), List.of(), ""));
            }
            assertThat(space.blobs().list()).hasSize(7);
        }
    }

    @Test
    void readingJumpsAnywhere() {
        byte[] content = BlobSpace.noise(2, 5_000_000);
        try (BlobSpace space = new BlobSpace(2);
                BlobReader in = space.blobs().open(space.put(content))) {
            Random random = new Random(3);
            for (int i = 0; i < 200; i++) {
                int at = random.nextInt(content.length + 1);
                in.seek(at);
                int some = Math.min(content.length - at, 1 + random.nextInt(300_000));
                assertThat(in.readNBytes(some)).isEqualTo(Arrays.copyOfRange(content, at, at + some));
                assertThat(in.position()).isEqualTo(at + some);
            }
            in.seek(10);
            assertThat(in.read()).isEqualTo(content[10] & 0xFF);
            assertThat(in.available()).isPositive();
            assertThat(in.skip(1_000_000)).isEqualTo(1_000_000);
            assertThat(in.skip(-5)).isZero();
            assertThat(in.read()).isEqualTo(content[1_000_011] & 0xFF);
            assertThat(in.skip(Long.MAX_VALUE)).isEqualTo(content.length - 1_000_012);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.available()).isZero();
            assertThat(in.size()).isEqualTo(content.length);
            assertThatThrownBy(() -> in.seek(content.length + 1L)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> in.seek(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void equalContentIsKeptOnceAndEditedContentAlmostSo() {
        try (BlobSpace space = new BlobSpace(4)) {
            byte[] content = BlobSpace.noise(5, 12 << 20);
            BlobRef first = space.put(content);
            int chunks = space.count(Family.CHUNK);
            assertThat(chunks).isGreaterThan(30);
            assertThat(space.put(content)).isEqualTo(first);
            assertThat(space.count(Family.CHUNK)).isEqualTo(chunks);
            assertThat(space.blobs().list()).containsExactly(first);

            byte[] edited = new byte[content.length + 11];
            System.arraycopy(content, 0, edited, 0, 1_000_000);
            System.arraycopy(content, 1_000_000, edited, 1_000_011, content.length - 1_000_000);
            BlobRef second = space.put(edited);
            assertThat(space.count(Family.CHUNK) - chunks).isBetween(2, 4); // a chunk or two, and the root
            space.blobs().delete(first);
            assertThat(space.read(second)).isEqualTo(edited);
            space.blobs().delete(second);
            assertThat(space.count(Family.CHUNK)).isZero();
        }
    }

    @Test
    void aPictureOfAnotherTypeIsTheSameBlob() {
        try (BlobSpace space = new BlobSpace(5)) {
            BlobRef one = space.blobs().put(new ByteArrayInputStream(new byte[9]), "image/png");
            BlobRef two = space.blobs().put(new ByteArrayInputStream(new byte[9]), "image/gif");
            assertThat(two.id()).isEqualTo(one.id());
            assertThat(space.blobs().list()).containsExactly(one);
        }
    }

    private static final class Unplugged extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("unplugged");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("unplugged");
        }
    }

    @Test
    void aStreamThatFailsLeavesNothing() {
        try (BlobSpace space = new BlobSpace(6)) {
            InputStream failing =
                    new SequenceInputStream(new ByteArrayInputStream(BlobSpace.noise(7, 9_000_000)), new Unplugged());
            assertThatThrownBy(() -> space.blobs().put(failing, "a/b"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("unplugged");
            assertThat(space.count(Family.CHUNK)).isZero();
            assertThat(space.blobs().list()).isEmpty();
            assertThat(space.count(Family.BLOB)).isEqualTo(1); // the next number
        }
    }

    @Test
    void aDeviceWithoutKeyPutsNothing() {
        try (BlobSpace space = new BlobSpace(7)) {
            space.member.holdsKey(false);
            assertThatThrownBy(() -> space.put(new byte[5]))
                    .isInstanceOfSatisfying(
                            HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED));
            assertThat(space.count(Family.BLOB)).isEqualTo(1);
        }
    }

    @Test
    void aBlobWhoseKeyIsGoneIsUnavailable() {
        try (BlobSpace space = new BlobSpace(8)) {
            BlobRef ref = space.put(new byte[5]);
            space.member.holdsKey(false);
            assertThatThrownBy(() -> space.read(ref)).hasMessageContaining("the key of its epoch is not here");
        }
    }

    /** Whatever the disk does to a chunk: the content is read as it was, or not at all; putting it again heals it. */
    @Test
    void aDamagedChunkIsNeverReadAndIsHealedByPuttingAgain() {
        byte[] content = BlobSpace.noise(9, 1_500_000);
        try (BlobSpace space = new BlobSpace(9)) {
            BlobRef ref = space.put(content);
            Random random = new Random(10);
            for (byte[] key : keys(space, Family.CHUNK)) {
                byte[] good = space.store.get(Family.CHUNK, key).orElseThrow();
                for (byte[] bad : damaged(good, random)) {
                    space.store.write(new StoreBatch().put(Family.CHUNK, key, bad));
                    assertThatThrownBy(() -> space.read(ref))
                            .isInstanceOfSatisfying(
                                    HearthException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.BLOB_UNAVAILABLE));
                    assertThat(space.blobs().has(ref)).isFalse();
                    assertThat(space.blobs().status(ref).reason()).isEqualTo("No device of a member is connected.");
                    assertThat(space.put(content)).isEqualTo(ref);
                    assertThat(space.read(ref)).isEqualTo(content);
                    assertThat(space.blobs().has(ref)).isTrue();
                }
            }
        }
    }

    private static List<byte[]> keys(BlobSpace space, Family family) {
        List<byte[]> keys = new ArrayList<>();
        space.store.scan(family, new byte[0], (key, value) -> keys.add(key));
        return keys;
    }

    private static List<byte[]> damaged(byte[] good, Random random) {
        List<byte[]> bad = new ArrayList<>();
        for (int length : new int[] {0, 1, good.length / 2, good.length - 1}) {
            bad.add(Arrays.copyOf(good, length));
        }
        bad.add(Arrays.copyOf(good, good.length + 1));
        for (int at : new int[] {0, 1, 13, good.length - 1, random.nextInt(good.length)}) {
            byte[] flipped = good.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            bad.add(flipped);
        }
        return bad;
    }

    @Test
    void aPointerThatLiesAboutTheSizeIsRefused() {
        try (BlobSpace space = new BlobSpace(11)) {
            BlobRef ref = space.put(new byte[1_000]);
            BlobRef lying = new BlobRef(ref.id(), 2_000, ref.mediaType());
            assertThatThrownBy(() -> space.read(lying)).isInstanceOfSatisfying(HearthException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INPUT_MALFORMED);
                assertThat(e.details()).containsKeys("blob", "rule");
            });
        }
    }

    @Test
    void anUnknownBlobSaysWhyItIsNotThere() {
        try (BlobSpace space = new BlobSpace(12)) {
            BlobRef ref = new BlobRef(new Hash(Bytes.of(new byte[Hash.SIZE])), 77, "a/b");
            assertThat(space.blobs().has(ref)).isFalse();
            assertThat(space.blobs().delete(ref)).isFalse();
            assertThatThrownBy(() -> space.read(ref)).hasMessageContaining("No device of a member is connected.");
            assertThat(space.blobs().status(ref).bytesMissing()).isEqualTo(77);
        }
    }

    @Test
    void aFieldHoldsAPointer() {
        try (BlobSpace space = new BlobSpace(13)) {
            BlobRef ref = space.put(new byte[10]);
            Ref<Picture> picture = space.database.put(new Picture("a", ref));
            assertThat(space.database.get(picture).content()).isEqualTo(ref);
            Album album = new Album(Optional.of(ref), List.of(ref, ref), Map.of("k", ref), Set.of(ref));
            assertThat(space.database.get(space.database.put(album))).isEqualTo(album);

            DynamicObject dynamic = space.database.create("Loose").set("file", ref);
            assertThat(dynamic.get("file")).contains(ref.toBytes());
            assertThat(BlobRef.of((Bytes) dynamic.get("file").orElseThrow())).contains(ref);
            Ref<Raw> raw = space.database.put(new Raw(ref.toBytes()));
            assertThat(space.database.get(raw).content()).isEqualTo(ref.toBytes());
            DynamicObject wrong = space.database.create("Picture").set("content", Bytes.fromHex("b76862010203"));
            assertThatThrownBy(() -> wrong.as(Picture.class)).hasMessageContaining("no pointer to a blob");
        }
    }

    @Test
    void aPointerIsReadBackOrIsOtherBytes() {
        BlobRef ref = new BlobRef(new Hash(Bytes.of(BlobSpace.noise(1, 32))), 1L << 40, "image/png");
        assertThat(BlobRef.of(ref.toBytes())).contains(ref);
        assertThat(ref.toBytes().hex()).startsWith("b7686201").hasSize(2 * (4 + 32 + 6 + 10));
        assertThat(ref.toString()).contains("image/png").contains("1099511627776 bytes");
        Damage.every(
                ref.toBytes().toArray(),
                14,
                bytes -> BlobRef.of(Bytes.of(bytes))
                        .ifPresent(read -> assertThat(read.toBytes()).isEqualTo(Bytes.of(bytes))));
        for (String type : List.of("", "png", "image png/", "bild/\u00e4", "a/" + "b".repeat(126))) {
            assertThatThrownBy(() -> BlobRef.requireMediaType(type)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new BlobRef(ref.id(), -1, "a/b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingWorksAfterTheDatabaseIsClosed() {
        BlobSpace space = new BlobSpace(15);
        BlobRef ref = space.put(new byte[10]);
        BlobReader reader = space.blobs().open(ref, Duration.ZERO);
        space.close();
        Blobs blobs = space.blobs();
        List<ThrowingCallable> calls = List.of(
                () -> space.put(new byte[1]),
                () -> blobs.open(ref),
                () -> assertThat(reader.read(new byte[1], 0, 1)).isZero(),
                () -> blobs.has(ref),
                () -> blobs.delete(ref),
                () -> blobs.pin(ref),
                () -> blobs.unpin(ref),
                () -> blobs.fetch(ref),
                blobs::list,
                blobs::collect);
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call)
                    .isInstanceOfSatisfying(
                            HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        }
    }
}
