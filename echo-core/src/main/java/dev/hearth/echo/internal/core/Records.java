package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Objects as records: written as a whole, and changed where a changed copy differs. */
final class Records {
    private final Core core;
    private final Schemas schemas;
    private final Edges edges;

    Records(Core core, Schemas schemas, Edges edges) {
        this.core = core;
        this.schemas = schemas;
        this.edges = edges;
    }

    <T extends Record> Ref<T> put(ObjectId id, T record) {
        @SuppressWarnings("unchecked") // the class of a T is a class of T
        Class<T> type = (Class<T>) record.getClass();
        RecordSchema<T> schema = schemas.of(type);
        core.edit(id, false, edit -> {
            if (record instanceof Relation<?, ?> relation) {
                edges.requireEnds(relation);
            }
            Schemas.begin(schema.declaration(), edit);
            schema.create(record, edit, core.id());
        });
        return Ref.of(core.id(), id, type);
    }

    <T extends Record> Optional<T> find(Ref<T> ref) {
        RecordSchema<T> schema = RecordSchema.of(ref.type());
        return core.read(
                ref.idIn(core.id()),
                object -> object.shown() ? Optional.of(schema.read(object.state(), core.id())) : Optional.empty());
    }

    <T extends Record> void update(Ref<T> ref, UnaryOperator<T> change) {
        RecordSchema<T> schema = schemas.of(ref.type());
        core.transact(() -> {
            T before = find(ref)
                    .orElseThrow(() -> new HearthException(
                            ErrorCode.OBJECT_UNKNOWN, Map.of("object", ref.id().toString())));
            T after = change.apply(before);
            Edges.requireSameEnds(before, after);
            if (schema.differs(before, after)) {
                core.edit(ref.id(), true, edit -> schema.update(before, after, edit, core.id()));
            }
        });
    }
}
