package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.internal.query.Condition;
import dev.hearth.echo.internal.query.Path;
import dev.hearth.echo.internal.query.References;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Steps from the results of a query to other objects. Under the database's lock. */
final class Steps<T> {
    /** So many objects are looked up in an index at a time, as one question with as many answers. */
    private static final int AT_ONCE = 512;

    private final Core core;
    private final Terms<T> terms;

    Steps(Terms<T> terms) {
        this.core = terms.core();
        this.terms = terms;
    }

    private void each(Consumer<Ranked<T>> visitor) {
        Retrieval.all(terms).forEach(visitor);
    }

    private Set<ObjectId> results() {
        Set<ObjectId> ids = new LinkedHashSet<>();
        each(row -> ids.add(row.result().ref().id()));
        return ids;
    }

    /** Returns the objects of this space that a property refers to. */
    Set<ObjectId> follow(Path reference) {
        Set<ObjectId> found = new LinkedHashSet<>();
        each(row -> found.addAll(References.of(reference.read(row.result().value()), core.id())));
        return found;
    }

    /** Returns the objects of the results' type that are some references away. */
    Set<ObjectId> reach(Path reference, int depth) {
        Set<ObjectId> reached = new LinkedHashSet<>();
        Set<ObjectId> next = follow(reference);
        for (int step = 1; step <= depth && !next.isEmpty(); step++) {
            Set<ObjectId> last = next;
            last.removeAll(reached);
            next = new LinkedHashSet<>();
            for (ObjectId id : last) {
                Optional<T> value = plain(id);
                if (value.isPresent()) {
                    reached.add(id);
                    next.addAll(References.of(reference.read(value.get()), core.id()));
                }
            }
        }
        return reached;
    }

    /** Returns an object as the results are read, whatever it holds. */
    private Optional<T> plain(ObjectId id) {
        return Terms.of(core, terms.extent()).candidate(id).map(found -> found.value());
    }

    /** Returns the objects of another type that refer to the results. */
    <R> Set<ObjectId> referencedBy(Terms<R> others, Path reference) {
        Condition.Aspect aspect = reference
                        .field(others.extent().row())
                        .flatMap(field -> others.extent().columns().apply(field, Condition.Aspect.MEMBER))
                        .isPresent()
                ? Condition.Aspect.MEMBER
                : Condition.Aspect.VALUE;
        Set<ObjectId> found = new LinkedHashSet<>();
        List<ObjectId> ids = new ArrayList<>(results());
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            Set<ObjectId> some = new HashSet<>(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)));
            Retrieval.all(others.where(Condition.refersTo(reference, aspect, some, core.id())))
                    .forEach(row -> found.add(row.result().ref().id()));
        }
        return found;
    }

    Set<ObjectId> children() {
        Set<ObjectId> found = new LinkedHashSet<>();
        results().forEach(id -> found.addAll(core.tree().children(id)));
        return found;
    }

    Set<ObjectId> descendants() {
        Set<ObjectId> found = new LinkedHashSet<>();
        List<ObjectId> open = new ArrayList<>(results());
        while (!open.isEmpty()) {
            for (ObjectId child : core.tree().children(open.remove(open.size() - 1))) {
                if (found.add(child)) {
                    open.add(child);
                }
            }
        }
        return found;
    }

    Set<ObjectId> ancestors() {
        Set<ObjectId> found = new LinkedHashSet<>();
        for (ObjectId id : results()) {
            Optional<ObjectId> parent = core.tree().parent(id);
            while (parent.isPresent() && found.add(parent.get())) {
                parent = core.tree().parent(parent.get());
            }
        }
        return found;
    }
}
