package dev.hearth.echo;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A point in a space's history: how many blocks of each feed are in.
 *
 * @param heads the last sequence number by feed
 */
public record Version(SortedMap<DeviceId, Long> heads) {
    /** Copies its input. */
    public Version {
        heads = Collections.unmodifiableSortedMap(new TreeMap<>(heads));
    }

    /** Returns the number of blocks in it. */
    public long blocks() {
        return heads.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns whether all that is in {@code that} is in this. */
    public boolean includes(Version that) {
        for (Map.Entry<DeviceId, Long> head : that.heads.entrySet()) {
            if (heads.getOrDefault(head.getKey(), 0L) < head.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** Returns a short name for people: feeds in brief with their numbers. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        heads.forEach((feed, seq) -> out.append(out.length() == 0 ? "" : " ")
                .append(brief(feed.value()))
                .append(':')
                .append(seq));
        return out.toString();
    }

    private static String brief(Bytes id) {
        return id.slice(0, 4).hex();
    }
}
