package dev.hearth.echo.internal.feed;

import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What every block from the base on builds on, directly and by way of others. Reading costs each block once, and memory
 * follows the dependencies that blocks name, which those of a single author don't. Used under the database's lock.
 */
public final class Causality {
    private final Feeds feeds;
    private final Map<DeviceId, Track> tracks = new HashMap<>();

    Causality(Feeds feeds) {
        this.feeds = feeds;
    }

    /** What one feed's blocks named of another feed: always more than before. */
    private static final class Named {
        private long[] by = new long[2];
        private long[] seqs = new long[2];
        private int size;

        void add(long block, long seq) {
            if (size == by.length) {
                by = Arrays.copyOf(by, size * 2);
                seqs = Arrays.copyOf(seqs, size * 2);
            }
            by[size] = block;
            seqs[size++] = seq;
        }

        /** Returns the highest number that the blocks up to one named, 0 for none. */
        long upTo(long block) {
            int at = Arrays.binarySearch(by, 0, size, block);
            int count = at >= 0 ? at + 1 : -at - 1;
            return count == 0 ? 0 : seqs[count - 1];
        }
    }

    /** The blocks of one feed that have been read. */
    private static final class Track {
        private final Feed reading;
        private final Mentions first;
        private final Map<DeviceId, Named> named = new LinkedHashMap<>();
        private final TreeMap<Long, List<CredentialId>> authorities = new TreeMap<>();

        Track(Feed base) {
            first = base.mentions();
            reading = base.at(
                    new Feed.Place(base.seq(), base.hash(), base.lamport(), base.authority(), base.lastObject()),
                    base.mentions().copy());
            authorities.put(base.seq(), base.authority());
        }

        void read(StoredBlock stored, Feeds feeds) throws MalformedException {
            Block block = Block.read(stored.body(), reading, feeds);
            long seq = reading.seq() + 1;
            for (Dependency dependency : block.dependencies()) {
                named.computeIfAbsent(dependency.feed(), device -> new Named()).add(seq, dependency.seq());
            }
            if (!block.authority().equals(reading.authority())) {
                authorities.put(seq, block.authority());
            }
            feeds.replay(reading, block, BlockFormat.NONE);
        }
    }

    /** Reads at most {@code most} blocks that were not read yet; returns whether that were all. */
    public boolean read(int most) {
        int left = most;
        for (Feed feed : feeds.all()) {
            Track track = tracks.computeIfAbsent(
                    feed.device(), device -> new Track(feeds.base().place(feed)));
            while (track.reading.seq() < feed.seq()) {
                if (left-- == 0) {
                    return false;
                }
                try {
                    track.read(feeds.stored(feed, track.reading.seq() + 1), feeds);
                } catch (MalformedException e) {
                    throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "block"), e);
                }
            }
        }
        return true;
    }

    /** Returns blocks, each the last one of a feed, with all that they build on. */
    public Map<DeviceId, Long> past(Map<DeviceId, Long> heads) {
        read(Integer.MAX_VALUE);
        Deque<Dependency> open = new ArrayDeque<>();
        heads.forEach((device, seq) -> open.add(new Dependency(device, seq)));
        return past(open);
    }

    /** Returns all that a feed's next block follows which has {@code dependencies}. */
    public Map<DeviceId, Long> past(Feed feed, List<Dependency> dependencies) {
        read(Integer.MAX_VALUE);
        Deque<Dependency> open = new ArrayDeque<>(dependencies);
        open.add(new Dependency(feed.device(), feed.seq()));
        return past(open);
    }

    /** The base, which all blocks beyond it follow, and what leads on from there. */
    private Map<DeviceId, Long> past(Deque<Dependency> open) {
        Map<DeviceId, Long> clock = new HashMap<>(feeds.base().version().heads());
        while (!open.isEmpty()) {
            Dependency next = open.poll();
            Track track = tracks.get(next.feed());
            if (track != null && next.seq() > clock.getOrDefault(next.feed(), 0L)) {
                clock.put(next.feed(), next.seq());
                track.named.forEach((device, named) -> {
                    long seq = named.upTo(next.seq());
                    if (seq > clock.getOrDefault(device, 0L)) {
                        open.add(new Dependency(device, seq));
                    }
                });
            }
        }
        return clock;
    }

    private Map<DeviceId, Long> past(DeviceId feed, long seq) {
        return past(new ArrayDeque<>(List.of(new Dependency(feed, seq))));
    }

    /**
     * Returns the devices, among those of which more may come, whose next block would not follow all of a version.
     *
     * @param writers whose blocks may still come
     */
    public List<DeviceId> behind(Set<DeviceId> writers, Version version) {
        return writers.stream()
                .filter(device -> lower(new HashMap<>(version.heads()), head(device)))
                .sorted()
                .toList();
    }

    private Map<DeviceId, Long> head(DeviceId device) {
        return past(device, feeds.find(device).map(Feed::seq).orElse(0L));
    }

    private static long seq(Map<DeviceId, Long> clock, DeviceId feed) {
        return clock.getOrDefault(feed, 0L);
    }

    /**
     * Returns the greatest version that all blocks which are not in it follow as a whole: those that are here, and
     * those that {@code writers} may still write, which follow what they wrote last. All blocks must have been read.
     * Versions that lie in each other's past meet in their least, so it is found from above.
     */
    public Map<DeviceId, Long> stable(Set<DeviceId> writers) {
        Map<DeviceId, Long> stable = new HashMap<>();
        feeds.all().forEach(feed -> stable.put(feed.device(), feed.seq()));
        writers.forEach(device -> lower(stable, head(device)));
        boolean lowered = true;
        while (lowered) {
            lowered = false;
            for (Feed feed : feeds.all()) {
                long seq = seq(stable, feed.device());
                if (seq < feed.seq()) {
                    lowered |= lower(stable, past(feed.device(), seq + 1));
                }
            }
        }
        return stable;
    }

    private static boolean lower(Map<DeviceId, Long> version, Map<DeviceId, Long> by) {
        boolean lowered = false;
        for (Map.Entry<DeviceId, Long> head : version.entrySet()) {
            long seq = seq(by, head.getKey());
            if (seq < head.getValue()) {
                head.setValue(seq);
                lowered = true;
            }
        }
        return lowered;
    }

    /** Returns what the feed had named when it was at {@code seq}. */
    Mentions mentions(Feed feed, long seq) {
        Track track = track(feed);
        Mentions mentions = track.first.copy();
        track.named.forEach((device, named) -> {
            long last = named.upTo(seq);
            if (last > 0) {
                mentions.mention(feeds.known(device).number(), last);
            }
        });
        return mentions;
    }

    /** Returns the credentials that the feed's author knew when it was at {@code seq}. */
    List<CredentialId> authority(Feed feed, long seq) {
        return track(feed).authorities.floorEntry(seq).getValue();
    }

    /** Returns the feed as it was at a place, without the object that it had changed last. */
    public Feed at(Feed feed, long seq) {
        Feed.Place place = new Feed.Place(seq, feeds.hashAt(feed, seq), 0, authority(feed, seq), null);
        return feed.at(place, mentions(feed, seq));
    }

    private Track track(Feed feed) {
        return Optional.ofNullable(tracks.get(feed.device())).orElseThrow();
    }

    /** Returns the feeds as they were at a version beyond the base; {@code last} tells the object changed last. */
    public List<Feed> places(Map<DeviceId, Long> version, LastObject last) {
        List<Feed> places = new ArrayList<>();
        for (Feed feed : feeds.all()) {
            long seq = seq(version, feed.device());
            if (seq > 0) {
                places.add(place(feed, seq, last));
            }
        }
        return places;
    }

    /** Returns a feed as it was at a place that is not before the base. */
    public Feed place(Feed feed, long seq, LastObject last) {
        Feed base = feeds.base().place(feed);
        if (seq == base.seq()) {
            return base;
        }
        boolean newest = seq == feed.seq();
        long lamport = newest ? feed.lamport() : feeds.stored(feed, seq).lamport();
        Feed.Place place = new Feed.Place(
                seq,
                feeds.hashAt(feed, seq),
                lamport,
                authority(feed, seq),
                newest ? feed.lastObject() : last.at(feed, seq).orElse(null));
        return feed.at(place, newest ? feed.mentions().copy() : mentions(feed, seq));
    }

    /** Finds the object that a feed had changed last when it was at a place, which only its content tells. */
    @FunctionalInterface
    public interface LastObject {
        /** Returns it; empty for none. */
        Optional<dev.hearth.base.ObjectId> at(Feed feed, long seq);
    }
}
