package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.Live;
import dev.hearth.echo.ObjectSchema;
import dev.hearth.echo.Unfit;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.Scalar;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The records and interfaces that a database is used with: the first use of one declares its indexes and its rules.
 * Kept under the database's lock.
 */
final class Schemas {
    private final Core core;
    private final Indexing indexing;
    private final Validation validation = new Validation();
    private final Set<Class<?>> declared = new HashSet<>();

    Schemas(Core core, Indexing indexing) {
        this.core = core;
        this.indexing = indexing;
    }

    Validation validation() {
        return validation;
    }

    /** Returns how a record is stored. */
    <T extends Record> RecordSchema<T> of(Class<T> type) {
        RecordSchema<T> schema = RecordSchema.of(type);
        indexing.declare(type, schema.indexes());
        declare(type, schema.declaration(), schema.fields());
        return schema;
    }

    /**
     * Returns the objects of a type as a record or an interface reads them, each shown while all that a record
     * {@code needs} is there.
     */
    @SuppressWarnings("unchecked") // a subclass of a class of T, which T is itself
    <T> Extent<T> extent(Class<T> type, Function<Object, List<ObjectId>> needs) {
        if (type.isRecord()) {
            return (Extent<T>) records(type.asSubclass(Record.class), needs);
        } else if (Live.class.isAssignableFrom(type)) {
            return (Extent<T>) views(type.asSubclass(Live.class));
        }
        throw new IllegalArgumentException(
                "type: " + type.getName() + " is neither a record nor an interface that extends Live");
    }

    private <R extends Record> Extent<R> records(Class<R> type, Function<Object, List<ObjectId>> needs) {
        return Extent.of(core, type, of(type), needs);
    }

    private <V extends Live> Extent<V> views(Class<V> type) {
        return Extent.of(core, type, ofInterface(type));
    }

    private InterfaceSchema ofInterface(Class<? extends Live> type) {
        InterfaceSchema schema = InterfaceSchema.of(type);
        indexing.declare(type, schema.indexes());
        declare(type, schema.declaration(), schema.fields());
        return schema;
    }

    private void declare(Class<?> type, TypeDeclaration declaration, List<RecordField> fields) {
        core.locked(() -> {
            if (declared.add(type)) {
                validation.declare(core.id(), type, declaration, fields);
            }
            return true;
        });
    }

    /** Holds the local writes to a type's objects to a schema, in place of the one before. */
    void require(ObjectSchema schema) {
        core.locked(() -> {
            validation.declare(schema.type(), "", new Validation.Required(core.id(), schema));
            return true;
        });
    }

    <V extends Live> V live(ObjectId object, Class<V> type) {
        return ofInterface(type).view(core, object, type);
    }

    /** Creates an object and lets it be filled. */
    <V extends Live> V create(ObjectId id, Class<V> type, Consumer<? super V> fill) {
        InterfaceSchema schema = ofInterface(type);
        V view = schema.view(core, id, type);
        core.transact(() -> {
            core.edit(id, false, edit -> begin(schema.declaration(), edit));
            fill.accept(view);
        });
        return view;
    }

    /** Writes what every object of a type has. */
    static void begin(TypeDeclaration declaration, Edit edit) {
        edit.set(LiveObject.TYPE, new Scalar.Str(declaration.name()));
        declaration.stamp(edit);
    }

    List<Unfit> unfit(Class<?> type) {
        Reading reading = Reading.of(type);
        return core.locked(() -> reading.unfit(core));
    }
}
