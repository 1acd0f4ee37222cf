package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Who stands under whom, as a function of all placements ever made, of which each object keeps the latest per parent.
 * An object stands where it was placed last; where that makes a cycle, the members of the cycle fall back, the latest
 * placement that leads to the top first, until all lead there. The idea is that of E. Wallace, "CRDT: Mutable Tree
 * Hierarchy" (2022). Replicas with the same placements agree, whatever order they came in.
 */
final class Forest {
    /**
     * A placement.
     *
     * @param parent the object above, or the top
     * @param rank greater for what was placed later
     */
    record Placement(ObjectId parent, Rank rank) {}

    /** When something was placed, comparable with other placements. */
    record Rank(long lamport, Bytes device) implements Comparable<Rank> {
        @Override
        public int compareTo(Rank that) {
            int byTime = Long.compare(lamport, that.lamport);
            return byTime != 0 ? byTime : device.compareTo(that.device);
        }
    }

    private static final Comparator<Placement> LATEST_FIRST = Comparator.comparing(Placement::rank)
            .reversed()
            .thenComparing(placement -> placement.parent().value());

    /** An object that may fall back to a placement. */
    private record Fallback(ObjectId object, Placement placement) {}

    private final ObjectId top;
    private final Map<ObjectId, List<Placement>> placements = new HashMap<>();
    private final Map<ObjectId, ObjectId> parentOf = new HashMap<>();
    private final Map<ObjectId, Set<ObjectId>> childrenOf = new HashMap<>();
    private boolean irregular;
    private boolean stale;

    /** Creates a forest of nothing; {@code top} stands for the place above all. */
    Forest(ObjectId top) {
        this.top = top;
    }

    /** Notes the placements of an object, one for each parent that it ever had. */
    void put(ObjectId object, List<Placement> all) {
        List<Placement> sorted = new ArrayList<>(all);
        sorted.sort(LATEST_FIRST);
        placements.put(object, sorted);
        if (stale || irregular || sorted.isEmpty() || isUnder(sorted.get(0).parent(), object)) {
            stale = true;
            return;
        }
        attach(object, sorted.get(0).parent());
    }

    private void attach(ObjectId object, ObjectId parent) {
        ObjectId before = parentOf.put(object, parent);
        if (before != null && !before.equals(parent)) {
            childrenOf.getOrDefault(before, new HashSet<>()).remove(object);
        }
        childrenOf.computeIfAbsent(parent, key -> new HashSet<>()).add(object);
    }

    /** Whether an object is another one or stands below it. */
    boolean isUnder(ObjectId object, ObjectId other) {
        resolve();
        Optional<ObjectId> at = Optional.of(object);
        while (at.isPresent()) {
            if (at.get().equals(other)) {
                return true;
            }
            at = Optional.ofNullable(parentOf.get(at.get()));
        }
        return false;
    }

    /** Returns the object above, or the top; empty for what stands nowhere. */
    Optional<ObjectId> parent(ObjectId object) {
        resolve();
        return Optional.ofNullable(parentOf.get(object));
    }

    Set<ObjectId> children(ObjectId parent) {
        resolve();
        return childrenOf.getOrDefault(parent, Set.of());
    }

    private void resolve() {
        if (!stale) {
            return;
        }
        stale = false;
        irregular = false;
        parentOf.clear();
        childrenOf.clear();
        Map<ObjectId, List<ObjectId>> wanted = new HashMap<>();
        placements.forEach((object, all) -> {
            if (!all.isEmpty()) {
                wanted.computeIfAbsent(all.get(0).parent(), key -> new ArrayList<>())
                        .add(object);
            }
        });
        descend(top, wanted);
        // A parent that was never placed itself, such as one whose creation has not arrived, is a top of its own.
        for (ObjectId parent : List.copyOf(wanted.keySet())) {
            if (!parent.equals(top)
                    && placements.getOrDefault(parent, List.of()).isEmpty()) {
                descend(parent, wanted);
            }
        }
        if (parentOf.size() < wanted.values().stream().mapToInt(List::size).sum()) {
            irregular = true;
            breakCycles();
        }
    }

    /** Attaches what wants to be under {@code from}, and what wants to be under that. */
    private void descend(ObjectId from, Map<ObjectId, List<ObjectId>> wanted) {
        Deque<ObjectId> open = new ArrayDeque<>();
        open.add(from);
        while (!open.isEmpty()) {
            ObjectId parent = open.remove();
            for (ObjectId child : wanted.getOrDefault(parent, List.of())) {
                if (!parentOf.containsKey(child)) {
                    attach(child, parent);
                    open.add(child);
                }
            }
        }
    }

    private void breakCycles() {
        PriorityQueue<Fallback> fallbacks =
                new PriorityQueue<>(Comparator.<Fallback, Placement>comparing(Fallback::placement, LATEST_FIRST)
                        .thenComparing(fallback -> fallback.object().value()));
        Map<ObjectId, List<Fallback>> waiting = new HashMap<>();
        List<ObjectId> lost = new ArrayList<>();
        placements.forEach((object, all) -> {
            if (!all.isEmpty() && !parentOf.containsKey(object)) {
                lost.add(object);
                for (Placement placement : all) {
                    Fallback fallback = new Fallback(object, placement);
                    if (leadsUp(placement.parent())) {
                        fallbacks.add(fallback);
                    } else {
                        waiting.computeIfAbsent(placement.parent(), key -> new ArrayList<>())
                                .add(fallback);
                    }
                }
            }
        });
        lost.sort(Comparator.comparing(ObjectId::value));
        int next = 0;
        while (true) {
            Fallback fallback = fallbacks.poll();
            if (fallback == null) {
                while (next < lost.size() && parentOf.containsKey(lost.get(next))) {
                    next++;
                }
                if (next == lost.size()) {
                    return;
                }
                settle(lost.get(next), top, waiting, fallbacks);
            } else if (!parentOf.containsKey(fallback.object())) {
                settle(fallback.object(), fallback.placement().parent(), waiting, fallbacks);
            }
        }
    }

    private void settle(
            ObjectId object,
            ObjectId parent,
            Map<ObjectId, List<Fallback>> waiting,
            PriorityQueue<Fallback> fallbacks) {
        attach(object, parent);
        fallbacks.addAll(waiting.getOrDefault(object, List.of()));
    }

    private boolean leadsUp(ObjectId object) {
        return object.equals(top)
                || parentOf.containsKey(object)
                || placements.getOrDefault(object, List.of()).isEmpty();
    }
}
