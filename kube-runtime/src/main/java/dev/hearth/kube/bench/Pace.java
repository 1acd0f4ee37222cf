package dev.hearth.kube.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.hearth.base.Seams;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one of many operations took.
 *
 * @param micros microseconds that passed
 * @param cpuMicros microseconds that all threads of the process spent on processors, collectors, compilers and the
 *     store's background threads included
 */
public record Pace(double micros, double cpuMicros) {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Returns the nanoseconds that all threads of this process have spent on processors. */
    static long processNanos() {
        return PROCESS.getProcessCpuTime();
    }

    /** Measures {@code work}, which does {@code count} operations. */
    static Pace of(Seams seams, int count, Runnable work) {
        Instant start = seams.clock().instant();
        long cpu = processNanos();
        work.run();
        long cpuNanos = processNanos() - cpu;
        long nanos = Duration.between(start, seams.clock().instant()).toNanos();
        return new Pace(Stopwatch.rounded(nanos / 1e3 / count), Stopwatch.rounded(cpuNanos / 1e3 / count));
    }

    /** The median of each figure. */
    static Pace median(List<Pace> rounds) {
        return new Pace(median(rounds, Pace::micros), median(rounds, Pace::cpuMicros));
    }

    private static double median(List<Pace> rounds, ToDoubleFunction<Pace> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
