package dev.hearth.echo.crdt;

import java.util.function.Predicate;

/**
 * Makes a scenario that fails small: takes out steps, first long stretches of them, as long as it fails all the same
 * (A. Zeller, R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002), and then replicas.
 */
final class Shrinker {
    private static final int MOST_ATTEMPTS = 20_000;

    private final Predicate<Scenario> fails;
    private int attempts;

    Shrinker(Predicate<Scenario> fails) {
        this.fails = fails;
    }

    /** Returns a part of the scenario that fails and of which no single step can be taken out, given the attempts. */
    Scenario shrink(Scenario scenario) {
        Scenario small = scenario;
        Scenario before;
        do {
            before = small;
            for (int length = Math.max(1, small.steps().length / 2); length > 0; length /= 2) {
                small = withoutStretches(small, length);
            }
            small = withFewerReplicas(small);
        } while (small.steps().length < before.steps().length || small.replicas() < before.replicas());
        return small;
    }

    private Scenario withoutStretches(Scenario scenario, int length) {
        Scenario small = scenario;
        for (int at = 0; at < small.steps().length; ) {
            Scenario less = without(small, at, Math.min(length, small.steps().length - at));
            if (stillFails(less)) {
                small = less;
            } else {
                at += length;
            }
        }
        return small;
    }

    private static Scenario without(Scenario scenario, int at, int count) {
        int[] steps = scenario.steps();
        int[] left = new int[steps.length - count];
        System.arraycopy(steps, 0, left, 0, at);
        System.arraycopy(steps, at + count, left, at, left.length - at);
        return new Scenario(scenario.replicas(), left);
    }

    private Scenario withFewerReplicas(Scenario scenario) {
        for (int replicas = 2; replicas < scenario.replicas(); replicas++) {
            Scenario less = new Scenario(replicas, scenario.steps());
            if (stillFails(less)) {
                return less;
            }
        }
        return scenario;
    }

    private boolean stillFails(Scenario scenario) {
        return attempts++ < MOST_ATTEMPTS && fails.test(scenario);
    }
}
