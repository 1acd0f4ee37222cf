package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one object in one row of bytes, for objects at rest, of which there are many: what the objects of a
 * shape have in common, the names and kinds of their fields, stands once for all of them, and actors stand as the
 * numbers that {@link Actors} gave them. The row holds the lifecycle; the contents of each field, with their length
 * before them, so that a field is found without reading the others; and what the authors' changes have named. It lives
 * in memory only: other numbers hold elsewhere.
 */
final class PackedState implements StateForm {
    /** What is longer stays unpacked: to unpack it again would take too long. */
    private static final int MOST_BYTES = 1 << 13;

    private static final int MOST_FIELDS = 1 << 8;

    /** Texts and lists of more events stay unpacked. */
    private static final int MOST_EVENTS = 1 << 10;

    /** An array, this object, and the state that has it. */
    private static final int OBJECT_BYTES = 72;

    private final PackedShape shape;
    private final byte[] row;

    private PackedState(PackedShape shape, byte[] row) {
        this.shape = shape;
        this.row = row;
    }

    /** Packs a state; null when it is large. */
    static @Nullable PackedState of(UnpackedState state) {
        List<Field> fields = state.fields().unopened();
        if (fields.size() > MOST_FIELDS) {
            return null;
        }
        byte[] kinds = new byte[fields.size()];
        for (int i = 0; i < kinds.length; i++) {
            Field field = fields.get(i);
            PackedField unread = field.packed();
            if (unread == null && !isSmall(field)) {
                return null;
            }
            kinds[i] = (byte) (unread == null ? FieldKinds.of(field) : unread.kinds());
        }
        if (state.authors().stream().anyMatch(Author::namedContent)) {
            return null;
        }
        try {
            byte[] row = row(state, fields, kinds);
            return row.length > MOST_BYTES ? null : new PackedState(state.shape(fields, kinds), row);
        } catch (ChangeException e) {
            return null; // its history is damaged, which whoever needs it will be told
        }
    }

    private static boolean isSmall(Field field) {
        Field.MapEntries map = field.map;
        SetMembers set = field.set;
        ModelLog model = field.model;
        Sequence list = field.list;
        TextSequence text = field.text;
        return (map == null || map.entries.size() < FieldWriter.MANY)
                && (set == null || set.members.size() < FieldWriter.MANY)
                && (model == null || model.events().size() < FieldWriter.MANY)
                && (list == null || list.graph.next() <= MOST_EVENTS)
                && (text == null || (text.graph.next() <= MOST_EVENTS && !text.hasFirstContent()));
    }

    private static byte[] row(UnpackedState state, List<Field> fields, byte[] kinds) throws ChangeException {
        ByteSink out = new ByteSink(256);
        ByteSink part = new ByteSink(64);
        FieldWriter writer = new FieldWriter(part, actor -> actor);
        lifecycle(state, out);
        for (int i = 0; i < kinds.length; i++) {
            PackedField unread = fields.get(i).packed();
            if (unread != null) {
                out.varint(unread.length());
                unread.copy(out);
            } else {
                part.clear();
                writer.startAnew();
                writer.write(fields.get(i), kinds[i]);
                out.varint(part.size());
                out.raw(part);
            }
        }
        for (Author author : state.authors()) {
            AuthorFile.write(out, author, fields::indexOf, actor -> actor);
        }
        return out.toByteArray();
    }

    private static void lifecycle(UnpackedState state, ByteSink out) {
        Stamp stamp = state.lifecycle().stamp;
        out.u8(state.lifecycle().is());
        if (stamp.present()) {
            out.varint(stamp.actor());
            out.varint(stamp.lamport());
        }
    }

    int bytes() {
        return OBJECT_BYTES + row.length;
    }

    @Override
    public boolean purged() {
        return row[0] == Lifecycle.PURGED;
    }

    @Override
    public boolean deleted() {
        return row[0] >= Lifecycle.DELETED;
    }

    @Override
    public @Nullable Field read(String name, Actors actors) {
        int index = shape.indexOf(name);
        if (index < 0) {
            return null;
        }
        try {
            ByteSource in = new ByteSource(row);
            skipLifecycle(in);
            for (int i = 0; i < index; i++) {
                in.skip(in.varint());
            }
            return new Field(name, next(in, index)).opened(actors, new ChangeRecorder());
        } catch (ChangeException e) {
            throw damaged(e);
        }
    }

    private static void skipLifecycle(ByteSource in) throws ChangeException {
        if (in.u8() != 0) {
            in.varint();
            in.varlong();
        }
    }

    private PackedField next(ByteSource in, int index) throws ChangeException {
        int length = in.varint();
        int from = in.position();
        in.skip(length);
        return new PackedField(row, from, from + length, shape.kinds(index));
    }

    /** Returns the state with its fields still to be read, each when it is needed. */
    @Override
    public UnpackedState unpack(Actors actors) {
        UnpackedState state = new UnpackedState(actors, shape);
        try {
            ByteSource in = new ByteSource(row);
            int life = in.u8();
            if (life != 0) {
                int actor = in.varint();
                state.become(life, actor, in.varlong());
                state.recorder().clear();
            }
            List<Field> fields = new ArrayList<>(shape.size());
            for (int i = 0; i < shape.size(); i++) {
                fields.add(state.fields().add(new Field(shape.name(i), next(in, i))));
            }
            while (in.remaining() > 0) {
                AuthorFile.read(in, state, fields, actors.byNumber());
            }
            return state;
        } catch (ChangeException e) {
            throw damaged(e);
        }
    }

    private static IllegalStateException damaged(ChangeException cause) {
        return new IllegalStateException("a packed state contradicts itself", cause);
    }
}
