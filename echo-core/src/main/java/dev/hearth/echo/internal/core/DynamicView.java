package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.CounterField;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.ListField;
import dev.hearth.echo.MapField;
import dev.hearth.echo.SetField;
import dev.hearth.echo.TextField;
import dev.hearth.echo.internal.Values;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** An object as its fields are stored, read and written through the database. */
record DynamicView(Core core, ObjectId id) implements DynamicObject {
    private <R> R read(Function<StateView, R> reader) {
        return core.read(id, object -> reader.apply(new StateView(core.id(), id, object.state())));
    }

    @Override
    public String type() {
        return read(StateView::type);
    }

    @Override
    public Set<String> fields() {
        return read(StateView::fields);
    }

    @Override
    public Optional<Object> get(String field) {
        return read(view -> view.get(field));
    }

    @Override
    public List<Object> conflicts(String field) {
        return read(view -> view.conflicts(field));
    }

    @Override
    public boolean deleted() {
        return read(StateView::deleted);
    }

    @Override
    public <T extends Record> T as(Class<T> type) {
        return read(view -> view.as(type));
    }

    @Override
    public DynamicObject set(String field, Object value) {
        core.edit(id, true, edit -> edit.set(checked(field), Values.scalar(field, value, core.id())));
        return this;
    }

    @Override
    public DynamicObject clear(String field) {
        core.edit(id, true, edit -> edit.clear(checked(field)));
        return this;
    }

    private static String checked(String field) {
        if (field.isEmpty() || field.equals(LiveObject.TYPE) || field.equals(TypeDeclaration.VERSION)) {
            throw new IllegalArgumentException("field: " + field);
        }
        return field;
    }

    @Override
    public TextField text(String field) {
        return new TextView(core, id, checked(field));
    }

    @Override
    public ListField list(String field) {
        return new ListView(core, id, checked(field));
    }

    @Override
    public CounterField counter(String field) {
        return new CounterView(core, id, checked(field));
    }

    @Override
    public SetField set(String field) {
        return new SetView(core, id, checked(field));
    }

    @Override
    public MapField map(String field) {
        return new MapView(core, id, checked(field));
    }
}
