package dev.hearth.echo.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The history of one text or list as a graph: who made which events after which. Events have dense local numbers in the
 * order of arrival; a run of events of one actor, each the child of the one before, is one entry. A <em>critical</em>
 * event is one that every later event descends from and that itself descends from every earlier one: merging need never
 * look further back than to the last critical event below the parents of what arrives.
 *
 * <p>A graph may begin at a number above zero: the earlier entries then lie compressed in the saved state, and only the
 * frontier is known. Or it begins with a {@link Checkpoint}: then its first events are the units of the row of that
 * version, each the child of the one before, and whoever names the last of them means the version.
 */
final class EventGraph {
    private final OpLog log;
    private int first;
    private int next;
    private int entries;
    /** The entry found last: the next is likely to be near it. */
    private int near;

    private int[] start = new int[2];
    private int[] entryActor = new int[2];
    private int[] entrySeq = new int[2];
    private int[] parentsFrom = new int[3];
    private int[] parents = new int[2];

    private int heads;
    private int[] headEvent = new int[1];
    private int[] headActor = new int[1];
    private int[] headSeq = new int[1];

    private @Nullable Checkpoint checkpoint;
    private int checkpointEntries;

    private final IntTable slots = new IntTable();
    private int slotCount;
    private int[] slotActor = new int[1];
    private int[] slotNextSeq = new int[1];
    private int[] slotExpect = new int[1];
    private int[][] slotEntries = new int[1][];
    private int[] slotEntryCount = new int[1];

    private int criticals;
    private int[] criticalLow = new int[1];
    private int[] criticalHigh = new int[1];
    private int[] criticalLength = new int[1];

    EventGraph(OpLog log) {
        this.log = log;
    }

    int first() {
        return first;
    }

    int next() {
        return next;
    }

    int entries() {
        return entries;
    }

    int start(int entry) {
        return start[entry];
    }

    int end(int entry) {
        return entry + 1 < entries ? start[entry + 1] : next;
    }

    int actor(int entry) {
        return entryActor[entry];
    }

    int seq(int entry) {
        return entrySeq[entry];
    }

    int parentCount(int entry) {
        return parentsFrom[entry + 1] - parentsFrom[entry];
    }

    int parent(int entry, int index) {
        return parents[parentsFrom[entry] + index];
    }

    int[] parentsOf(int entry) {
        return Arrays.copyOfRange(parents, parentsFrom[entry], parentsFrom[entry + 1]);
    }

    /** The entry that holds an event. */
    int entryOf(int event) {
        near = Ascending.floor(start, entries, event, near);
        return near;
    }

    /** What the history begins with, or null when it is whole. */
    @Nullable Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The entries that hold the units of the checkpoint: the first ones. */
    int checkpointEntries() {
        return checkpointEntries;
    }

    /** The events after the checkpoint begin here. */
    int checkpointEnd() {
        Checkpoint begun = checkpoint;
        return begun == null ? 0 : (int) begun.units();
    }

    /** Whether nothing happened since the checkpoint. */
    private @Nullable Checkpoint atCheckpoint() {
        Checkpoint begun = checkpoint;
        return begun != null && next == begun.units() ? begun : null;
    }

    int heads() {
        Checkpoint at = atCheckpoint();
        return at == null ? heads : at.heads();
    }

    int head(int index) {
        return atCheckpoint() == null ? headEvent[index] : Math.max(0, next - 1);
    }

    int headActor(int index) {
        Checkpoint at = atCheckpoint();
        return at == null ? headActor[index] : at.headActor(index);
    }

    int headSeq(int index) {
        Checkpoint at = atCheckpoint();
        return at == null ? headSeq[index] : at.made(at.headActor(index)) - 1;
    }

    /** The local events of the frontier. */
    int[] frontier() {
        return Arrays.copyOf(headEvent, heads);
    }

    /** Whether the frontier is exactly the last event of this actor, or empty when there is none. */
    boolean frontierIsOwn(int actor) {
        int slot = slots.get(actor);
        if (slot < 0) {
            return heads() == 0;
        }
        return heads() == 1 && headActor(0) == actor && headSeq(0) == slotNextSeq[slot] - 1;
    }

    boolean frontierHas(int actor, int seq) {
        int count = heads();
        for (int i = 0; i < count; i++) {
            if (headActor(i) == actor && headSeq(i) == seq) {
                return true;
            }
        }
        return false;
    }

    /** The number that the next event of an actor gets within this history. */
    int nextSeq(int actor) {
        int slot = slots.get(actor);
        return slot < 0 ? 0 : slotNextSeq[slot];
    }

    /** Where the next edit of an actor is likely to be. */
    int expected(int actor) {
        int slot = slots.get(actor);
        return slot < 0 ? 0 : slotExpect[slot];
    }

    void expect(int actor, int position) {
        int slot = slot(actor); // which may replace the array
        slotExpect[slot] = position;
    }

    boolean hasActor(int actor) {
        return slots.get(actor) >= 0;
    }

    int actors() {
        return slotCount;
    }

    int actorAt(int slot) {
        return slotActor[slot];
    }

    /** The local number of an event, or -1 when it is not among the entries held. */
    int event(int actor, int seq) {
        int slot = slots.get(actor);
        if (slot < 0 || seq < 0 || seq >= slotNextSeq[slot] || slotEntryCount[slot] == 0) {
            return -1;
        }
        int[] own = slotEntries[slot];
        int low = 0;
        int high = slotEntryCount[slot] - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (entrySeq[own[middle]] <= seq) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int entry = own[low];
        int offset = seq - entrySeq[entry];
        return offset >= 0 && offset < end(entry) - start[entry] ? start[entry] + offset : -1;
    }

    /** Begins with a checkpoint instead of with nothing. */
    void begin(Checkpoint begun) {
        for (int run = 0; run < begun.runs(); run++) {
            int actor = begun.actor(run);
            addEntry(slot(actor), actor, begun.seq(run), new int[] {next - 1}, next == 0 ? 0 : 1);
            next += begun.count(run);
        }
        checkpoint = begun;
        checkpointEntries = entries;
        for (int i = 0; i < begun.participants(); i++) {
            int slot = slot(begun.participant(i));
            slotNextSeq[slot] = begun.made(begun.participant(i));
            sortBySeq(slotEntries[slot], slotEntryCount[slot]);
        }
        if (next > 0) {
            addHead(next - 1, entryActor[entries - 1], 0); // named by no one while the checkpoint speaks for it
            pushCritical(0, next - 1);
            noteLength(next);
        }
    }

    /** Whether an event stands in two entries, each author's being in order. */
    boolean holdsAnyTwice() {
        for (int slot = 0; slot < slotCount; slot++) {
            int[] own = slotEntries[slot];
            for (int i = 1; i < slotEntryCount[slot]; i++) {
                int before = own[i - 1];
                if (entrySeq[before] + end(before) - start[before] > entrySeq[own[i]]) {
                    return true;
                }
            }
        }
        return false;
    }

    private void sortBySeq(int[] own, int count) {
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (long) entrySeq[own[i]] << Integer.SIZE | own[i];
        }
        Arrays.sort(keys);
        for (int i = 0; i < count; i++) {
            own[i] = (int) keys[i];
        }
    }

    /** Begins above zero: what was before is compressed elsewhere. */
    void beginAt(int events, int length) {
        first = events;
        next = events;
        if (heads == 1 && headEvent[0] == events - 1) {
            pushCritical(events - 1, events - 1);
            criticalLength[0] = length;
        }
    }

    void addHead(int event, int actor, int seq) {
        if (heads == headEvent.length) {
            headEvent = Arrays.copyOf(headEvent, heads * 2);
            headActor = Arrays.copyOf(headActor, heads * 2);
            headSeq = Arrays.copyOf(headSeq, heads * 2);
        }
        int at = heads++;
        while (at > 0 && headEvent[at - 1] > event) {
            headEvent[at] = headEvent[at - 1];
            headActor[at] = headActor[at - 1];
            headSeq[at] = headSeq[at - 1];
            at--;
        }
        headEvent[at] = event;
        headActor[at] = actor;
        headSeq[at] = seq;
    }

    void actorStands(int actor, int nextSeq, int expected) {
        int slot = slot(actor);
        slotNextSeq[slot] = nextSeq;
        slotExpect[slot] = expected;
    }

    /** Appends events of one actor after the whole frontier; returns whether a new entry began. */
    boolean appendAfterFrontier(int actor, int count) {
        if (heads == 1
                && entries > checkpointEntries
                && entryActor[entries - 1] == actor) { // the head is the last event
            int slot = slots.get(actor);
            next += count;
            slotNextSeq[slot] += count;
            headEvent[0] = next - 1;
            headSeq[0] = slotNextSeq[slot] - 1;
            criticalHigh[criticals - 1] = next - 1;
            return false;
        }
        return append(actor, count, headEvent, heads);
    }

    /** Appends events of one actor, each after the one before, the first after the given ones (ascending). */
    boolean append(int actor, int count, int[] after, int afterCount) {
        int slot = slot(actor);
        int seq = slotNextSeq[slot];
        boolean chained = entries > checkpointEntries
                && entryActor[entries - 1] == actor
                && afterCount == 1
                && after[0] == next - 1;
        int lowest = afterCount == 0 ? -1 : after[0];
        if (!chained) {
            addEntry(slot, actor, seq, after, afterCount);
        }
        removeHeads(after, afterCount);
        dropCriticalsAbove(lowest);
        int begin = next;
        next += count;
        slotNextSeq[slot] = seq + count;
        addHead(next - 1, actor, seq + count - 1);
        if (heads == 1) {
            pushCritical(begin, next - 1);
        }
        return !chained;
    }

    private void addEntry(int slot, int actor, int seq, int[] after, int afterCount) {
        if (entries == start.length) {
            int capacity = entries * 3 / 2 + 2;
            start = Arrays.copyOf(start, capacity);
            entryActor = Arrays.copyOf(entryActor, capacity);
            entrySeq = Arrays.copyOf(entrySeq, capacity);
            parentsFrom = Arrays.copyOf(parentsFrom, capacity + 1);
        }
        int from = parentsFrom[entries];
        if (from + afterCount > parents.length) {
            parents = Arrays.copyOf(parents, Math.max(from + afterCount, parents.length * 3 / 2 + 2));
        }
        System.arraycopy(after, 0, parents, from, afterCount);
        start[entries] = next;
        entryActor[entries] = actor;
        entrySeq[entries] = seq;
        parentsFrom[entries + 1] = from + afterCount;
        int[] own = slotEntries[slot];
        if (slotEntryCount[slot] == own.length) {
            own = Arrays.copyOf(own, own.length * 3 / 2 + 2);
            slotEntries[slot] = own;
        }
        own[slotEntryCount[slot]++] = entries;
        entries++;
    }

    private void removeHeads(int[] after, int afterCount) {
        if (afterCount == 0) {
            return;
        }
        int kept = 0;
        int count = heads;
        for (int i = 0; i < count; i++) {
            int event = headEvent[i];
            boolean covered = false;
            for (int k = 0; k < afterCount && !covered; k++) {
                covered = after[k] == event;
            }
            if (!covered) {
                headEvent[kept] = event;
                headActor[kept] = headActor[i];
                headSeq[kept++] = headSeq[i];
            }
        }
        heads = kept;
    }

    private int slot(int actor) {
        int slot = slots.get(actor);
        if (slot >= 0) {
            return slot;
        }
        if (slotCount == slotActor.length) {
            int capacity = slotCount * 2;
            slotActor = Arrays.copyOf(slotActor, capacity);
            slotNextSeq = Arrays.copyOf(slotNextSeq, capacity);
            slotExpect = Arrays.copyOf(slotExpect, capacity);
            slotEntries = Arrays.copyOf(slotEntries, capacity);
            slotEntryCount = Arrays.copyOf(slotEntryCount, capacity);
        }
        slotActor[slotCount] = actor;
        slotEntries[slotCount] = new int[1];
        slots.put(actor, slotCount);
        return slotCount++;
    }

    private void pushCritical(int low, int high) {
        if (criticals > 0 && criticalHigh[criticals - 1] == low - 1) {
            criticalHigh[criticals - 1] = high;
            return;
        }
        if (criticals == criticalLow.length) {
            criticalLow = Arrays.copyOf(criticalLow, criticals * 2);
            criticalHigh = Arrays.copyOf(criticalHigh, criticals * 2);
            criticalLength = Arrays.copyOf(criticalLength, criticals * 2);
        }
        criticalLow[criticals] = low;
        criticalHigh[criticals++] = high;
    }

    /** Keeps only critical events at or below a number. */
    private void dropCriticalsAbove(int event) {
        while (criticals > 0 && criticalLow[criticals - 1] > event) {
            criticals--;
        }
        if (criticals > 0 && criticalHigh[criticals - 1] > event) {
            criticalLength[criticals - 1] = lengthAt(event);
            criticalHigh[criticals - 1] = event;
        }
    }

    /** Notes how long the row is now, for the case that the last event is critical. */
    void noteLength(int length) {
        if (criticals > 0 && criticalHigh[criticals - 1] == next - 1) {
            criticalLength[criticals - 1] = length;
        }
    }

    /** The last critical event at or below a number, or -1 for the empty beginning; changes nothing. */
    int criticalAtOrBelow(int event) {
        int at = criticalRange(event);
        return at < 0 ? -1 : Math.min(event, criticalHigh[at]);
    }

    private int criticalRange(int event) {
        int at = criticals - 1;
        while (at >= 0 && criticalLow[at] > event) {
            at--;
        }
        return at;
    }

    /** The length of the row at a critical event: what follows it in its range is a plain sequence. */
    int lengthAt(int critical) {
        if (critical < 0) {
            return 0;
        }
        int at = criticalRange(critical);
        return criticalLength[at] - log.growth(critical + 1, criticalHigh[at] + 1);
    }
}
