package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.ObjectDiff;
import dev.hearth.echo.SpaceDiff;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.feed.Feed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How a space differs between two versions: the blocks that only one of them has tell which objects to look at. */
final class PastDiff implements SpaceDiff {
    private static final int AT_ONCE = 256;

    private final Core core;
    private final PastObjects before;
    private final PastObjects after;
    private final List<ObjectId> touched;

    PastDiff(Core core, Version before, Version after) {
        this(core, PastObjects.at(core, before), PastObjects.at(core, after), all(core, before, after));
    }

    private PastDiff(Core core, PastObjects before, PastObjects after, Set<ObjectId> touched) {
        this.core = core;
        this.before = before;
        this.after = after;
        this.touched = List.copyOf(touched);
    }

    /** Returns how a branch differs from something else, as far as the branch's blocks have touched it. */
    static PastDiff ofBranch(Core branch, PastObjects before, PastObjects after) {
        return new PastDiff(branch, before, after, touched(branch, new Version(new TreeMap<>()), after.version()));
    }

    /** Returns the same for more objects. */
    PastDiff with(List<ObjectId> more) {
        Set<ObjectId> all = new TreeSet<>(touched);
        all.addAll(more);
        return new PastDiff(core, before, after, all);
    }

    private static Set<ObjectId> all(Core core, Version before, Version after) {
        Set<ObjectId> all = touched(core, before, after);
        all.addAll(taken(core, before, after));
        return all;
    }

    private static Set<ObjectId> touched(Core core, Version before, Version after) {
        Set<DeviceId> devices = new TreeSet<>(before.heads().keySet());
        devices.addAll(after.heads().keySet());
        Set<ObjectId> found = new TreeSet<>();
        for (DeviceId device : devices) {
            long one = before.heads().getOrDefault(device, 0L);
            long other = after.heads().getOrDefault(device, 0L);
            find(core, device, Math.min(one, other) + 1, Math.max(one, other), found);
        }
        return found;
    }

    /** What came from the space into a branch between two versions. */
    private static Set<ObjectId> taken(Core core, Version before, Version after) {
        Set<ObjectId> found = new TreeSet<>();
        core.line()
                .map(Line::main)
                .ifPresent(space -> core.locked(() -> {
                    for (Feed feed : space.feeds().all()) {
                        long one = core.adoptions().upTo(feed.actor(), before);
                        long other = core.adoptions().upTo(feed.actor(), after);
                        find(space, feed.device(), Math.min(one, other) + 1, Math.max(one, other), found);
                    }
                    return true;
                }));
        return found;
    }

    private static void find(Core core, DeviceId device, long from, long to, Set<ObjectId> found) {
        for (long at = from; at <= to; at += AT_ONCE) {
            long start = at;
            core.locked(() -> {
                core.ledger()
                        .read(
                                core.feeds().known(device),
                                start,
                                Math.min(to, start + AT_ONCE - 1),
                                block -> found.addAll(Merging.touched(core, block.content())));
                return true;
            });
        }
    }

    @Override
    public Version before() {
        return before.version();
    }

    @Override
    public Version after() {
        return after.version();
    }

    @Override
    public List<ObjectId> touched() {
        return touched;
    }

    @Override
    public Optional<Entry> of(ObjectId object) {
        return before.read(object, was -> entry(object, was, after.state(object)));
    }

    private Optional<Entry> entry(ObjectId object, ObjectState was, ObjectState is) {
        boolean wasShown = PastObjects.shown(was);
        boolean isShown = PastObjects.shown(is);
        if (was == is || (!wasShown && !isShown)) {
            return Optional.empty();
        }
        ObjectDiff fields = fields(object, was, is);
        if (wasShown && isShown && fields.isEmpty()) {
            return Optional.empty();
        }
        String type = LiveObject.type(isShown ? is : was);
        return Optional.of(new Entry(object, type, kind(was, wasShown, isShown), fields));
    }

    private ObjectDiff fields(ObjectId object, ObjectState was, ObjectState is) {
        try {
            return ObjectDiffs.between(new StateView(core.id(), object, was), new StateView(core.id(), object, is));
        } catch (ChangeException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "history"), e);
        }
    }

    private static Kind kind(ObjectState was, boolean wasShown, boolean isShown) {
        if (!isShown) {
            return Kind.DELETED;
        }
        if (wasShown) {
            return Kind.CHANGED;
        }
        return LiveObject.type(was).isEmpty() ? Kind.CREATED : Kind.RESTORED;
    }
}
