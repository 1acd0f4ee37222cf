package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.Version;
import dev.hearth.echo.internal.feed.Block;
import dev.hearth.echo.internal.feed.Causality;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.port.Newcomers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Sees to it that who was admitted to a space without its history gets the state. Its device can't open blocks under
 * keys from before, and takes over a state in the place of all of them. For that
 *
 * <ol>
 *   <li>each device that may write says, with a block without changes, that it knows of the newcomer, and so writes
 *       under a key that the newcomer has; and again once all have and it builds on all older blocks;
 *   <li>then the stable version has all that the newcomer can't open. The device that admitted it drops what leads to
 *       that version, whose state the newcomer asks for; and then tells it, by a credential, that its blocks count if
 *       they follow the version that is here by then.
 * </ol>
 *
 * <p>Until it was told, the newcomer's device is none that may write, and so holds nothing up. Afterwards nothing is
 * dropped that it was not told of: a version that somebody dropped to before knowing that the newcomer may write is one
 * that the last block of the device that told it follows, so the version here had all of it. Blocks that don't follow
 * what their author was told are refused by all alike ({@link Journal}).
 */
final class Welcoming {
    static final String REASON = "written before this device was admitted: the state that it led to is to come";

    private static final int BLOCKS_AT_ONCE = 4_096;

    private final Core core;
    private final Executor background;
    private final Executor blocking;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean compacting = new AtomicBoolean();
    private final Map<DeviceId, Looked> looked = new HashMap<>(); // guarded by the database's lock
    private int lookedFor; // the key of which looked tells; guarded by the database's lock
    private volatile int settled; // the key from which on nothing is left to do here

    /** How far a feed was looked through, and its last block under an older key, 0 for none. */
    private record Looked(long upTo, long old) {}

    Welcoming(Core core, Ground ground) {
        this.core = core;
        this.background = ground.background();
        this.blocking = ground.seams().blocking();
    }

    /** There may be something to do. Needs no lock. */
    void look() {
        Newcomers newcomers = core.guard().newcomers();
        boolean due = newcomers.allReadFrom() > settled || newcomers.waitForStart();
        if (due && scheduled.compareAndSet(false, true)) {
            background.execute(() -> {
                scheduled.set(false);
                core.lockedUnlessClosed(this::lookNow);
            });
        }
    }

    private void lookNow() {
        if (core.isTransacting()
                || core.feeds().isEmpty()
                || !core.acknowledging().mayWrite()) {
            return;
        }
        core.guard().beforeWriting(); // who lacks the newest key is given another one, with which this begins anew
        Newcomers newcomers = core.guard().newcomers();
        Causality causality = core.feeds().causality();
        if (!causality.read(BLOCKS_AT_ONCE)) {
            look();
            return;
        }
        int from = newcomers.allReadFrom();
        Map<DeviceId, Long> old = olderThan(from);
        boolean known = unaware().isEmpty();
        if (isBehind(newcomers, known ? old : Map.of())) {
            core.acknowledging().again();
            look();
            return;
        }
        boolean given = known && (!newcomers.areOurs() || give(newcomers, old));
        if (given) {
            settled = from;
            looked.clear();
            core.feeds().trim();
        }
    }

    /** Returns whether this device is to say what it knows and builds on. */
    private boolean isBehind(Newcomers newcomers, Map<DeviceId, Long> old) {
        DeviceId self = core.guard().self();
        Feed own = core.feeds().known(self);
        return !newcomers.knows(own.authority())
                || !covers(core.feeds().causality().past(Map.of(self, own.seq())), old);
    }

    /** Returns the devices that may still write under a key that not all have. */
    private Set<DeviceId> unaware() {
        Newcomers newcomers = core.guard().newcomers();
        int from = newcomers.allReadFrom();
        return core.guard().writers().entrySet().stream()
                .filter(writer -> writer.getValue() == Long.MAX_VALUE)
                .map(Map.Entry::getKey)
                .filter(device -> core.feeds().find(device).filter(Feed::frozen).isEmpty())
                .filter(device -> newcomers.readsFrom(device) < from)
                .filter(device -> core.feeds()
                        .find(device)
                        .filter(feed -> feed.seq() > 0 && newcomers.knows(feed.authority()))
                        .isEmpty())
                .collect(Collectors.toSet());
    }

    /** Returns the devices that are waited for, as far as it is known here. */
    List<DeviceId> awaited() {
        int from = core.guard().newcomers().allReadFrom();
        return from == 0 || from == settled
                ? List.of()
                : unaware().stream()
                        .filter(device -> !device.equals(core.guard().self()))
                        .sorted()
                        .toList();
    }

    /** Gives the newcomers what they lack, if that can be told apart by now; returns whether nothing is left to do. */
    private boolean give(Newcomers newcomers, Map<DeviceId, Long> old) {
        Map<DeviceId, Long> stable =
                core.feeds().causality().stable(core.compaction().writers());
        if (!covers(stable, old) || core.branches().isAnyOpen(new Version(new TreeMap<>(stable)))) {
            return false;
        }
        if (!old.isEmpty()) {
            if (compacting.compareAndSet(false, true)) {
                blocking.execute(this::compact); // and looks again
            }
            return false;
        }
        if (newcomers.waitForStart()) {
            core.settle(); // or the own blocks that the version counts could be lost
            newcomers.start(core.feeds().version().heads());
        }
        return true;
    }

    private void compact() {
        try {
            core.compaction().runForNewcomers();
        } catch (HearthException e) {
            return; // the database is closed or has failed, and says so itself
        } finally {
            compacting.set(false);
        }
        look();
    }

    /** Returns by feed the last block here under a key that not all have; those before the base are no matter. */
    private Map<DeviceId, Long> olderThan(int from) {
        if (lookedFor != from) {
            looked.clear();
            lookedFor = from;
        }
        Map<DeviceId, Long> old = new HashMap<>();
        for (Feed feed : core.feeds().all()) {
            Looked known = looked.get(feed.device());
            long upTo = known == null || known.upTo() > feed.seq() ? 0 : known.upTo();
            long last = lastOlderThan(from, feed, upTo);
            last = last == 0 && upTo > 0 && known != null ? known.old() : last;
            looked.put(feed.device(), new Looked(feed.seq(), last));
            if (last > core.feeds().base().seq(feed.device())) {
                old.put(feed.device(), last);
            }
        }
        return old;
    }

    private long lastOlderThan(int from, Feed feed, long upTo) {
        long end = Math.max(upTo, core.feeds().base().seq(feed.device()));
        for (long seq = feed.seq(); seq > end; seq--) {
            if (epoch(feed, seq) < from) {
                return seq;
            }
        }
        return 0;
    }

    /** A block that is damaged here counts as one that a newcomer can't read. */
    private int epoch(Feed feed, long seq) {
        try {
            return Block.reread(core.feeds().stored(feed, seq), core.feeds()).epoch();
        } catch (MalformedException e) {
            return -1;
        } catch (HearthException e) {
            if (e.code() != ErrorCode.STORAGE_CORRUPT) {
                throw e;
            }
            return -1;
        }
    }

    /** Returns whether this device has all that its blocks are to follow. */
    boolean isStarted() {
        List<Map<DeviceId, Long>> starts =
                core.guard().newcomers().starts(core.guard().self());
        return starts.isEmpty()
                || starts.stream()
                        .anyMatch(start -> covers(core.feeds().version().heads(), start));
    }

    /** Returns whether a version has all of another one. */
    static boolean covers(Map<DeviceId, Long> version, Map<DeviceId, Long> other) {
        return other.entrySet().stream().allMatch(head -> version.getOrDefault(head.getKey(), 0L) >= head.getValue());
    }
}
