package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.SetField;
import dev.hearth.echo.internal.Values;
import java.util.Set;

/** A set of one object, read and written through the database. */
record SetView(Core core, ObjectId object, String field) implements SetField {
    @Override
    public Set<Object> values() {
        return core.read(object, found -> new StateView(core.id(), object, found.state()).set(field));
    }

    @Override
    public void add(Object value) {
        core.edit(object, true, edit -> edit.add(field, Values.scalar(field, value, core.id())));
    }

    @Override
    public void remove(Object value) {
        core.edit(object, true, edit -> edit.discard(field, Values.scalar(field, value, core.id())));
    }
}
