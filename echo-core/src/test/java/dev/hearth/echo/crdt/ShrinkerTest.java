package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Claims that are wrong end as the few steps that show it. */
final class ShrinkerTest {
    private static World run(Scenario scenario) {
        try {
            return scenario.run();
        } catch (ChangeException e) {
            throw new AssertionError(e);
        }
    }

    private static Scenario firstThat(Predicate<Scenario> fails) {
        for (long seed = 0; seed < 10_000; seed++) {
            Scenario scenario = Scenario.random(seed, 8, 60);
            if (fails.test(scenario)) {
                return scenario;
            }
        }
        throw new AssertionError("nothing fails");
    }

    @Test
    void aWrongClaimAboutConflictsShrinksToTwoWrites() {
        Predicate<Scenario> conflicts = scenario ->
                run(scenario).replicas.get(0).state.conflicts(World.SCALAR).size() > 1;
        Scenario small = new Shrinker(conflicts).shrink(firstThat(conflicts));
        assertThat(small.steps()).hasSize(2);
        assertThat(small.replicas()).isLessThanOrEqualTo(3);
        assertThat(small.describe()).matches("[23] replicas: \\d\\+? SET \\d+ \\d+; \\d\\+? SET \\d+ \\d+");
        assertThat(conflicts.test(Scenario.parse(small.toString()))).isTrue();
    }

    /** What needs three things of different kinds and a restart to happen. */
    @Test
    void whatMustBeThereStays() {
        Predicate<Scenario> claim = scenario -> {
            ObjectState state = run(scenario).replicas.get(0).state;
            return state.textLength(World.TEXT) > 3
                    && state.deleted()
                    && !state.list(World.LIST).isEmpty();
        };
        Scenario small = new Shrinker(claim).shrink(firstThat(claim));
        assertThat(small.steps()).hasSizeBetween(3, 4);
        assertThat(small.describe()).contains("INSERT ", "INSERT_ITEM", "LIFECYCLE");
    }

    @Test
    void anyBytesAreAScenarioAndEveryScenarioIsALine() {
        for (int length : List.of(0, 1, 3, 4, 5, 8, 9, 64)) {
            byte[] bytes = new byte[length];
            java.util.Arrays.fill(bytes, (byte) (37 * length));
            Scenario scenario = Scenario.of(bytes);
            scenario.verify();
            assertThat(Scenario.parse(scenario.toString()).steps()).isEqualTo(scenario.steps());
            assertThat(scenario.replicas()).isBetween(Scenario.LEAST_REPLICAS, Scenario.MOST_REPLICAS);
        }
    }
}
