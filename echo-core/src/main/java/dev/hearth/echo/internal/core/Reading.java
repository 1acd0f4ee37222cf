package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Unfit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A way to read the objects of a type.
 *
 * @param type the name of the type
 * @param reader reads an object; throws SCHEMA_MISMATCH for one that does not fit
 */
record Reading(String type, Reader reader) {
    private static final int TRIM_EVERY = 256;

    /** Reads an object of a database. */
    interface Reader {
        void read(LiveObject object, Core core);
    }

    /** Returns how a record or an interface reads objects. */
    static Reading of(Class<?> type) {
        if (type.isRecord()) {
            RecordSchema<?> schema = RecordSchema.of(type.asSubclass(Record.class));
            return new Reading(schema.name(), (object, core) -> schema.read(object.state(), core.id()));
        }
        InterfaceSchema schema = InterfaceSchema.of(type);
        return new Reading(schema.declaration().name(), (object, core) -> schema.check(object.state(), core.id()));
    }

    /** Returns the objects that don't fit. Under the lock. */
    List<Unfit> unfit(Core core) {
        List<Unfit> found = new ArrayList<>();
        int read = 0;
        for (ObjectId id : core.objects().ofType(type)) {
            LiveObject object = core.objects().get(id);
            if (object.shown() && object.type().equals(type)) {
                test(object, core).ifPresent(found::add);
            }
            if (++read % TRIM_EVERY == 0) {
                core.trim();
            }
        }
        return found;
    }

    private Optional<Unfit> test(LiveObject object, Core core) {
        try {
            reader.read(object, core);
            return Optional.empty();
        } catch (HearthException e) {
            if (e.code() != ErrorCode.SCHEMA_MISMATCH) {
                throw e;
            }
            return Optional.of(new Unfit(
                    object.id(),
                    e.details().getOrDefault("field", ""),
                    e.details().getOrDefault("rule", "")));
        }
    }
}
