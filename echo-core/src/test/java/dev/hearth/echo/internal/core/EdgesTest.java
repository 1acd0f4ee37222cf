package dev.hearth.echo.internal.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import org.junit.jupiter.api.Test;

/** The ids of edges, on which all devices have to agree. */
final class EdgesTest {
    private record Edge(Ref<Record> source, Ref<Record> target) implements Relation<Record, Record> {}

    private static Ref<Record> ref(int space, int object) {
        return Ref.of(
                new SpaceId(Bytes.fromHex("%02x".formatted(space).repeat(SpaceId.SIZE))),
                new ObjectId(Bytes.fromHex("%02x".formatted(object).repeat(ObjectId.SIZE))),
                Record.class);
    }

    @Test
    void anIdFollowsFromTheTypeAndTheEnds() {
        ObjectId golden = Edges.id("Employs", new Edge(ref(1, 2), ref(3, 4)));
        assertThat(golden).isEqualTo(ObjectId.fromHex("8189772f6245a9224307cebfdecbbeb0"));
        assertThat(Edges.id("Employ", new Edge(ref(1, 2), ref(3, 4)))).isNotEqualTo(golden);
        assertThat(Edges.id("Employs", new Edge(ref(3, 4), ref(1, 2)))).isNotEqualTo(golden);
        assertThat(Edges.id("Employs", new Edge(ref(3, 2), ref(1, 4)))).isNotEqualTo(golden);
        assertThat(Edges.id("Employs", new Edge(ref(1, 2), ref(1, 4)))).isNotEqualTo(golden);
    }
}
