package dev.hearth.echo.internal.feed;

import dev.hearth.base.DeviceId;
import dev.hearth.echo.Version;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * The version that a space begins with here: its blocks, and all before them, may be gone. It is a critical one: every
 * block is in it, or follows the whole of it. What does not is refused, for what it would have to be merged with is
 * forgotten. Immutable.
 */
public final class Base {
    private final Map<DeviceId, Feed> places = new HashMap<>();
    private final Map<DeviceId, Long> frontier = new HashMap<>();

    /** Takes the feeds as they were at the version; {@code numbered} tells whose feed a number is. */
    Base(Collection<Feed> feeds, IntFunction<DeviceId> numbered) {
        for (Feed feed : feeds) {
            places.put(feed.device(), feed);
            frontier.put(feed.device(), feed.seq());
        }
        for (Feed feed : feeds) {
            Mentions mentions = feed.mentions();
            for (int index = 0; index < mentions.size(); index++) {
                long seq = mentions.seq(index);
                frontier.computeIfPresent(
                        numbered.apply(mentions.feed(index)), (device, head) -> head <= seq ? null : head);
            }
        }
    }

    /** Returns whether nothing was dropped yet. */
    public boolean isEmpty() {
        return places.isEmpty();
    }

    /** Returns the feeds as they were. */
    public Collection<Feed> feeds() {
        return List.copyOf(places.values());
    }

    /** Returns the number of a feed's last block that is in, 0 for none. */
    public long seq(DeviceId feed) {
        Feed place = places.get(feed);
        return place == null ? 0 : place.seq();
    }

    /** Returns the place from which a feed's blocks are here. */
    public Feed place(Feed feed) {
        return places.getOrDefault(feed.device(), new Feed(feed.device()));
    }

    /** Returns whether a block is in the version. */
    public boolean includes(DeviceId feed, long seq) {
        return seq <= seq(feed);
    }

    /** Returns the version. */
    public Version version() {
        SortedMap<DeviceId, Long> heads = new TreeMap<>();
        places.forEach((device, feed) -> heads.put(device, feed.seq()));
        return new Version(heads);
    }

    /**
     * Returns whether a feed's next block, which has {@code dependencies}, follows all of the version. Its predecessor
     * did, if it is not in the version itself; a dependency that is not in does too.
     */
    public boolean isFollowed(Feed feed, List<Dependency> dependencies) {
        if (feed.seq() > seq(feed.device())) {
            return true;
        }
        Map<DeviceId, Long> named = new HashMap<>();
        for (Dependency dependency : dependencies) {
            if (dependency.seq() > seq(dependency.feed())) {
                return true;
            }
            named.put(dependency.feed(), dependency.seq());
        }
        named.put(feed.device(), feed.seq());
        return frontier.entrySet().stream().allMatch(head -> named.getOrDefault(head.getKey(), 0L) >= head.getValue());
    }
}
