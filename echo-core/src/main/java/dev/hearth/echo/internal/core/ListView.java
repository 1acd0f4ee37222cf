package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.ListField;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Values;
import java.util.Arrays;
import java.util.List;

/** A list of one object, read and written through the database. */
record ListView(Core core, ObjectId object, String field) implements ListField {
    @Override
    public List<Object> values() {
        return core.read(
                object,
                found -> found.state().list(field).stream()
                        .map(scalar -> Values.plain(scalar, core.id()))
                        .toList());
    }

    @Override
    public void insert(int at, Object... values) {
        List<Scalar> scalars = Arrays.stream(values).map(this::scalar).toList();
        core.edit(object, true, edit -> edit.insert(field, at, scalars));
    }

    @Override
    public void add(Object value) {
        core.transact(() -> insert(values().size(), value));
    }

    @Override
    public void remove(int at, int count) {
        core.edit(object, true, edit -> edit.removeItems(field, at, count));
    }

    @Override
    public void move(int from, int to) {
        core.edit(object, true, edit -> edit.moveItem(field, from, to));
    }

    @Override
    public void set(int at, Object value) {
        core.edit(object, true, edit -> edit.setItem(field, at, scalar(value)));
    }

    private Scalar scalar(Object value) {
        return Values.scalar(field, value, core.id());
    }
}
