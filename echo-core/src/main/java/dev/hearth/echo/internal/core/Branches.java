package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Branch;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Merge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The branches of one space. Each is an object of the space, of a reserved type, that says what the branch begins with;
 * that is read from the change that made the object, so that nobody can change it. Kept under the database's lock.
 */
final class Branches {
    /** The type of the objects that stand for branches. */
    static final String TYPE = "hearth.branch";

    private static final String NAME = "name";
    private static final String BASE = "base";
    private static final int MOST_NAME = 256;
    private static final Limit FEEDS = new Limit("feeds of a version", 1 << 16);

    private final Core main;
    private final Map<ObjectId, Core> open = new LinkedHashMap<>();
    private final List<Consumer<ObjectId>> listeners = new CopyOnWriteArrayList<>();

    /** What is known of a branch for good. */
    record Facts(ObjectId id, String name, DeviceId author, Version origin, boolean ended) {}

    Branches(Core main) {
        this.main = main;
    }

    /** Returns the branch of a name, making it when there is none; of several the one with the least id. */
    Branch branch(String name) {
        requireMain();
        if (name.isBlank() || name.length() > MOST_NAME) {
            throw new IllegalArgumentException("name: from 1 to " + MOST_NAME + " units, not blank");
        }
        return main.locked(() -> {
            main.requireNoTransaction();
            return list().stream()
                    .filter(branch -> branch.name().equals(name))
                    .findFirst()
                    .orElseGet(() -> make(name));
        });
    }

    private void requireMain() {
        if (main.line().isPresent()) {
            throw new IllegalStateException("a branch has no branches");
        }
    }

    private Branch make(String name) {
        byte[] base = encode(main.feeds().version());
        ObjectId id = main.newId();
        main.edit(id, false, edit -> {
            edit.set(LiveObject.TYPE, new Scalar.Str(TYPE));
            edit.set(NAME, new Scalar.Str(name));
            edit.set(BASE, new Scalar.Blob(base));
        });
        if (main.restoration().isBehindInBranches()) {
            Core begun = require(id); // nobody can know anything of it
            begun.restoration().confirm(begun);
        }
        return facts(id, Horizon.ALL)
                .map(facts -> new NamedBranch(main, facts))
                .orElseThrow(() -> new IllegalStateException("a branch that was just made can't be read"));
    }

    /** Returns the branches that are not deleted, in the order of their ids. */
    List<Branch> list() {
        requireMain();
        return main.locked(() -> {
            List<Branch> branches = new ArrayList<>();
            shown().forEach(facts -> branches.add(new NamedBranch(main, facts)));
            return branches;
        });
    }

    private List<Facts> shown() {
        List<Facts> shown = new ArrayList<>();
        for (ObjectId id : main.objects().ofType(TYPE)) {
            facts(id, Horizon.ALL).filter(facts -> !facts.ended()).ifPresent(shown::add);
        }
        return shown;
    }

    /**
     * Returns whether anything was written in a branch of this space, or may still be merged by a device that, at a
     * version, does not know that the branch has ended.
     */
    boolean isAnyOpen(Version version) {
        Reach reach = Reach.loose(main, version);
        return List.copyOf(main.feeds().members()).stream().anyMatch(this::hasWritten)
                || main.objects().ofType(TYPE).stream()
                        .anyMatch(id -> facts(id, Horizon.ALL).isPresent()
                                && facts(id, reach).filter(Facts::ended).isEmpty());
    }

    /** Who only looked at a branch has a number as one of its authors, too. */
    private boolean hasWritten(Feed author) {
        Feed.Member who = author.member().orElseThrow();
        return isMerged(author)
                || find(who.branch())
                        .flatMap(branch -> branch.feeds().find(who.device()))
                        .filter(feed -> feed.seq() > 0)
                        .isPresent();
    }

    private boolean isMerged(Feed author) {
        return main.adoptions().upTo(author.actor()) > 0;
    }

    /** Returns whether the space has anything that was written in a branch. */
    boolean isAnyMerged() {
        return main.feeds().members().stream().anyMatch(this::isMerged);
    }

    /** Returns whether a branch was deleted. */
    boolean hasEnded(ObjectId id) {
        return facts(id, Horizon.ALL).filter(facts -> !facts.ended()).isEmpty();
    }

    /** A branch has ended once it was deleted, whatever was done to its object later. */
    private Optional<Facts> facts(ObjectId id, Horizon horizon) {
        ChangeLog log = main.objects().history(id);
        List<LoggedChange> changes =
                log.changes().stream().filter(horizon::includes).toList();
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        try {
            ObjectState state = log.state(changes.get(0)::equals);
            if (!LiveObject.type(state).equals(TYPE)
                    || !(state.scalar(NAME).orElse(null) instanceof Scalar.Str name)
                    || !(state.scalar(BASE).orElse(null) instanceof Scalar.Blob base)) {
                return Optional.empty();
            }
            Version origin = decode(base.bytes());
            boolean ended = !origin.includes(main.feeds().base().version());
            if (!ended) {
                Reach.of(main, origin); // refuses what can't be one
            }
            for (int count = 1; count <= changes.size() && !ended; count++) {
                ended = log.state(new HashSet<>(changes.subList(0, count))::contains)
                        .deleted();
            }
            DeviceId author = main.authors().whoIs(changes.get(0).actor()).device();
            return Optional.of(new Facts(id, name.value(), author, origin, ended));
        } catch (ChangeException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "history"), e);
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty(); // a peer wrote what is no branch
        }
    }

    private static byte[] encode(Version version) {
        ByteWriter out = new ByteWriter(64).varint(version.heads().size());
        version.heads().forEach((device, seq) -> out.raw(device.value()).varint(seq));
        return out.toArray();
    }

    private static Version decode(byte[] stored) throws MalformedException {
        ByteReader in = new ByteReader(stored);
        SortedMap<DeviceId, Long> heads = new TreeMap<>();
        for (int left = in.varint(FEEDS); left > 0; left--) {
            heads.put(new DeviceId(in.raw(DeviceId.SIZE)), in.varint());
        }
        in.end();
        return new Version(heads);
    }

    /** Returns the database of a branch; empty while nothing is known of the branch. */
    Optional<Core> find(ObjectId id) {
        return Optional.ofNullable(open.get(id))
                .or(() -> facts(id, Horizon.ALL)
                        .filter(facts ->
                                facts.origin().includes(main.feeds().base().version()))
                        .map(this::open));
    }

    /** Returns what a merge takes from: a branch, or for a merge in a branch the space; empty while it is not here. */
    Optional<Core> source(Merge merge) {
        if (main.line().isEmpty()) {
            return find(merge.branch());
        }
        return main.line()
                .map(Line::main)
                .filter(space -> merge.branch().equals(space.tree().root()));
    }

    /** Lets branches try again what waits for blocks of the space. */
    void committed() {
        open.values().stream()
                .filter(branch -> branch.inbox().isWaiting())
                .forEach(branch -> branch.intake().retryLater());
    }

    private Core open(Facts facts) {
        long floor = 0;
        for (Map.Entry<DeviceId, Long> head : facts.origin().heads().entrySet()) {
            floor = Math.max(floor, main.feeds().lamport(main.feeds().known(head.getKey()), head.getValue()));
        }
        Reach reach = Reach.of(main, facts.origin());
        Core core = Core.branch(new Line(main, facts.id(), new BranchOrigin(main, reach), floor));
        open.put(facts.id(), core);
        main.later(() -> listeners.forEach(listener -> listener.accept(facts.id())));
        return core;
    }

    /** Tells of each branch that is open or will be, under no lock. */
    Subscription onOpen(Consumer<ObjectId> listener) {
        return main.locked(() -> {
            open.keySet().forEach(id -> main.later(() -> listener.accept(id)));
            listeners.add(listener);
            return () -> listeners.remove(listener);
        });
    }

    /** Returns the database of a branch that is known. */
    Core require(ObjectId id) {
        return find(id).orElseThrow(
                        () -> new HearthException(ErrorCode.OBJECT_UNKNOWN, Map.of("object", id.toString())));
    }

    /** Returns the database of the space and those of its branches. */
    List<Core> withMain() {
        List<Core> all = new ArrayList<>();
        all.add(main);
        shown().forEach(facts -> all.add(require(facts.id())));
        return all;
    }

    /** Returns where the branches of which anything is known have what they hold. */
    List<Keyspace> keys() {
        return main.objects().ofType(TYPE).stream()
                .map(id -> new Keyspace(BranchGuard.of(main.guard(), id).space()))
                .toList();
    }

    /** Nobody else has anything of what this device wrote in branches after a backup that was restored. */
    void confirmOnlyCopy() {
        open.values().forEach(branch -> branch.restoration().confirm(branch));
        main.restoration().confirmBranches(main);
    }

    /** Closes the branches that ended and of which what they begin with is not here any more. */
    void closeDropped() {
        Version base = main.feeds().base().version();
        open.values().removeIf(branch -> {
            boolean dropped = branch.line()
                    .filter(line -> !line.origin().reach().version().includes(base))
                    .isPresent();
            if (dropped) {
                branch.close();
            }
            return dropped;
        });
    }

    /** Closes the branches. */
    void close() {
        open.values().forEach(Core::close);
        open.clear();
    }
}
