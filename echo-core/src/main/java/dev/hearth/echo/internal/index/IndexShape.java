package dev.hearth.echo.internal.index;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.query.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an index holds: of each object of a type its values in some columns, in their order, and its id.
 *
 * @param type the name of the objects' type
 * @param columns the columns, the one that is compared first first
 */
public record IndexShape(String type, List<Column> columns) {
    /** The most columns that an index has. */
    public static final int MOST_COLUMNS = 8;

    private static final Limit COLUMNS = new Limit("columns of an index", MOST_COLUMNS);
    private static final Limit MOST_NAME = new Limit("bytes of a name", 1 << 16);

    /** Copies its input, and refuses what can't be kept. */
    public IndexShape {
        columns = List.copyOf(columns);
        if (columns.isEmpty() || columns.size() > MOST_COLUMNS) {
            throw new IllegalArgumentException(
                    "columns: an index has 1 to " + MOST_COLUMNS + ", not " + columns.size());
        }
        if (columns.size() > 1 && columns.stream().anyMatch(Column::multiple)) {
            throw new IllegalArgumentException("columns: members of a container stand in an index of their own");
        }
    }

    /** Returns whether an object may stand in the index several times, or not at all. */
    public boolean multiple() {
        return columns.get(0).multiple();
    }

    /**
     * The values of one object in the columns.
     *
     * @param exact as bytes that no other values have
     * @param brief as they stand in the index, where long ones are cut
     */
    public record Row(Bytes exact, Bytes brief) {}

    /** Refuses an index that does not hold each object once, under values as they are stored. */
    public void requireSingle() {
        for (Column column : columns) {
            if (column.source() != Column.Source.VALUE) {
                throw new IllegalArgumentException("unique: " + type + "." + column.field() + " is no plain value");
            }
        }
    }

    /** Returns the values of an object that stands here once; nothing when one is missing. */
    public Optional<Row> row(ObjectState state, SpaceId space) {
        ByteWriter exact = new ByteWriter(32);
        ByteWriter brief = new ByteWriter(32);
        for (Column column : columns) {
            Optional<Object> value = column.plain(state, space);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            exact.raw(ValueOrder.exact(value.get()));
            brief.raw(column.encode(value.get()));
        }
        return Optional.of(new Row(exact.toBytes(), brief.toBytes()));
    }

    /** Returns whether one of the values with which a key begins is missing. */
    public boolean isMissing(byte[] key) {
        int at = 0;
        for (Column column : columns) {
            if (ValueOrder.isAbsent(key, at, column.descending())) {
                return true;
            }
            at = ValueOrder.end(key, at, column.descending());
        }
        return false;
    }

    /** Returns the keys under which an object of the type stands in the index. */
    List<byte[]> keys(ObjectId object, ObjectState state, SpaceId space) {
        List<byte[]> keys = new ArrayList<>();
        for (Object value : columns.get(0).values(state, space)) {
            ByteWriter key = new ByteWriter(64).raw(columns.get(0).encode(value));
            if (addRest(key, state, space)) {
                keys.add(key.raw(object.value()).toArray());
            }
        }
        return keys;
    }

    private boolean addRest(ByteWriter key, ObjectState state, SpaceId space) {
        for (Column column : columns.subList(1, columns.size())) {
            Set<Object> values = column.values(state, space);
            if (values.isEmpty()) {
                return false;
            }
            values.forEach(value -> key.raw(column.encode(value)));
        }
        return true;
    }

    void write(ByteWriter out) {
        out.text(type).varint(columns.size());
        columns.forEach(column -> column.write(out));
    }

    static IndexShape read(ByteReader in) throws MalformedException {
        String type = in.text(MOST_NAME);
        List<Column> columns = new ArrayList<>();
        for (int i = in.varint(COLUMNS); i > 0; i--) {
            columns.add(Column.read(in));
        }
        try {
            return new IndexShape(type, columns);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("An index that can't be", e);
        }
    }

    @Override
    public String toString() {
        return type + columns.stream().map(Column::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
