package dev.hearth.echo.crdt;

import dev.hearth.testkit.ThreadCost;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random editing of everything by three to eight replicas over a bad network, with restarts and undo: all end equal,
 * and equal to naive models. A failure prints its seed and the shrunk scenario, which {@code -Dhearth.scenario=LINE}
 * runs again.
 */
final class ConvergenceTest {
    /** The steps of a short history; it and everything in it is what "a scenario" means where speed is told. */
    private static final int STEPS = 32;

    /** Short histories find what is wrong sooner than long ones; -Dhearth.scenarios=1000000 looks deeper. */
    @Test
    void replicasConvergeInManyShortHistories() {
        long scenarios = Long.getLong("hearth.scenarios", 100_000);
        double start = ThreadCost.cpuSeconds();
        for (long seed = 0; seed < scenarios; seed++) {
            verify(seed, Scenario.random(seed, replicas(seed), STEPS));
        }
        double seconds = ThreadCost.cpuSeconds() - start;
        System.out.printf(
                Locale.ROOT,
                "%d scenarios of %d steps, %.0f a second of one processor%n",
                scenarios,
                STEPS,
                scenarios / seconds);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void replicasConvergeInLongHistories(long from) {
        for (long seed = from * 1_000_000_000; seed < from * 1_000_000_000 + 30; seed++) {
            verify(seed, Scenario.random(seed, replicas(seed), 100 + new Random(seed).nextInt(300)));
        }
    }

    /** What Jazzer found once, or began with. */
    @Test
    void theCorpusConverges() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(getClass().getResource("ScenarioFuzzerInputs/converge"));
        try (Stream<Path> inputs = Files.list(Path.of(folder.toURI()))) {
            for (Path input : inputs.sorted().toList()) {
                Scenario.of(Files.readAllBytes(input)).verify();
            }
        }
    }

    /** Runs the scenario that is given as a property. */
    @Test
    void theGivenScenario() {
        String line = System.getProperty("hearth.scenario", "3:0");
        Scenario.parse(line).verify();
    }

    private static int replicas(long seed) {
        return Scenario.LEAST_REPLICAS + (int) ((seed >>> 1) % (Scenario.MOST_REPLICAS - Scenario.LEAST_REPLICAS + 1));
    }

    private static void verify(long seed, Scenario scenario) {
        try {
            scenario.verify();
        } catch (AssertionError e) {
            Scenario small = new Shrinker(ConvergenceTest::fails).shrink(scenario);
            throw new AssertionError(
                    "seed " + seed + "; run again: -Dtest=ConvergenceTest#theGivenScenario -Dhearth.scenario=" + small
                            + " (" + small.describe() + ")",
                    e);
        }
    }

    private static boolean fails(Scenario scenario) {
        try {
            scenario.verify();
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }
}
