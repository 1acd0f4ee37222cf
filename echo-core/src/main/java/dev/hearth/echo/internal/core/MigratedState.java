package dev.hearth.echo.internal.core;

import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object's state as a later version of its type sees it.
 *
 * @param stored what is stored
 * @param scalars scalars that migrations give, of fields that hold nothing
 * @param sets sets that migrations give, of fields that hold nothing
 */
record MigratedState(ObjectState stored, Map<String, Scalar> scalars, Map<String, Set<Scalar>> sets) {
    /** Returns whether there is a field, stored or given. */
    boolean holds(String field) {
        Optional<Scalar> scalar = stored.scalar(field);
        return scalars.containsKey(field)
                || sets.containsKey(field)
                || (scalar.isPresent()
                        ? !(scalar.get() instanceof Scalar.Null)
                        : stored.kind(field).isPresent());
    }

    Optional<Scalar> scalar(String field) {
        Scalar given = scalars.get(field);
        return given == null
                ? stored.scalar(field).filter(scalar -> !(scalar instanceof Scalar.Null))
                : Optional.of(given);
    }

    Set<Scalar> set(String field) {
        Set<Scalar> given = sets.get(field);
        return given == null ? stored.set(field) : given;
    }
}
