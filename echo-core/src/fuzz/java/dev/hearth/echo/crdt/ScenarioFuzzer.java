package dev.hearth.echo.crdt;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Jazzer looks for what replicas can do so that they do not end equal. */
final class ScenarioFuzzer {
    private static final int LONGEST = 400;

    @FuzzTest(maxDuration = "2m")
    void converge(byte[] input) {
        if (input.length <= LONGEST) {
            Scenario.of(input).verify();
        }
    }
}
