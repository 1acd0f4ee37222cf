package dev.hearth.echo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.testkit.ThreadCost;
import dev.hearth.testkit.fuzz.Target;
import dev.hearth.testkit.fuzz.Targets;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds for decoders: their seeds, the corpus and mutated inputs are taken or refused, and nothing else happens.
 * {@code -Dhearth.inputs=10000000} gives all targets together as many inputs, and {@code mvn -Pfuzz} lets Jazzer look
 * for more, whose findings go to the corpus.
 */
public abstract class FuzzContract {
    private final Targets targets;
    private final String corpus;

    /** Tests targets; the corpus is the folder where Jazzer looks for inputs of its class. */
    protected FuzzContract(Targets targets, String corpus) {
        this.targets = targets;
        this.corpus = corpus;
    }

    @Test
    void wellFormedInputsAreTaken() {
        for (Target target : targets.all()) {
            assertThat(target.seeds()).as("%s", target).anyMatch(target::offer);
        }
    }

    @Test
    void theCorpusIsTakenOrRefused() throws IOException, URISyntaxException {
        URL folder = getClass().getResource(corpus);
        List<Path> inputs = List.of();
        if (folder != null) {
            try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
                inputs = files.sorted().toList();
            }
        }
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            targets.offer(Files.readAllBytes(input));
        }
    }

    @TestFactory
    Stream<DynamicTest> mutatedInputsAreTakenOrRefused() {
        long inputs = Long.getLong("hearth.inputs", 200_000);
        int shares = targets.all().stream().mapToInt(Target::share).sum();
        return targets.all().stream()
                .map(target ->
                        DynamicTest.dynamicTest(target.name(), () -> mutate(target, inputs * target.share() / shares)));
    }

    private static void mutate(Target target, long inputs) {
        double start = ThreadCost.cpuSeconds();
        long taken = target.mutated(inputs);
        System.out.printf(
                Locale.ROOT,
                "%s: %d inputs, %d taken, %.0f a second of one processor%n",
                target,
                inputs,
                taken,
                inputs / (ThreadCost.cpuSeconds() - start));
        assertThat(taken).isBetween(1L, inputs - 1);
    }
}
