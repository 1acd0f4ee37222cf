package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * One history in the one order that all replicas agree on, whatever the order of arrival was: stay with an author while
 * the author's next events are possible, else go to the smallest author whose next events are.
 */
final class CanonicalHistory {
    final OpLog log;
    final EventGraph graph;
    /** The entries of the local graph in the canonical order. */
    final int[] order;

    /** Actors of the history by their keys. */
    final int[] ranked;

    private final EventGraph local;
    private final OpLog localLog;
    private final int[] newStart;
    private final int[] firstEntry;
    private final int[] nextEntry;

    CanonicalHistory(EventGraph local, OpLog localLog, Actors actors) {
        this.local = local;
        this.localLog = localLog;
        this.order = new int[local.entries()];
        this.newStart = new int[local.entries()];
        this.firstEntry = new int[local.actors()];
        Arrays.fill(firstEntry, -1);
        this.nextEntry = new int[local.entries()];
        this.ranked = rank(local, actors);
        Arrays.fill(newStart, -1);
        link();
        sort();
        if (inOrder()) {
            log = localLog;
            graph = local;
        } else {
            log = new OpLog();
            graph = new EventGraph(log);
            copy(graph, log);
        }
    }

    static int[] rank(EventGraph graph, Actors actors) {
        Integer[] all = new Integer[graph.actors()];
        for (int i = 0; i < all.length; i++) {
            all[i] = graph.actorAt(i);
        }
        Arrays.sort(all, actors::compare);
        int[] ranked = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            ranked[i] = all[i];
        }
        return ranked;
    }

    /** Chains the entries of each author. */
    private void link() {
        IntTable rankOf = new IntTable();
        for (int i = 0; i < ranked.length; i++) {
            rankOf.put(ranked[i], i);
        }
        int[] last = new int[ranked.length];
        Arrays.fill(last, -1);
        for (int entry = local.checkpointEntries(); entry < local.entries(); entry++) {
            nextEntry[entry] = -1;
            int rank = rankOf.get(local.actor(entry));
            if (last[rank] < 0) {
                firstEntry[rank] = entry;
            } else {
                nextEntry[last[rank]] = entry;
            }
            last[rank] = entry;
        }
    }

    private void sort() {
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        int[] waiting = new int[local.entries()];
        int[] alsoWaiting = new int[ranked.length];
        Arrays.fill(waiting, -1);
        int[] cursor = firstEntry.clone();
        int count = 0;
        while (count < local.checkpointEntries()) { // the units of a checkpoint stand as they are
            order[count] = count;
            newStart[count] = local.start(count);
            count++;
        }
        int events = local.checkpointEnd();
        for (int rank = 0; rank < ranked.length; rank++) {
            if (cursor[rank] >= 0) {
                settle(rank, cursor, ready, waiting, alsoWaiting);
            }
        }
        int rank = next(ready);
        while (rank >= 0) {
            int entry = cursor[rank];
            order[count++] = entry;
            newStart[entry] = events;
            events += local.end(entry) - local.start(entry);
            for (int woken = waiting[entry]; woken >= 0; ) {
                int following = alsoWaiting[woken];
                settle(woken, cursor, ready, waiting, alsoWaiting);
                woken = following;
            }
            cursor[rank] = nextEntry[entry];
            if (cursor[rank] < 0 || !settled(cursor[rank])) {
                if (cursor[rank] >= 0) {
                    settle(rank, cursor, ready, waiting, alsoWaiting);
                }
                rank = next(ready);
            }
        }
    }

    private static int next(PriorityQueue<Integer> ready) {
        Integer next = ready.poll();
        return next == null ? -1 : next;
    }

    /** Puts an author among the ready ones, or lets it wait for the first entry that is missing. */
    private void settle(int rank, int[] cursor, PriorityQueue<Integer> ready, int[] waiting, int[] alsoWaiting) {
        int missing = missing(cursor[rank]);
        if (missing < 0) {
            ready.add(rank);
        } else {
            alsoWaiting[rank] = waiting[missing];
            waiting[missing] = rank;
        }
    }

    private boolean settled(int entry) {
        return missing(entry) < 0;
    }

    private int missing(int entry) {
        for (int i = 0; i < local.parentCount(entry); i++) {
            int parent = local.entryOf(local.parent(entry, i));
            if (newStart[parent] < 0) {
                return parent;
            }
        }
        return -1;
    }

    private boolean inOrder() {
        for (int i = 0; i < order.length; i++) {
            if (order[i] != i) {
                return false;
            }
        }
        return true;
    }

    private void copy(EventGraph graph, OpLog log) {
        Checkpoint begun = local.checkpoint();
        if (begun != null) {
            HistoryCodec.begin(begun, graph, log);
        }
        for (int at = local.checkpointEntries(); at < order.length; at++) {
            int entry = order[at];
            int[] parents = local.parentsOf(entry);
            for (int i = 0; i < parents.length; i++) {
                int parent = local.entryOf(parents[i]);
                parents[i] = newStart[parent] + parents[i] - local.start(parent);
            }
            Arrays.sort(parents);
            int from = local.start(entry);
            int to = local.end(entry);
            boolean fresh = graph.append(local.actor(entry), to - from, parents, parents.length);
            log.append(localLog, from, to, fresh);
        }
    }

    /** Tells the runs of the local log in the canonical order. */
    void forEachRun(LocalRun tell) {
        for (int entry : order) {
            int from = local.start(entry);
            int end = local.end(entry);
            for (int run = localLog.runOf(from); from < end; run++) {
                int to = localLog.end(run);
                tell.run(run, from, to);
                from = to;
            }
        }
    }

    /** Takes a run of the local log with its events, the last exclusive. */
    interface LocalRun {
        void run(int run, int from, int to);
    }
}
