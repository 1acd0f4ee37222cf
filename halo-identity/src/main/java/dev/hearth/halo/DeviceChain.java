package dev.hearth.halo;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What one device said. As long as it is honest each builds on the one before; where two do not, neither counts, nor
 * what comes after them. What the owner knew when it removed the device's member stays as it was known: who was removed
 * can't undo it by saying something else afterwards.
 */
final class DeviceChain {
    private final CredentialGraph graph;
    private final List<Integer> numbers = new ArrayList<>();
    private final BitSet settled = new BitSet();
    private int fork = Integer.MAX_VALUE;

    DeviceChain(CredentialGraph graph) {
        this.graph = graph;
    }

    /** Adds a credential of the device; those that it builds on were added before. */
    void add(int number) {
        int place = place(number);
        if (place < numbers.size()) {
            fork = Math.min(fork, place);
        }
        numbers.add(number);
    }

    /** Returns where a credential leaves the chain: behind the last one that it builds on. */
    private int place(int number) {
        BitSet past = graph.past(number);
        if (numbers.isEmpty() || past.get(numbers.get(numbers.size() - 1))) {
            return numbers.size();
        }
        int place = 0;
        while (place < numbers.size() && past.get(numbers.get(place))) {
            place++;
        }
        return place;
    }

    /** Settles what is not forked among those of {@code known}. */
    void settle(BitSet known) {
        DeviceChain part = new DeviceChain(graph);
        numbers.stream().filter(known::get).forEach(part::add);
        part.numbers.stream().limit(part.fork).forEach(settled::set);
    }

    boolean isForked(int number) {
        return isFrozen() && numbers.indexOf(number) >= fork && !settled.get(number);
    }

    /** Returns whether the device said two things at once. */
    boolean isFrozen() {
        return fork != Integer.MAX_VALUE;
    }

    List<Integer> numbers() {
        return numbers;
    }
}
