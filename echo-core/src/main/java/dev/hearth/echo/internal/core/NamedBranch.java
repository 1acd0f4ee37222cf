package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Branch;
import dev.hearth.echo.Commit;
import dev.hearth.echo.Database;
import dev.hearth.echo.SpaceDiff;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Merge;
import dev.hearth.echo.internal.feed.SignedHead;
import dev.hearth.echo.internal.feed.StoredBlock;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A branch as an application sees it, and how a merge of it is put together. */
final class NamedBranch implements Branch {
    /** So many bytes of a branch's blocks go into one block of the space, unless one alone is longer. */
    private static final int CARRIED_BYTES = 512 << 10;

    private static final int RUN_BYTES = 48 << 10;
    private static final int HEAD_BYTES = 48;

    private final Core main;
    private final Branches.Facts facts;

    NamedBranch(Core main, Branches.Facts facts) {
        this.main = main;
        this.facts = facts;
    }

    @Override
    public ObjectId id() {
        return facts.id();
    }

    @Override
    public String name() {
        return facts.name();
    }

    @Override
    public DeviceId author() {
        return facts.author();
    }

    @Override
    public Version origin() {
        return facts.origin();
    }

    private Core core() {
        return main.locked(() -> main.branches().require(facts.id()));
    }

    @Override
    public Database database() {
        return new SpaceDatabase(core());
    }

    @Override
    public SpaceDiff diff() {
        Core branch = core();
        return main.locked(() -> PastDiff.ofBranch(
                branch, PastObjects.at(main, basis(branch)), PastObjects.at(branch, branch.version())));
    }

    @Override
    public SpaceDiff diffToSpace() {
        Core branch = core();
        return main.locked(() -> PastDiff.ofBranch(
                        branch, PastObjects.at(main, main.version()), PastObjects.at(branch, branch.version()))
                .with(new PastDiff(main, basis(branch), main.version()).touched()));
    }

    /** The version of the space that the branch began with, or that came into it since. */
    private Version basis(Core branch) {
        SortedMap<DeviceId, Long> heads = new TreeMap<>();
        for (Feed feed : main.feeds().all()) {
            long upTo = branch.adoptions().upTo(feed.actor());
            if (upTo > 0) {
                heads.put(feed.device(), upTo);
            }
        }
        return new Version(heads);
    }

    @Override
    public boolean merge() {
        Core branch = core();
        return main.locked(() -> {
            requireFree(branch);
            SortedMap<DeviceId, Long> heads = mergeable(branch);
            if (Taking.of(main, branch, heads).adopted().isEmpty()) {
                return false;
            }
            blocks(branch, heads).forEach(block -> write(main, block));
            return true;
        });
    }

    @Override
    public boolean update() {
        Core branch = core();
        return main.locked(() -> {
            requireFree(branch);
            branch.requireWritable();
            SortedMap<DeviceId, Long> heads = new TreeMap<>();
            for (Feed feed : main.feeds().all()) {
                if (feed.seq() > branch.adoptions().upTo(feed.actor())) {
                    heads.put(feed.device(), feed.seq());
                }
            }
            if (Taking.of(branch, main, heads).adopted().isEmpty()) {
                return false;
            }
            write(branch, new Merge(main.tree().root(), 0, heads, List.of()));
            return true;
        });
    }

    private void requireFree(Core branch) {
        if (main.branches().hasEnded(facts.id())) {
            throw new IllegalStateException("the branch was deleted");
        }
        main.requireNoTransaction();
        branch.requireNoTransaction();
        main.requireWritable();
    }

    private static void write(Core into, Merge merge) {
        StoreBatch batch = new StoreBatch();
        Commit commit = into.journal().write(merge, batch);
        into.write(batch);
        into.tell(commit);
        into.objects().trim();
    }

    @Override
    public boolean isMerged() {
        Core branch = core();
        return main.locked(() ->
                Taking.of(main, branch, branch.version().heads()).adopted().isEmpty());
    }

    private long merged(Feed feed) {
        return main.adoptions().upTo(feed.actor());
    }

    private static boolean isOwn(Core branch, Feed feed) {
        return feed.device().equals(branch.guard().self());
    }

    /**
     * The feeds that have something to merge, and up to which block: the whole of this device's, and of another's as
     * much as its author's signatures cover, since everybody checks them. What builds on something beyond is left out.
     */
    private SortedMap<DeviceId, Long> mergeable(Core branch) {
        Map<DeviceId, Long> upTo = new TreeMap<>();
        for (Feed feed : branch.feeds().all()) {
            long covered = isOwn(branch, feed) ? feed.seq() : feed.signed().seq();
            upTo.put(feed.device(), Math.max(merged(feed), covered));
        }
        boolean cut = true;
        while (cut) {
            cut = false;
            for (Feed feed : branch.feeds().all()) {
                long open = firstOpen(branch, feed, upTo);
                if (open > 0) {
                    upTo.put(feed.device(), isOwn(branch, feed) ? open - 1 : merged(feed));
                    cut = true;
                }
            }
        }
        SortedMap<DeviceId, Long> heads = new TreeMap<>(upTo);
        branch.feeds().all().stream()
                .filter(feed -> upTo.getOrDefault(feed.device(), 0L) <= merged(feed))
                .forEach(feed -> heads.remove(feed.device()));
        return heads;
    }

    /** The first block to merge of a feed that builds on one beyond what is to be merged; 0 when there is none. */
    private long firstOpen(Core branch, Feed feed, Map<DeviceId, Long> upTo) {
        for (long seq = merged(feed) + 1; seq <= upTo.getOrDefault(feed.device(), 0L); seq++) {
            StoredBlock block = branch.feeds().stored(feed, seq);
            for (int i = 0; i < block.feeds().length; i++) {
                DeviceId other = branch.feeds().numbered(block.feeds()[i]).device();
                if (block.seqs()[i] > upTo.getOrDefault(other, 0L)) {
                    return seq;
                }
            }
        }
        return 0;
    }

    /** Returns the blocks of the space that merge a version: all but the last one only carry. */
    private List<Merge> blocks(Core branch, SortedMap<DeviceId, Long> heads) {
        List<Merge> blocks = new ArrayList<>();
        List<Merge.Run> runs = new ArrayList<>();
        long size = 0;
        for (Map.Entry<DeviceId, Long> head : heads.entrySet()) {
            Feed feed = branch.feeds().known(head.getKey());
            long from = merged(feed) + 1;
            while (from <= head.getValue()) {
                Merge.Run run = isOwn(branch, feed)
                        ? ownRun(branch, feed, from, head.getValue())
                        : signedRun(branch, feed, from);
                long more = run.bodies().stream().mapToLong(body -> body.length).sum();
                if (size + more > CARRIED_BYTES && !runs.isEmpty()) {
                    blocks.add(carrying(runs));
                    runs.clear();
                    size = 0;
                }
                runs.add(run);
                size += more;
                from = run.to() + 1;
            }
        }
        if (size + (long) HEAD_BYTES * heads.size() > CARRIED_BYTES) {
            blocks.add(carrying(runs));
            runs.clear();
        }
        blocks.add(new Merge(facts.id(), blocks.size(), heads, List.copyOf(runs)));
        return blocks;
    }

    private Merge carrying(List<Merge.Run> runs) {
        return new Merge(facts.id(), 0, new TreeMap<>(), List.copyOf(runs));
    }

    private static Merge.Run ownRun(Core branch, Feed feed, long from, long to) {
        List<byte[]> bodies = new ArrayList<>();
        int size = 0;
        long seq = from;
        while (seq <= to && size < RUN_BYTES) {
            byte[] body = branch.feeds().stored(feed, seq++).body();
            if (!bodies.isEmpty() && size + body.length > RUN_BYTES) {
                seq--;
                break;
            }
            bodies.add(body);
            size += body.length;
        }
        long last = seq - 1;
        Hash hash = branch.feeds().hashAt(feed, last);
        return new Merge.Run(
                feed.device(),
                from,
                bodies,
                branch.guard().sign(BlockFormat.head(branch.guard().space(), feed.device(), last, hash)));
    }

    private static Merge.Run signedRun(Core branch, Feed feed, long from) {
        SignedHead head = branch.feeds().signedFrom(feed, from, 1).get(0);
        List<byte[]> bodies = new ArrayList<>();
        for (long seq = from; seq <= head.seq(); seq++) {
            bodies.add(branch.feeds().stored(feed, seq).body());
        }
        return new Merge.Run(feed.device(), from, bodies, head.signature());
    }

    @Override
    public void delete() {
        main.edit(facts.id(), true, Edit::delete);
    }
}
