package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Counter;
import dev.hearth.echo.ObjectView;
import dev.hearth.echo.Text;
import dev.hearth.echo.crdt.FieldKind;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Values;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A state as an application sees it. Of a state that nobody changes any more it is immutable. */
record StateView(SpaceId space, ObjectId id, ObjectState state) implements ObjectView {
    @Override
    public String type() {
        return LiveObject.type(state);
    }

    @Override
    public Set<String> fields() {
        Set<String> fields = new TreeSet<>(state.fields());
        fields.remove(LiveObject.TYPE);
        fields.remove(TypeDeclaration.VERSION);
        fields.remove(ObjectTree.PLACES);
        return fields;
    }

    @Override
    public Optional<Object> get(String field) {
        return state.kind(field).map(kind -> value(field, kind));
    }

    private Object value(String field, FieldKind kind) {
        return switch (kind) {
            case SCALAR -> state.scalar(field).map(this::plain).orElse("");
            case TEXT -> Text.of(state.text(field));
            case LIST -> plain(state.list(field));
            case MAP -> map(field);
            case COUNTER -> Counter.of(state.counter(field));
            case SET -> set(field);
            case MODEL ->
                state.events(field).stream()
                        .map(event -> Bytes.of(event.bytes()))
                        .toList();
        };
    }

    SortedMap<String, Object> map(String field) {
        SortedMap<String, Object> values = new TreeMap<>();
        state.map(field).forEach((key, scalar) -> values.put(key, plain(scalar)));
        return Collections.unmodifiableSortedMap(values);
    }

    Set<Object> set(String field) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(plain(state.set(field))));
    }

    private List<Object> plain(Collection<Scalar> scalars) {
        return scalars.stream().map(this::plain).toList();
    }

    private Object plain(Scalar scalar) {
        return Values.plain(scalar, space);
    }

    @Override
    public List<Object> conflicts(String field) {
        return plain(state.conflicts(field));
    }

    @Override
    public boolean deleted() {
        return state.deleted();
    }

    @Override
    public <T extends Record> T as(Class<T> type) {
        return RecordSchema.of(type).read(state, space);
    }
}
