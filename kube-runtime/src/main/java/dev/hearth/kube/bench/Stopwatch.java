package dev.hearth.kube.bench;

import dev.hearth.echo.crdt.ChangeException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * Measures what the calling thread spends on a processor, which other processes of the machine hardly change. Garbage
 * collectors and compilers have threads of their own and do not count.
 */
final class Stopwatch {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final long SETTLING_NANOS = 1_000_000_000;

    private Stopwatch() {}

    /** One thing to measure as a whole. */
    interface Work {
        void run() throws ChangeException;
    }

    /** One thing to measure that times itself, so that what it prepares does not count. */
    interface Round {
        long nanos() throws ChangeException;
    }

    /** The nanoseconds that this thread has spent on a processor. */
    static long now() {
        return THREADS.getCurrentThreadCpuTime();
    }

    static long nanos(Work work) throws ChangeException {
        long before = now();
        work.run();
        return now() - before;
    }

    /** The median of the rounds in milliseconds. */
    static double medianMillis(Rounds rounds, Work work) throws ChangeException {
        return median(rounds, () -> nanos(work)) / 1e6;
    }

    /**
     * The median of the rounds in milliseconds, once the compiler has had time: when there are rounds to warm up, they
     * go on for a second, and those that count for a quarter of one, so that what is short is done often.
     */
    static double settledMillis(Rounds rounds, Work work) throws ChangeException {
        return settled(rounds, () -> nanos(work)) / 1e6;
    }

    /** The same of rounds that time themselves, in nanoseconds; what they prepare counts towards the second. */
    static long settled(Rounds rounds, Round round) throws ChangeException {
        if (rounds.warmup() == 0) {
            return median(rounds, round);
        }
        int warmup = 0;
        long start = now();
        while (warmup < rounds.warmup() || now() - start < SETTLING_NANOS) {
            round.nanos();
            warmup++;
        }
        long each = Math.max(1, (now() - start) / warmup);
        int measured = (int) Math.max(rounds.measured(), SETTLING_NANOS / 4 / each);
        return median(new Rounds(0, measured), round);
    }

    /** The median of the rounds in nanoseconds. */
    static long median(Rounds rounds, Round round) throws ChangeException {
        for (int i = 0; i < rounds.warmup(); i++) {
            round.nanos();
        }
        long[] times = new long[rounds.measured()];
        for (int i = 0; i < times.length; i++) {
            times[i] = round.nanos();
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** By how much the heap grows at most while the work is done: an upper bound, garbage included. */
    static long heapPeak(Work work) throws ChangeException {
        long before = heapUsed();
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        work.run();
        long peak =
                heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return Math.max(0, peak - before);
    }

    /** The bytes of the heap that something still refers to. */
    @SuppressWarnings("SystemGC")
    static long heapUsed() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
