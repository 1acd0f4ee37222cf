package dev.hearth.echo.crdt;

/** One field of a packed state: a part of its row. */
final class PackedField {
    private final byte[] row;
    private final int from;
    private final int to;
    private final int kinds;

    PackedField(byte[] row, int from, int to, int kinds) {
        this.row = row;
        this.from = from;
        this.to = to;
        this.kinds = kinds;
    }

    int kinds() {
        return kinds;
    }

    /** Copies the part, which then belongs to another row. */
    void copy(ByteSink out) {
        out.raw(row, from, to - from);
    }

    int length() {
        return to - from;
    }

    /** Reads the part into a field, which is empty. */
    void into(Field field, Actors actors, ChangeRecorder recorder) {
        try {
            ByteSource in = new ByteSource(row, from, to);
            new FieldReader(in, actors.byNumber(), actors, recorder).read(field, kinds);
            in.done();
        } catch (ChangeException e) {
            throw new IllegalStateException("a packed state contradicts itself", e);
        }
    }
}
