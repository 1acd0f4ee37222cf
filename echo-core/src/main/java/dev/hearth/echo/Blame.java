package dev.hearth.echo;

import dev.hearth.base.DeviceId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who wrote what a field shows. Whose device it is, the members of the space tell.
 *
 * @param spans for a text its stretches in order, which cover all of it
 * @param value for a scalar who wrote the value that counts
 * @param entries for a map who wrote the value that counts, by key
 */
public record Blame(List<Span> spans, Optional<Writer> value, SortedMap<String, Writer> entries) {
    /** Copies its input. */
    public Blame {
        spans = List.copyOf(spans);
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /**
     * A stretch of a text that one change wrote.
     *
     * @param from where it begins, in UTF-16 units
     * @param to where it ends
     * @param writer who wrote it
     */
    public record Span(int from, int to, Writer writer) {}

    /**
     * Who wrote something.
     *
     * @param author the device; empty for a first content that anybody would have given alike and of which it is not
     *     known any more who gave it
     * @param edition the change; empty when the history that far back is not kept any more
     */
    public record Writer(Optional<DeviceId> author, Optional<ObjectHistory.Edition> edition) {}
}
