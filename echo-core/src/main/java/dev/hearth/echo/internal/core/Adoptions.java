package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.Version;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;

/**
 * Which blocks of others a database has taken in, a space those of its branches and a branch those of its space: for
 * each author up to which of its blocks each merge went. What a version has of an author is what the merges within that
 * version brought. Authors have the numbers by which the engine knows them. Used under the database's lock.
 */
final class Adoptions {
    private static final int FACT_ADOPTIONS = 7;
    private static final Limit COUNT = new Limit("merges of a feed", Integer.MAX_VALUE);

    private final Store store;
    private final Keyspace keys;
    private final Feeds feeds;
    private final IntToLongFunction begun;
    private final Map<Integer, List<Merged>> byAuthor = new HashMap<>();

    /** A merge: the block that it is, and the last block of the author that it has. */
    private record Merged(int feed, long seq, long upTo) {}

    /** {@code begun} tells up to which block of an author the database has begun with. */
    Adoptions(Store store, Keyspace keys, Feeds feeds, IntToLongFunction begun) {
        this.begun = begun;
        this.store = store;
        this.keys = keys;
        this.feeds = feeds;
    }

    private List<Merged> of(int author) {
        return byAuthor.computeIfAbsent(author, this::read);
    }

    private List<Merged> read(int author) {
        List<Merged> merges = new ArrayList<>();
        byte[] stored =
                store.get(Family.META, keys.fact(FACT_ADOPTIONS, author)).orElse(new byte[] {0});
        try {
            ByteReader in = new ByteReader(stored);
            for (int left = in.varint(COUNT); left > 0; left--) {
                merges.add(new Merged(in.varint(COUNT), in.varint(), in.varint()));
            }
            in.end();
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "adoptions"), e);
        }
        return merges;
    }

    /** Notes that a block, the newest of its feed, merges an author's blocks up to one. */
    void add(int author, Feed merging, long upTo, StoreBatch batch) {
        List<Merged> merges = of(author);
        merges.add(new Merged(merging.number(), merging.seq(), upTo));
        write(author, merges, batch);
    }

    /** Forgets the merges that a version has not. */
    void retreat(Version version, StoreBatch batch) {
        for (Feed member : feeds.members()) {
            List<Merged> merges = of(member.actor());
            if (merges.removeIf(merge -> !isIn(merge, version))) {
                write(member.actor(), merges, batch);
            }
        }
    }

    private boolean isIn(Merged merge, Version version) {
        DeviceId merging = feeds.numbered(merge.feed()).device();
        return merge.seq() <= version.heads().getOrDefault(merging, 0L);
    }

    private void write(int author, List<Merged> merges, StoreBatch batch) {
        ByteWriter out = new ByteWriter(16).varint(merges.size());
        merges.forEach(merge -> out.varint(merge.feed()).varint(merge.seq()).varint(merge.upTo()));
        batch.put(Family.META, keys.fact(FACT_ADOPTIONS, author), out.toArray());
    }

    /** Returns the number of the last block of an author that is in, 0 when none is. */
    long upTo(int author) {
        return Math.max(
                begun.applyAsLong(author),
                of(author).stream().mapToLong(Merged::upTo).max().orElse(0));
    }

    /** Returns the number of the last block of an author that a version has. */
    long upTo(int author, Version version) {
        long upTo = begun.applyAsLong(author);
        for (Merged merge : of(author)) {
            if (isIn(merge, version)) {
                upTo = Math.max(upTo, merge.upTo());
            }
        }
        return upTo;
    }
}
