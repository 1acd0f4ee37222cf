package dev.hearth.kube.bench;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Invitation;
import dev.hearth.client.Space;
import dev.hearth.echo.BlobPeer;
import dev.hearth.echo.BlobRef;
import dev.hearth.halo.Role;
import dev.hearth.kube.replay.Folders;
import dev.hearth.mesh.Topic;
import dev.hearth.mesh.signal.SignalServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

/**
 * Measures one blob of random bytes: put and read here, put again with an insertion, and fetched by another process
 * over TCP that is ended at half and goes on as a new one. Beside it, in the same run, a plain file and a bare session.
 */
public final class BlobBench {
    private static final int MEGA = 1_000_000;
    private static final int INSERTED = 10;
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Seams seams;
    private final byte[] content;

    private BlobBench(Path folder, Seams seams, int megabytes) {
        this.folder = folder;
        this.seams = seams;
        content = new byte[megabytes * MEGA];
        new Random(1).nextBytes(content);
    }

    /** Measures a blob of so many millions of bytes, from 1 to 1,000. */
    public static BlobResult run(int megabytes) {
        if (megabytes < 1 || megabytes > 1_000) {
            throw new IllegalArgumentException("megabytes: from 1 to 1000, got " + megabytes);
        }
        Path folder = Folders.temporary("hearth-bench-blob");
        try (Seams seams = Seams.system()) {
            return new BlobBench(folder, seams, megabytes).run();
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("folder", folder.toString()), e);
        } finally {
            Folders.delete(folder);
        }
    }

    private BlobResult run() throws IOException {
        try (SignalServer signal = SignalServer.start();
                Client client = SpaceFolder.open(folder.resolve("ann"), signal.uri(), "Ann")) {
            Space space = client.spaces().create("Bench");
            double fileRate = rate(file());
            Instant start = now();
            BlobRef ref = space.blobs().put(new ByteArrayInputStream(content), "application/octet-stream");
            double putRate = rate(since(start));
            start = now();
            String expected = hash(new ByteArrayInputStream(content));
            double hashing = since(start);
            start = now();
            boolean equal = hash(space.blobs().open(ref)).equals(expected);
            double readRate = rate(since(start) - hashing);
            long insertedChunks = insertedChunks(space, ref);
            return new BlobResult(
                    ref.size(),
                    equal,
                    putRate,
                    fileRate,
                    readRate,
                    insertedChunks,
                    transfer(client, space, ref, signal.uri(), expected));
        }
    }

    /** Puts the same with an insertion, and takes that away again: what goes is what it did not share. */
    private long insertedChunks(Space space, BlobRef ref) {
        space.blobs().pin(ref);
        byte[] longer = new byte[content.length + INSERTED];
        System.arraycopy(content, 0, longer, 0, INSERTED);
        System.arraycopy(content, INSERTED, longer, 2 * INSERTED, content.length - INSERTED);
        space.blobs().put(new ByteArrayInputStream(longer), ref.mediaType());
        return space.blobs().collect(Duration.ZERO).removedChunks();
    }

    private BlobResult.Transfer transfer(Client client, Space space, BlobRef ref, URI signal, String expected)
            throws IOException {
        Invitation invitation = space.invite(Role.READER);
        byte[] random = new byte[Topic.SIZE];
        seams.random().nextBytes(random);
        Bytes topic = Bytes.of(random);
        double bareMillis;
        double firstMillis;
        long firstSent;
        try (BlobFetcher fetcher = BlobFetcher.start(folder, signal, invitation, ref);
                BareSession sender = BareSession.send(client, signal, topic, ref.size())) {
            bareMillis = fetcher.bare(sender.topic());
            firstMillis = fetcher.fetchHalf(ref.size());
            fetcher.kill();
            firstSent = space.blobs().peers().stream()
                    .mapToLong(BlobPeer::sentChunks)
                    .sum();
        }
        BlobFetcher.Done done;
        try (BlobFetcher fetcher = BlobFetcher.start(folder, signal, invitation, ref)) {
            done = fetcher.fetch();
        }
        space.blobs().unpin(ref);
        long chunks = space.blobs().collect(Duration.ZERO).removedChunks();
        return new BlobResult.Transfer(
                done.hash().equals(expected),
                rate(bareMillis),
                rate(firstMillis + done.millis()),
                chunks,
                firstSent + done.receivedChunks() - chunks);
    }

    private double file() throws IOException {
        Instant start = now();
        try (FileChannel file =
                FileChannel.open(folder.resolve("plain"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        return since(start);
    }

    private Instant now() {
        return seams.clock().instant();
    }

    private double since(Instant start) {
        return Duration.between(start, now()).toNanos() / 1e6;
    }

    /** Returns millions of bytes a second. */
    private double rate(double millis) {
        return Stopwatch.rounded(content.length / 1e3 / millis);
    }

    /** Returns the SHA-256 of what {@code in} gives, in hexadecimal, and closes it. */
    static String hash(InputStream in) {
        try (in) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer, 0, BUFFER); read >= 0; read = in.read(buffer, 0, BUFFER)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
