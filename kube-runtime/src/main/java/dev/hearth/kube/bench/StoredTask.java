package dev.hearth.kube.bench;

import java.time.Instant;
import java.util.List;

/**
 * The record that the benchmarks of a space write many times: eight fields, of which one is a list of two.
 *
 * @param id a name of its own
 * @param title what is to be done
 * @param done whether it was done
 * @param count what updates change
 * @param tags two tags
 * @param author who wrote it
 * @param created when
 * @param weight some fraction
 */
record StoredTask(
        String id,
        String title,
        boolean done,
        long count,
        List<String> tags,
        String author,
        Instant created,
        double weight) {
    private static final long FIRST_SECOND = 1_700_000_000L;

    static StoredTask of(int index) {
        return new StoredTask(
                "o" + index,
                "Task number " + index,
                index % 3 == 0,
                index,
                List.of("red", "t" + index % 50),
                "user" + index % 17,
                Instant.ofEpochSecond(FIRST_SECOND + index),
                index / 8.0);
    }

    StoredTask withCount(long other) {
        return new StoredTask(id, title, done, other, tags, author, created, weight);
    }
}
