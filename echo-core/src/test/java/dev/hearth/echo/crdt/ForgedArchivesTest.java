package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** Archives whose checksums are right and that break one rule each. */
final class ForgedArchivesTest {
    private final Actors actors = new Actors();
    private final int actor = actors.intern(World.key(0));

    private void refused(byte[] archive, String because) {
        assertThatThrownBy(() -> StateArchive.read(archive, actors))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining(because);
    }

    private byte[] archive(int objects) {
        List<StateArchive.Entry> entries = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            byte[] id = ByteBuffer.allocate(StateArchive.ID_LENGTH).putInt(i).array();
            ObjectState state = new ObjectState(actors);
            Edit edit = state.edit(actor, 1);
            edit.set("f", new Scalar.Int(i));
            edit.finish();
            entries.add(new StateArchive.Entry(id, state));
        }
        return StateArchive.write(entries);
    }

    /** Where the first chunk says how many objects it has. */
    private static int countAt(byte[] archive) throws ChangeException {
        ByteSource in = new ByteSource(archive, Checksums.sections(archive).get(1), archive.length);
        in.varint();
        return in.position();
    }

    @Test
    void chunksOfNoObjectOrOfTooMany() throws ChangeException {
        byte[] none = archive(1);
        none[countAt(none)] = 0;
        Checksums.repairArchive(none);
        refused(none, "too many objects, or none");
        byte[] many = archive(StateArchive.MOST_OBJECTS);
        many[countAt(many)]++;
        Checksums.repairArchive(many);
        refused(many, "too many objects, or none");
    }

    @Test
    void operationsThatAreTooLong() {
        ObjectState state = new ObjectState(actors);
        ModelLog model = state.view().field("f").modelLog();
        model.add(new ModelEvent(1, actor, new byte[ModelEvent.MAX_BYTES + 1]), actors);
        byte[] id = new byte[StateArchive.ID_LENGTH];
        refused(StateArchive.write(List.of(new StateArchive.Entry(id, state))), "too long");
    }

    @Test
    void recordsOfMoreBytesThanAnArrayHolds() {
        ColumnSource in = new ColumnSource(new ByteSource(new byte[1_000]), new Inflater(true));
        for (int length : new int[] {16, 48}) {
            assertThatThrownBy(() -> in.records(Integer.MAX_VALUE / length + 1, length))
                    .isInstanceOf(ChangeException.class)
                    .hasMessageContaining("out of range");
            assertThatThrownBy(() -> in.records(Integer.MAX_VALUE / length, length))
                    .isInstanceOf(ChangeException.class)
                    .hasMessageContaining("more than it can hold");
        }
    }

    @Test
    void countsWhoseSumIsNoCount() {
        assertThatThrownBy(() -> ColumnSource.sum(new int[] {Integer.MAX_VALUE, 1}))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("out of range");
    }
}
