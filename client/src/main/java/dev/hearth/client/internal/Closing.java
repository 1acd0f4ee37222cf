package dev.hearth.client.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes several things one after another, each whatever those before it threw. */
final class Closing {
    private final List<Runnable> steps = new ArrayList<>();

    /** Adds a step. */
    Closing then(Runnable step) {
        steps.add(step);
        return this;
    }

    /** Runs all steps; then throws what the first of them threw, the others' exceptions suppressed in it. */
    void run() {
        RuntimeException first = null;
        for (Runnable step : steps) {
            first = attempt(step, first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable RuntimeException attempt(Runnable step, @Nullable RuntimeException first) {
        try {
            step.run();
            return first;
        } catch (RuntimeException e) {
            if (first == null) {
                return e;
            }
            first.addSuppressed(e);
            return first;
        }
    }
}
