package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Counter;
import dev.hearth.echo.CounterField;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.ListField;
import dev.hearth.echo.MapField;
import dev.hearth.echo.SetField;
import dev.hearth.echo.Text;
import dev.hearth.echo.TextField;
import dev.hearth.echo.crdt.FieldKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** An object as its fields are stored, read and written through the database. */
record DynamicView(Core core, ObjectId id) implements DynamicObject {
    @Override
    public String type() {
        return core.read(id, LiveObject::type);
    }

    @Override
    public Set<String> fields() {
        return core.read(id, object -> {
            Set<String> fields = new TreeSet<>(object.state().fields());
            fields.remove(LiveObject.TYPE);
            fields.remove(ObjectTree.PLACES);
            return fields;
        });
    }

    @Override
    public Optional<Object> get(String field) {
        return core.read(id, object -> object.state().kind(field).map(kind -> value(object, field, kind)));
    }

    private Object value(LiveObject object, String field, FieldKind kind) {
        return switch (kind) {
            case SCALAR ->
                object.state()
                        .scalar(field)
                        .map(scalar -> Values.plain(scalar, core.id()))
                        .orElse("");
            case TEXT -> Text.of(object.state().text(field));
            case LIST ->
                object.state().list(field).stream()
                        .map(scalar -> Values.plain(scalar, core.id()))
                        .toList();
            case MAP -> map(field).values();
            case COUNTER -> Counter.of(object.state().counter(field));
            case SET -> set(field).values();
            case MODEL ->
                object.state().events(field).stream()
                        .map(event -> Bytes.of(event.bytes()))
                        .toList();
        };
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
        if (field.isEmpty() || field.equals(LiveObject.TYPE)) {
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

    @Override
    public List<Object> conflicts(String field) {
        return core.read(
                id,
                object -> object.state().conflicts(field).stream()
                        .map(scalar -> Values.plain(scalar, core.id()))
                        .toList());
    }

    @Override
    public boolean deleted() {
        return core.read(id, object -> object.state().deleted());
    }
}
