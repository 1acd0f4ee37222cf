package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.MapField;
import dev.hearth.echo.internal.Values;
import java.util.Optional;
import java.util.SortedMap;

/** A map of one object, read and written through the database. */
record MapView(Core core, ObjectId object, String field) implements MapField {
    @Override
    public SortedMap<String, Object> values() {
        return core.read(object, found -> new StateView(core.id(), object, found.state()).map(field));
    }

    @Override
    public Optional<Object> get(String key) {
        return Optional.ofNullable(values().get(key));
    }

    @Override
    public void put(String key, Object value) {
        core.edit(object, true, edit -> edit.put(field, key, Values.scalar(field, value, core.id())));
    }

    @Override
    public void remove(String key) {
        core.edit(object, true, edit -> edit.remove(field, key));
    }
}
