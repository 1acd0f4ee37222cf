package dev.hearth.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kube.bench.Trace;
import dev.hearth.kube.bench.TraceReplay;
import dev.hearth.testkit.Shared;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recorded history ends at every replica with the text that it states. */
final class TracesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "automerge-paper",
                "sveltecomponent",
                "rustcode",
                "json-crdt-patch",
                "friendsforever_flat",
                "clownschool_flat",
                "friendsforever",
                "clownschool",
                "node_nodecc"
            })
    void endsEqual(String name) throws Exception {
        List<Trace> traces = Trace.read(Shared.file("traces/" + name + ".json.gz"));
        for (Trace trace : traces) {
            TraceReplay replay = TraceReplay.of(trace, () -> 0);
            assertThat(replay.settle()).as(trace.name()).isTrue();
            assertThat(replay.merge().canonical())
                    .as(trace.name())
                    .isEqualTo(replay.first().canonical());
            assertThat(replay.merge().save())
                    .as(trace.name())
                    .isEqualTo(replay.first().save());
        }
    }
}
