package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.testkit.ThreadCost;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rule of authority against its executable specification, over random adversarial graphs. */
final class AuthorityGraphsTest {
    /** Enough for all kinds of conflict, few enough for the specification. */
    private static final int STEPS = 34;

    /** -Dhearth.graphs=1000000 looks deeper; -Dhearth.graph=SEED runs one again. */
    @Test
    void anyOrderOfArrivalFromScratchAndIncrementalYieldOneResult() {
        verify("authority", Long.getLong("hearth.graphs", 10_000), false);
    }

    /** As the other, where members have several devices. */
    @Test
    void devicesYieldOneResultWhateverTheOrderOfArrival() {
        verify("authority with devices", Long.getLong("hearth.graphs", 4_000), true);
    }

    private static void verify(String what, long graphs, boolean devices) {
        double start = ThreadCost.cpuSeconds();
        long credentials = 0;
        for (long seed = 0; seed < graphs; seed++) {
            credentials += verify(seed, devices);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: seeds 0 to %d, %.1f credentials each, %.1f s%n",
                what,
                graphs - 1,
                (double) credentials / graphs,
                ThreadCost.cpuSeconds() - start);
    }

    @Test
    void theGivenGraph() {
        long seed = Long.getLong("hearth.graph", 0);
        assertThat(verify(seed, false)).isPositive();
        assertThat(verify(seed, true)).isPositive();
    }

    private static int verify(long seed, boolean devices) {
        int steps = 10 + (int) (seed % STEPS);
        AuthorityGraphs made = devices ? AuthorityGraphs.withDevices(seed, steps) : AuthorityGraphs.random(seed, steps);
        try {
            String expected = new AuthoritySpec(made.all())
                    .describe(-1L >>> (Long.SIZE - made.all().size()));
            AuthorityRule scratch = new AuthorityRule(made.graph());
            assertThat(AuthorityGraphs.describe(scratch.evaluate(made.everything())))
                    .isEqualTo(expected);
            for (int order = 0; order < 2; order++) {
                arrive(made, scratch, made.shuffled(new Random(seed * 2 + order)));
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "run again: -Dtest=AuthorityGraphsTest#theGivenGraph -Dhearth.graph=" + seed + "\n" + made.print(),
                    e);
        }
        return made.all().size();
    }

    /** Every prefix of an order of arrival yields what the set of its credentials yields from scratch. */
    private static void arrive(AuthorityGraphs made, AuthorityRule scratch, List<Credential> order) {
        Map<Credential, Integer> numbers = new HashMap<>();
        for (int number = 0; number < made.all().size(); number++) {
            numbers.put(made.all().get(number), number);
        }
        CredentialGraph graph = new CredentialGraph();
        AuthorityRule growing = new AuthorityRule(graph);
        BitSet arrived = new BitSet();
        BitSet known = new BitSet();
        for (Credential each : order) {
            known.set(graph.size());
            graph.add(each);
            arrived.set(Objects.requireNonNull(numbers.get(each)));
            Authority whole = new Evaluation(made.graph(), scratch::standing, arrived).authority();
            assertThat(AuthorityGraphs.describe(growing.evaluate(known))).isEqualTo(AuthorityGraphs.describe(whole));
        }
    }
}
