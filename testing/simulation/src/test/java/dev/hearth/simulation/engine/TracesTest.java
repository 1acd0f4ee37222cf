package dev.hearth.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.kube.bench.Trace;
import dev.hearth.kube.bench.TraceReplay;
import dev.hearth.testkit.Shared;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recorded history ends at every replica with the text that it states. */
final class TracesTest {
    private static final int ORDERS = Integer.getInteger("hearth.orders", 4);

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

    /** Concurrent histories end as they state in whatever order their changes arrive. */
    @ParameterizedTest
    @ValueSource(strings = {"friendsforever", "clownschool", "node_nodecc"})
    void endsEqualInAnyOrder(String name) throws Exception {
        for (Trace trace : Trace.read(Shared.file("traces/" + name + ".json.gz"))) {
            TraceReplay replay = TraceReplay.of(trace, () -> 0);
            ObjectState recorded = replay.merge();
            assertThat(recorded.text(TraceReplay.FIELD))
                    .as(trace.name())
                    .isEqualTo(trace.end().orElse(recorded.text(TraceReplay.FIELD)));
            byte[] saved = recorded.save();
            for (int seed = 0; seed < ORDERS; seed++) {
                ObjectState other = replay.merge(new Random(seed));
                assertThat(other.text(TraceReplay.FIELD))
                        .as(trace.name() + ", seed " + seed)
                        .isEqualTo(recorded.text(TraceReplay.FIELD));
                assertThat(other.save()).as(trace.name() + ", seed " + seed).isEqualTo(saved);
            }
        }
    }
}
