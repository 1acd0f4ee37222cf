package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.Stratum;
import dev.hearth.echo.internal.feed.Changes;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Merge;
import dev.hearth.echo.internal.feed.StoredBlock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one database takes in from others: the blocks up to a version, and those that they build on, as far as they are
 * not in. A space takes in what was written in its branches; a branch takes in what was written in its space, and in
 * other branches that were merged there. Used under the database's lock.
 */
final class Taking {
    private final Core into;
    private final List<Adopted> adopted = new ArrayList<>();
    private final Map<Integer, Long> upTo = new HashMap<>();

    private Taking(Core into) {
        this.into = into;
    }

    /** Returns what a version of another database brings into one. */
    static Taking of(Core into, Core source, Map<DeviceId, Long> heads) {
        Taking taking = new Taking(into);
        taking.add(source, heads);
        taking.adopted.sort((one, other) -> {
            int byTime = Long.compare(one.change().lamport(), other.change().lamport());
            return byTime != 0
                    ? byTime
                    : into.actors().compare(one.change().actor(), other.change().actor());
        });
        return taking;
    }

    /** Returns the changes that are not in yet, in an order that respects causality. */
    List<Adopted> adopted() {
        return adopted;
    }

    /** Returns the number of the last block that is brought, by author, also where another brought it before. */
    Map<Integer, Long> upTo() {
        return upTo;
    }

    private long known(Feed feed) {
        return Math.max(into.adoptions().upTo(feed.actor()), upTo.getOrDefault(feed.actor(), 0L));
    }

    private void add(Core source, Map<DeviceId, Long> heads) {
        Map<Feed, Long> past = past(source, heads);
        List<Merge> merges = new ArrayList<>();
        past.forEach((feed, last) -> source.ledger().read(feed, known(feed) + 1, last, block -> {
            block.content().merge().ifPresent(merges::add);
            for (Changes.Change change : block.content().changes()) {
                int level = Stratum.level(block.id().value().toArray());
                adopted.add(new Adopted(
                        change.object(),
                        new LoggedChange(feed.actor(), block.seq(), block.lamport(), level, change.bytes())));
            }
        }));
        past.forEach((feed, last) -> upTo.merge(feed.actor(), last, Math::max));
        heads.forEach((device, seq) -> upTo.merge(source.feeds().known(device).actor(), seq, Math::max));
        for (Merge merge : merges) {
            source.branches()
                    .source(merge)
                    .filter(other -> source.line().isEmpty() && other != into)
                    .ifPresent(other -> add(other, merge.heads()));
        }
    }

    /** The blocks that come in, by the last of each feed: those up to a version and what they follow. */
    private Map<Feed, Long> past(Core source, Map<DeviceId, Long> heads) {
        Map<Feed, Long> past = new LinkedHashMap<>();
        Deque<Map.Entry<DeviceId, Long>> open = new ArrayDeque<>(heads.entrySet());
        while (!open.isEmpty()) {
            Map.Entry<DeviceId, Long> head = open.poll();
            Feed feed = source.feeds().known(head.getKey());
            long known = Math.max(known(feed), past.getOrDefault(feed, 0L));
            for (long seq = known + 1; seq <= head.getValue(); seq++) {
                StoredBlock block = source.feeds().stored(feed, seq);
                for (int i = 0; i < block.feeds().length; i++) {
                    open.add(Map.entry(source.feeds().numbered(block.feeds()[i]).device(), block.seqs()[i]));
                }
            }
            if (head.getValue() > known) {
                past.put(feed, head.getValue());
            }
        }
        return past;
    }
}
