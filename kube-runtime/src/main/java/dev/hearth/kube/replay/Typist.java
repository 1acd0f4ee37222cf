package dev.hearth.kube.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.Space;
import dev.hearth.echo.TextField;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Types one peer's turns of an editing history, each edit a transaction. Turns are handed over by the data alone: a
 * peer starts when all edits before its turn have arrived. When each edit was seen here is noted, so that the driver
 * can tell how long an edit takes from one process to another (the monotonic clock is one for all processes of a
 * machine).
 */
final class Typist {
    /** Where a peer leaves, for each edit, the time in nanoseconds at which it was committed or seen here. */
    static final String TIMES = "replay-times.bin";

    /** Where a peer leaves the text that it ends with. */
    static final String TEXT = "replay-text.txt";

    private static final Duration STALL = Duration.ofMinutes(2);

    private final Seams seams;
    private final Space space;
    private final TextField text;
    private final long base;
    private final Object progress = new Object();
    private final AtomicInteger arrived = new AtomicInteger();
    private long[] seenAt = new long[0];

    /** Counts edits from {@code base} blocks on: those that the space holds before the first edit. */
    Typist(Seams seams, Space space, TextField text, long base) {
        this.seams = seams;
        this.space = space;
        this.text = text;
        this.base = base;
    }

    /** Types the turns of peer {@code index} and returns when all edits of all peers are here. */
    void replay(Path file, Turns turns, int index) {
        History history = History.read(file);
        seenAt = new long[turns.edits()];
        Subscription commits = space.onCommit(Runnable::run, commit -> note());
        try {
            note();
            for (int at = 0; at < turns.edits(); at = turns.end(at)) {
                if (turns.typist(at) == index) {
                    await(at);
                    type(history, at, turns.end(at));
                }
            }
            await(turns.edits());
        } finally {
            commits.close();
        }
        space.flush();
    }

    private void type(History history, int from, int to) {
        for (int edit = from; edit < to; edit++) {
            int number = edit;
            space.transact(() -> history.type(number, text));
        }
    }

    /** Stamps the edits that have come since the last call. */
    private void note() {
        long now = seams.nanoTime();
        synchronized (progress) {
            int count = (int) Math.min(seenAt.length, space.version().blocks() - base);
            for (int edit = arrived.get(); edit < count; edit++) {
                seenAt[edit] = now;
            }
            if (count > arrived.get()) {
                arrived.set(count);
                progress.notifyAll();
            }
        }
    }

    /** Returns once so many edits are here; fails when none comes for long. */
    private void await(int count) {
        synchronized (progress) {
            int before = arrived.get();
            long deadline = seams.nanoTime() + STALL.toNanos();
            while (arrived.get() < count) {
                if (arrived.get() > before) {
                    before = arrived.get();
                    deadline = seams.nanoTime() + STALL.toNanos();
                }
                if (seams.nanoTime() > deadline) {
                    throw new HearthException(
                            ErrorCode.TIMED_OUT,
                            Map.of("waiting for edit", String.valueOf(count), "have", String.valueOf(arrived)));
                }
                try {
                    progress.wait(1_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new HearthException(ErrorCode.CLOSED);
                }
            }
        }
    }

    /** Leaves times and text in the data folder and writes what was measured into {@code answer}. */
    void report(ObjectNode answer, Path data) {
        try {
            Files.writeString(data.resolve(TEXT), text.value());
            ByteBuffer times = ByteBuffer.allocate(seenAt.length * Long.BYTES);
            times.asLongBuffer().put(seenAt);
            try (FileChannel file =
                    FileChannel.open(data.resolve(TIMES), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                while (times.hasRemaining()) {
                    file.write(times);
                }
            }
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("folder", data.toString()), e);
        }
        answer.put("peakHeapBytes", peakHeap());
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
