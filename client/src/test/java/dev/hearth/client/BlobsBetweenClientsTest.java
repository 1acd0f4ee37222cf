package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.echo.BlobReader;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.Ref;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Blobs through the facade: put by one, read by another while they come, kept over a restart, unreadable on disk. */
final class BlobsBetweenClientsTest extends ClientsInMemory {
    record Photo(String title, BlobRef picture) {}

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static byte[] noise(long seed, int size) {
        byte[] noise = new byte[size];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    @Test
    void aPictureFollowsItsObjectWhenItIsRead() {
        byte[] content = noise(1, 5_000_000);
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        BlobRef picture = home.blobs().put(new ByteArrayInputStream(content), "image/png");
        Ref<Photo> ref = home.put(new Photo("Lake", picture));
        Client bob = open("bob");
        Space same = join(bob, home.invite(Role.READER));
        Await.until("the object", BOUND, () -> same.find(ref).isPresent());

        BlobRef found = same.get(ref).picture();
        assertThat(found).isEqualTo(picture);
        assertThat(same.blobs().has(found)).isFalse();
        try (BlobReader in = same.blobs().open(found)) {
            in.seek(4_000_000);
            assertThat(in.readNBytes(1_000)).isEqualTo(Arrays.copyOfRange(content, 4_000_000, 4_001_000));
            in.seek(0);
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(same.blobs().has(found)).isTrue();
        bob.close();
        Space again = open("bob").spaces().list().get(0);
        assertThat(again.blobs().has(found)).isTrue();
    }

    @Test
    void aTransferOutlivesTheEndOfTheReader() {
        byte[] content = noise(2, 20_000_000);
        Space home = open("ann").spaces().create("Home");
        BlobRef ref = home.blobs().put(new ByteArrayInputStream(content), "video/mp4");
        Client bob = open("bob");
        Space same = join(bob, home.invite(Role.WRITER));
        same.blobs().pin(ref);
        Await.until("a part", BOUND, () -> same.blobs().status(ref).bytesHere() > 1_000_000);
        bob.close();
        Space again = open("bob").spaces().list().get(0);
        again.blobs().fetch(ref).orTimeout(30, TimeUnit.SECONDS).join();
        try (BlobReader in = again.blobs().open(ref, Duration.ZERO)) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void nothingOfABlobIsReadableOnTheDisk() throws IOException {
        byte[] canary = "canary blob axolotl ".repeat(200_000).getBytes(StandardCharsets.UTF_8);
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        BlobRef ref = home.blobs().put(new ByteArrayInputStream(canary), "canary/pangolin");
        assertNoCanary();
        ann.close();
        assertNoCanary();
        Space again = open("ann").spaces().list().get(0);
        try (BlobReader in = again.blobs().open(ref, Duration.ZERO)) {
            assertThat(in.readAllBytes()).isEqualTo(canary);
        }
        assertThat(again.blobs().list()).containsExactly(ref);
    }

    private void assertNoCanary() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("axolotl")
                        .doesNotContain("pangolin");
            }
        }
    }
}
