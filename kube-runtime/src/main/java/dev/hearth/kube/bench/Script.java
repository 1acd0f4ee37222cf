package dev.hearth.kube.bench;

import java.util.List;
import java.util.Map;

/**
 * A workload made up in advance, so that making it up costs nothing while it is timed.
 *
 * @param id its number
 * @param what it does
 * @param shape who does it
 * @param turns transactions in order
 */
record Script(String id, String what, Shape shape, List<List<Step>> turns) {
    static final String TEXT = "text";
    static final String LIST = "list";
    static final String MAP = "map";

    /** Copies the turns in. */
    Script {
        turns = turns.stream().map(List::copyOf).toList();
    }

    /** Says it in values of JSON. */
    Map<String, Object> plain() {
        List<List<List<Object>>> plain = turns.stream()
                .map(steps -> steps.stream().map(Step::plain).toList())
                .toList();
        return Map.of("id", id, "what", what, "shape", shape.name(), "turns", plain);
    }

    /** Who works, and what of it is timed. */
    enum Shape {
        /** One client, nobody listens. */
        ALONE,
        /** One client, whose every change a second one applies at once. */
        FOLLOWED,
        /** Two clients with a common text write a turn each; the bringing of one's change to the other is timed. */
        PAIR,
        /** A client for each turn, all at once, and the first of them receives everything. */
        CROWD
    }
}
