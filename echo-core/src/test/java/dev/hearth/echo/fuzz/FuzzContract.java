package dev.hearth.echo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.testkit.ThreadCost;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds for decoders: their seeds, the corpus and mutated inputs are taken or refused, and nothing else happens.
 * {@code -Dhearth.inputs=10000000} gives all targets together as many inputs, and {@code mvn -Pfuzz verify} lets Jazzer
 * look for more, whose findings go to the corpus.
 */
public abstract class FuzzContract {
    /** Returns the targets. */
    protected abstract List<Target> targets();

    /** Returns the folder of the corpus, which has one folder for each target: the inputs of the Jazzer class. */
    protected abstract String corpus();

    @TestFactory
    Stream<DynamicTest> seedsAndCorpusAreTakenOrRefused() {
        return targets().stream()
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> {
                    int taken = 0;
                    for (byte[] seed : target.seeds()) {
                        taken += target.offer(seed) ? 1 : 0;
                    }
                    assertThat(taken).as("well-formed seeds").isPositive();
                    for (Path file : files(target)) {
                        target.offer(Files.readAllBytes(file));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> mutatedInputsAreTakenOrRefused() {
        long inputs = Long.getLong("hearth.inputs", 200_000);
        int shares = targets().stream().mapToInt(Target::share).sum();
        return targets().stream()
                .map(target ->
                        DynamicTest.dynamicTest(target.name(), () -> run(target, inputs * target.share() / shares)));
    }

    private static void run(Target target, long inputs) {
        Mutator mutator = new Mutator(target.seeds(), 1);
        long taken = 0;
        double start = ThreadCost.cpuSeconds();
        for (long i = 0; i < inputs; i++) {
            taken += target.offer(mutator.next()) ? 1 : 0;
        }
        double seconds = ThreadCost.cpuSeconds() - start;
        System.out.printf(
                Locale.ROOT,
                "%s: %d inputs, %d taken, %.0f a second of one processor%n",
                target,
                inputs,
                taken,
                inputs / seconds);
        assertThat(taken).isBetween(1L, inputs - 1);
    }

    private List<Path> files(Target target) throws IOException, URISyntaxException {
        URL folder = getClass().getResource(corpus() + "/" + target.name());
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        }
    }
}
