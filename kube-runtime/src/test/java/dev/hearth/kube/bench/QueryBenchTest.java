package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what queries return against what the same tasks in memory say. */
final class QueryBenchTest {
    @Test
    void queriesReturnWhatTheTasksInMemorySay(@TempDir Path folder) {
        QueryResult result = QueryBench.run(folder, 1_200, new Rounds(0, 2));
        assertThat(result.equal()).isTrue();
        assertThat(result.objects()).isEqualTo(1_200);
        assertThat(result.liveRows()).isEqualTo(1_200);
    }

    @Test
    void refusesNoObjects(@TempDir Path folder) {
        assertThatThrownBy(() -> QueryBench.run(folder, 0, new Rounds(0, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
