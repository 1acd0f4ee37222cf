package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.CounterField;

/** A counter of one object, read and written through the database. */
record CounterView(Core core, ObjectId object, String field) implements CounterField {
    @Override
    public long value() {
        return core.read(object, found -> found.state().counter(field));
    }

    @Override
    public void add(long by) {
        core.edit(object, true, edit -> edit.increment(field, by));
    }
}
