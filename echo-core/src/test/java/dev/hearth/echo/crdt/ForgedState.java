package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;

/** Saved states of one author and one field, written by hand, with the right checksum. */
final class ForgedState {
    static final String FIELD = "f";

    /** Inserts a nothing at the author's end. */
    private static final byte[] INSERTION = {(byte) (Op.LIST_INSERT << 4 | Op.FIELD_NAME), 1, 'f', 0, 1, 0};

    private ForgedState() {}

    /** A state whose field is of one of the {@link FieldKinds}. */
    static byte[] of(int kind, Consumer<ByteSink> contents) {
        ByteSink out = new ByteSink();
        out.u8(1);
        out.varint(1);
        out.raw(World.key(0));
        out.u8(0);
        out.varint(1);
        out.text(FIELD);
        out.u8(kind);
        contents.accept(out);
        out.varint(0);
        return Checksums.ofState(out.toByteArray());
    }

    /** A state whose field is a list or text, which says first when it was written last. */
    static byte[] sequence(int kind, Consumer<ByteSink> contents) {
        return of(kind, out -> {
            written(out, 1);
            contents.accept(out);
        });
    }

    /** The one actor and a number. */
    static void stamp(ByteSink out, long lamport) {
        out.varint(0);
        out.varint(lamport);
    }

    /** When a container was written last. */
    static void written(ByteSink out, long lamport) {
        out.varint(1);
        out.varint(lamport);
    }

    /** So many events, all of one author, who is expected to go on at the beginning. */
    static void header(ByteSink out, int events) {
        header(out, events, events, 0);
    }

    /** So many events, all of one author, of whom is stated how many they are and where the next is expected. */
    static void header(ByteSink out, int events, int stated, int expected) {
        header(out, events, stated, expected, events == 0 ? new int[0] : new int[] {events - 1});
    }

    /** The same, with those of the events that are the frontier. */
    static void header(ByteSink out, int events, int stated, int expected, int[] frontier) {
        out.varint(events);
        out.varint(1);
        out.varint(0);
        out.varint(stated);
        out.varint(expected);
        out.varint(frontier.length);
        for (int event : frontier) {
            out.varint(event);
            stamp(out, event);
        }
    }

    static void insertInto(ObjectState state) throws ChangeException {
        state.apply(INSERTION, 0, 9);
    }

    /** Loads a list, which can be read, and saved as it is, and is refused by whoever changes it. */
    static void refusedWhenChanged(byte[] saved, Actors actors, String because) throws ChangeException {
        ObjectState state = ObjectState.load(saved, actors);
        List<Scalar> before = state.list(FIELD);
        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(() -> insertInto(state))
                    .isInstanceOf(ChangeException.class)
                    .hasMessageContaining(because);
            assertThat(state.list(FIELD)).isEqualTo(before);
            assertThat(state.save()).isEqualTo(saved);
            state.pack();
        }
        Edit edit = state.edit(0, 9);
        assertThatThrownBy(() -> edit.insert(FIELD, 0, List.of(new Scalar.Null())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
    }
}
