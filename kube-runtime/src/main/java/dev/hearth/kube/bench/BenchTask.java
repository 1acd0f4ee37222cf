package dev.hearth.kube.bench;

import dev.hearth.echo.Index;
import java.time.Instant;

/** What the benchmark of queries asks for. */
@Index({"owner", "done", "due"})
record BenchTask(
        String title,
        String owner,
        boolean done,
        Instant due,
        @Index int rank,
        long size,
        double weight,
        String notes) {
    /** Returns the task of a number; all that is asked for follows from it. */
    static BenchTask of(int number, int owners) {
        int drawn = Math.floorMod(number * 0x9E3779B1, 1 << 30);
        return new BenchTask(
                "Task number " + number,
                "owner " + drawn % owners,
                drawn / owners % 4 == 0,
                Instant.ofEpochSecond(drawn),
                drawn,
                number,
                drawn / 8.0,
                "Notes on it, of no interest to anybody");
    }

    BenchTask due(Instant other) {
        return new BenchTask(title, owner, done, other, rank, size, weight, notes);
    }
}
