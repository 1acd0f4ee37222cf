package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a text and a list have in common: the visible row at rest, the history of events, and a merge walk that exists
 * only while there is concurrency. An edit whose parents are the whole frontier goes straight to the row. A change is
 * first planned, which tells whether its positions exist in the version that its author saw, and then applied, which
 * cannot fail.
 */
abstract class Sequence implements Splices {
    /** No more events than this in one text or list: their numbers must stay below those of old units. */
    static final int MAX_EVENTS = 1 << 29;

    /** A walk that is behind by more events than this is given up. */
    private static final int MAX_LAG = 4096;

    static final long[] NOTHING_BEFORE = {};

    final Actors actors;
    final String field;
    final ChangeRecorder recorder;
    final Stamp stamp = new Stamp();
    OpLog log;
    EventGraph graph;

    @Nullable MergeWalk walk;

    private boolean planned;
    private int planActor;
    private boolean fast;
    private int[] parents = new int[0];
    private int planLength;
    private int planExpected;
    private long planEvents;

    Sequence(Actors actors, String field, ChangeRecorder recorder) {
        this.actors = actors;
        this.field = field;
        this.recorder = recorder;
        this.log = new OpLog();
        this.graph = new EventGraph(log);
    }

    abstract Rope rope();

    /** Reads the earlier history, when it still lies compressed. */
    abstract void open() throws ChangeException;

    /** Makes the present version the beginning of the history. */
    abstract void forget() throws ChangeException;

    /** Whether nothing was ever done here. */
    final boolean untouched() {
        return !stamp.present();
    }

    /** Begins to plan a change; the parents are pairs of actor and number, or null for the author's own last event. */
    void plan(int actor, long @Nullable [] after) throws ChangeException {
        if (planned) {
            throw new ChangeException("The parents are not in front of the edits of a field");
        }
        fast = after == null ? graph.frontierIsOwn(actor) : isFrontier(after);
        if (fast) {
            planLength = rope().length();
        } else {
            open();
            parents = after == null ? ownLast(actor) : resolve(after);
            planLength = prepare(parents);
        }
        planExpected = graph.expected(actor);
        claim(actor);
    }

    /** Takes the sequence for a change of which nothing needs a plan. */
    final void claim(int actor) {
        planEvents = graph.next();
        planActor = actor;
        planned = true;
    }

    /** Whose events are planned. */
    final int planActor() {
        return planActor;
    }

    final boolean planned() {
        return planned;
    }

    final boolean fast() {
        return fast;
    }

    /** How many events the plan adds. */
    final long planUnits() {
        return planned ? planEvents - graph.next() : 0;
    }

    final void forgetPlan() {
        planned = false;
    }

    /** Plans an insertion and returns its place. */
    final int planInsert(int delta, int units) throws ChangeException {
        long at = (long) planExpected + delta;
        if (at < 0 || at > planLength) {
            throw new ChangeException("An insertion is beyond the end");
        }
        countEvents(units);
        planLength += units;
        planExpected = (int) at + units;
        return (int) at;
    }

    /** Plans a deletion and returns its place. */
    final int planDelete(int delta, int units) throws ChangeException {
        long at = (long) planExpected + delta;
        if (at < 0 || at + units > planLength) {
            throw new ChangeException("A deletion is beyond the end");
        }
        countEvents(units);
        planLength -= units;
        planExpected = (int) at;
        return (int) at;
    }

    /** Plans an assignment and returns its place. */
    final int planAssign(int delta) throws ChangeException {
        long at = (long) planExpected + delta;
        if (at < 0 || at >= planLength) {
            throw new ChangeException("An assignment is beyond the end");
        }
        countEvents(1);
        planExpected = (int) at;
        return (int) at;
    }

    private void countEvents(int units) throws ChangeException {
        planEvents += units;
        if (planEvents > MAX_EVENTS) {
            throw new ChangeException("A history is too long");
        }
    }

    private boolean isFrontier(long[] after) {
        if (after.length != 2 * graph.heads()) {
            return false;
        }
        for (int head = 0; head < graph.heads(); head++) {
            if (!names(after, graph.headActor(head), graph.headSeq(head))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a version, as pairs of actor and number, names an event. */
    static boolean names(long[] after, int actor, int seq) {
        for (int i = 0; i < after.length; i += 2) {
            if (after[i] == actor && after[i + 1] == seq) {
                return true;
            }
        }
        return false;
    }

    private int[] ownLast(int actor) throws ChangeException {
        int seq = graph.nextSeq(actor);
        return resolve(seq == 0 ? NOTHING_BEFORE : new long[] {actor, seq - 1L});
    }

    private int[] resolve(long[] after) throws ChangeException {
        Checkpoint begun = graph.checkpoint();
        if (begun != null && begun.isBehind(after)) {
            if (!begun.is(after)) {
                throw new ForgottenVersionException();
            }
            return graph.checkpointEnd() == 0 ? new int[0] : new int[] {graph.checkpointEnd() - 1};
        }
        int[] events = new int[after.length / 2];
        for (int i = 0; i < events.length; i++) {
            long seq = after[2 * i + 1];
            int event = seq > MAX_EVENTS ? -1 : graph.event((int) after[2 * i], (int) seq);
            if (event < 0) {
                throw new ChangeException("A parent is not here");
            }
            requireWhole(event);
            events[i] = event;
        }
        Arrays.sort(events);
        for (int i = 1; i < events.length; i++) {
            if (events[i] == events[i - 1]) {
                throw new ChangeException("A parent is named twice");
            }
        }
        return events;
    }

    /** Refuses a version that ends inside of a character. */
    void requireWhole(int event) throws ChangeException {}

    private int prepare(int[] version) {
        int critical = graph.criticalAtOrBelow(version.length == 0 ? -1 : version[0]);
        MergeWalk merge = walk;
        if (merge == null || merge.base() - 1 > critical || critical + 1 > merge.next()) {
            merge = new MergeWalk(graph, log, actors, critical, graph.lengthAt(critical));
            walk = merge;
            walkBegins();
        }
        merge.walk(graph.next(), null);
        merge.prepare(version);
        return merge.preparedLength();
    }

    /** A new walk begins: what was derived from the old one is void. */
    void walkBegins() {}

    /**
     * What was stated of a history before it was read must be what it says, or edits made meanwhile mean others; where
     * the participants are expected to go on, no history tells.
     */
    static void takeStands(EventGraph read, EventGraph stated) throws ChangeException {
        for (int slot = 0; slot < stated.actors(); slot++) {
            int actor = stated.actorAt(slot);
            if (read.nextSeq(actor) == 0 || read.nextSeq(actor) != stated.nextSeq(actor)) {
                throw new ChangeException("A participant has made other events than stated");
            }
            read.expect(actor, stated.expected(actor));
        }
        boolean same = read.heads() == stated.heads();
        for (int i = 0; i < stated.heads() && same; i++) {
            same = read.head(i) == stated.head(i)
                    && read.headActor(i) == stated.headActor(i)
                    && read.headSeq(i) == stated.headSeq(i);
        }
        if (!same) {
            throw new ChangeException("The frontier is another one than stated");
        }
    }

    /**
     * The present version as a beginning; null when nothing happened since the last one, or when an author did not
     * follow itself, so that the frontier is not what some authors did last: then the history is kept until somebody
     * goes on from there.
     */
    final @Nullable Checkpoint beginning() {
        if (graph.next() == graph.checkpointEnd()) {
            return null;
        }
        Checkpoint begun = Checkpoint.of(graph, actors);
        return begun.heads() == graph.heads() ? begun : null;
    }

    /** Lets a checkpoint take the place of the history. */
    final void beginWith(Checkpoint begun) {
        EventGraph before = graph;
        log = new OpLog();
        graph = new EventGraph(log);
        HistoryCodec.begin(begun, graph, log);
        for (int slot = 0; slot < before.actors(); slot++) {
            graph.expect(before.actorAt(slot), before.expected(before.actorAt(slot)));
        }
        walk = null;
        walkBegins();
    }

    /** Appends events to the history; returns whether the row is still to be changed by {@link #mergeNew}. */
    final boolean append(int kind, int at, int count, int actor) {
        boolean merging = planned && !fast;
        if (merging) {
            boolean fresh = graph.append(actor, count, parents, parents.length);
            log.append(kind, at, count, fresh);
            parents = new int[] {graph.next() - 1};
        } else {
            boolean fresh = graph.appendAfterFrontier(actor, count);
            log.append(kind, at, count, fresh);
            MergeWalk merge = walk;
            if (merge != null && graph.next() - merge.next() > MAX_LAG) {
                walk = null;
                walkBegins();
            }
        }
        return merging;
    }

    /** Lets the walk take the events just appended. */
    final void mergeNew() {
        requireWalk().walk(graph.next(), this);
    }

    final MergeWalk requireWalk() {
        return Objects.requireNonNull(walk);
    }
}
