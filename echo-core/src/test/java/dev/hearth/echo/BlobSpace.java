package dev.hearth.echo;

import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.Store;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Random;

/** One device with blobs, and a clock that the test moves. */
final class BlobSpace implements AutoCloseable {
    static final String TYPE = "application/x-test";

    final TestSpace space;
    final TestSpace.Member member;
    final ClockedSeams seams;
    final Store store;
    EchoDatabase database;

    record Picture(String title, BlobRef content) {}

    BlobSpace(long seed) {
        this(seed, new MemoryStore());
    }

    BlobSpace(long seed, Store store) {
        this.store = store;
        space = new TestSpace(seed);
        member = space.member(TestSpace.device(1)).admit(TestSpace.device(1));
        seams = new ClockedSeams(seed);
        database = open(store);
        settle();
    }

    private EchoDatabase open(Store in) {
        return EchoDatabase.open(in, member, member, seams, DatabaseOptions.defaults());
    }

    Blobs blobs() {
        return database.blobs();
    }

    /** Opens what the store holds as the next process does. */
    void reopen() {
        database = open(store);
        settle();
    }

    void settle() {
        while (seams.step()) {
            // until nothing is left to do
        }
    }

    void pass(Duration time) {
        seams.pass(time);
    }

    BlobRef put(byte[] content) {
        return blobs().put(new ByteArrayInputStream(content), TYPE);
    }

    byte[] read(BlobRef ref) {
        try (BlobReader in = blobs().open(ref, Duration.ZERO)) {
            return in.readAllBytes();
        }
    }

    static byte[] noise(long seed, int size) {
        byte[] noise = new byte[size];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    int count(dev.hearth.echo.store.Family family) {
        int[] count = {0};
        store.scan(family, new byte[0], (key, value) -> count[0]++ >= 0);
        return count[0];
    }

    @Override
    public void close() {
        database.close();
    }
}
