package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.SignedHead;
import dev.hearth.echo.internal.feed.StoredBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes the runs of blocks that a peer lacks, what they build on first. What is sent of another device's feed ends
 * where that device signed. Guarded by the database's lock.
 */
final class RunSender {
    private static final int RUN_BYTES = 48 << 10;

    private final Core core;
    private final PeerHeads heads;
    private @Nullable Cursor own;
    private long blocks;

    /** A place in this device's own feed and its hash, so that runs that follow one another need no look back. */
    private record Cursor(long seq, Hash hash) {}

    RunSender(Core core, PeerHeads heads) {
        this.core = core;
        this.heads = heads;
    }

    /** Forgets where it was: the peer begins elsewhere. */
    void restart() {
        own = null;
    }

    /** Returns how many blocks were sent. */
    long blocks() {
        return blocks;
    }

    /** Returns the next run, of a feed whose next block builds on what the peer has, if there is one. */
    Optional<Bytes> next() {
        return first(this::isReady).or(() -> first(feed -> true)).map(this::run);
    }

    private Optional<Feed> first(Predicate<Feed> fits) {
        return core.feeds().all().stream()
                .filter(feed -> heads.there(feed.device()) < sendable(feed) && fits.test(feed))
                .findFirst();
    }

    private boolean isOwn(Feed feed) {
        return feed.device().equals(core.guard().self());
    }

    /** Nothing is sent that this device does not say to have. */
    private long sendable(Feed feed) {
        long signed = isOwn(feed) ? feed.seq() : feed.signed().seq();
        return core.gaps().sendable(feed, Math.min(signed, core.inbox().told(feed)));
    }

    private boolean isReady(Feed feed) {
        return buildsOnWhatIsThere(core.feeds().stored(feed, heads.there(feed.device()) + 1));
    }

    private boolean buildsOnWhatIsThere(StoredBlock block) {
        for (int i = 0; i < block.feeds().length; i++) {
            DeviceId device = core.feeds().numbered(block.feeds()[i]).device();
            if (heads.there(device) < block.seqs()[i]) {
                return false;
            }
        }
        return true;
    }

    private Bytes run(Feed feed) {
        long from = heads.there(feed.device()) + 1;
        Inbox.Run run = isOwn(feed) ? ownRun(feed, from) : signedRun(feed, from);
        heads.sent(feed.device(), from + run.bodies().size() - 1);
        blocks += run.bodies().size();
        return Frames.blocks(run);
    }

    /** A run of this device's feed may end anywhere: it is signed as it goes out. */
    private Inbox.Run ownRun(Feed feed, long from) {
        Hash hash =
                own != null && own.seq() == from - 1 ? own.hash() : core.feeds().hashAt(feed, from - 1);
        List<byte[]> bodies = new ArrayList<>();
        int size = 0;
        long seq = from - 1;
        long end = sendable(feed);
        while (seq < end && size < RUN_BYTES) {
            StoredBlock block = core.feeds().stored(feed, seq + 1);
            if (!bodies.isEmpty() && (!buildsOnWhatIsThere(block) || size + block.body().length > RUN_BYTES)) {
                break;
            }
            seq++;
            hash = BlockFormat.id(core.guard().space(), feed.device(), seq, hash, block.body());
            bodies.add(block.body());
            size += block.body().length;
        }
        own = new Cursor(seq, hash);
        Bytes signature = core.guard().sign(BlockFormat.head(core.guard().space(), feed.device(), seq, hash));
        if (seq == feed.seq() && feed.signed().seq() < seq) {
            core.peers().signed(feed, new SignedHead(seq, hash, signature));
        }
        return new Inbox.Run(feed.device(), from, bodies, signature);
    }

    private Inbox.Run signedRun(Feed feed, long from) {
        SignedHead head = core.feeds().signedFrom(feed, from, 1).get(0);
        List<byte[]> bodies = new ArrayList<>();
        for (long seq = from; seq <= head.seq(); seq++) {
            bodies.add(core.feeds().stored(feed, seq).body());
        }
        return new Inbox.Run(feed.device(), from, bodies, head.signature());
    }
}
