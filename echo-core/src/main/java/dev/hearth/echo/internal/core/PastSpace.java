package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.ObjectView;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import dev.hearth.echo.SpaceView;
import dev.hearth.echo.Version;
import dev.hearth.echo.ViewQuery;
import dev.hearth.echo.crdt.ObjectState;
import java.util.List;
import java.util.Optional;

/** A space at a version, as an application sees it. */
final class PastSpace implements SpaceView {
    private final Core core;
    private final PastObjects objects;

    PastSpace(Core core, Version version) {
        this.core = core;
        this.objects = PastObjects.at(core, version);
    }

    @Override
    public SpaceId id() {
        return core.id();
    }

    @Override
    public Version version() {
        return objects.version();
    }

    @Override
    public <T extends Record> Optional<T> find(Ref<T> ref) {
        RecordSchema<T> schema = RecordSchema.of(ref.type());
        return objects.read(
                ref.idIn(id()),
                state -> PastObjects.shown(state) ? Optional.of(schema.read(state, id())) : Optional.empty());
    }

    @Override
    public Optional<ObjectView> object(ObjectId object) {
        ObjectState state = objects.copy(object);
        return LiveObject.type(state).isEmpty() ? Optional.empty() : Optional.of(new StateView(id(), object, state));
    }

    @Override
    public <T extends Record> ViewQuery<T> query(Class<T> type) {
        RecordSchema<T> schema = RecordSchema.of(type);
        return PastQuery.of(
                objects,
                new PastQuery.Rows<>(
                        schema.name(),
                        (id, state) -> schema.read(state, id()),
                        id -> Ref.of(id(), id, type),
                        row -> row instanceof Relation<?, ?> edge ? core.edges().ends(edge) : List.of()));
    }

    @Override
    public ViewQuery<ObjectView> query(String type) {
        return PastQuery.of(
                objects,
                new PastQuery.Rows<>(
                        type,
                        (id, state) -> new StateView(id(), id, objects.copy(id)),
                        id -> Ref.of(id(), id, ObjectView.class),
                        row -> List.of()));
    }

    private PastTree tree() {
        return PastTree.of(core, objects);
    }

    @Override
    public Optional<ObjectId> parent(ObjectId object) {
        return tree().parent(object);
    }

    @Override
    public List<ObjectId> children(ObjectId parent) {
        return tree().children(parent);
    }

    @Override
    public List<ObjectId> top() {
        return tree().children(core.tree().root());
    }
}
