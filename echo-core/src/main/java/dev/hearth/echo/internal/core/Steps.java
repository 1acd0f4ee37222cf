package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.Commit;
import dev.hearth.echo.internal.query.Condition;
import dev.hearth.echo.internal.query.Path;
import dev.hearth.echo.internal.query.References;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The results of a query as steps to other objects begin at them. Under the database's lock. */
final class Steps<T> {
    /** So many objects are looked up in an index at a time, as one question with as many answers. */
    private static final int AT_ONCE = 512;

    private final Core core;
    private final Terms<T> terms;
    private final Set<ObjectId> results = new LinkedHashSet<>();

    Steps(Terms<T> terms) {
        this.core = terms.core();
        this.terms = terms;
    }

    /** Returns whether an object was a result when the step was taken. */
    boolean visited(ObjectId id) {
        return results.contains(id);
    }

    private void each(Consumer<Ranked<T>> visitor) {
        results.clear();
        Retrieval.all(terms).forEach(row -> {
            results.add(row.result().ref().id());
            visitor.accept(row);
        });
    }

    private Set<ObjectId> results() {
        each(row -> {});
        return results;
    }

    private Set<ObjectId> references(Path reference, T value) {
        return References.of(reference.read(value), core.id());
    }

    /** Along a property to the objects of this space that it refers to. */
    static final class Follow<T> implements Way.Step<T> {
        private final Path reference;
        private final Map<ObjectId, Set<ObjectId>> targets = new HashMap<>();

        Follow(Path reference) {
            this.reference = reference;
        }

        @Override
        public Set<ObjectId> ends(Steps<T> from) {
            targets.clear();
            Set<ObjectId> found = new LinkedHashSet<>();
            from.each(row -> {
                Set<ObjectId> some = from.references(reference, row.result().value());
                targets.put(row.result().ref().id(), some);
                found.addAll(some);
            });
            return found;
        }

        @Override
        public boolean isMoved(Commit.ObjectChange change, Steps<T> from) {
            Set<ObjectId> before = targets.get(change.id());
            return before != null
                    && !from.terms
                            .candidate(change.id())
                            .map(found ->
                                    from.references(reference, found.value()).equals(before))
                            .orElse(false);
        }
    }

    /** Along a property of objects of the results' type, several times. */
    static final class Reach<T> implements Way.Step<T> {
        private final Path reference;
        private final int depth;
        private final Set<ObjectId> tried = new HashSet<>();

        Reach(Path reference, int depth) {
            this.reference = reference;
            this.depth = depth;
        }

        @Override
        public Set<ObjectId> ends(Steps<T> from) {
            tried.clear();
            Set<ObjectId> reached = new LinkedHashSet<>();
            Set<ObjectId> next = new LinkedHashSet<>();
            from.each(row -> next.addAll(from.references(reference, row.result().value())));
            Set<ObjectId> last = next;
            for (int step = 1; step <= depth && !last.isEmpty(); step++) {
                Set<ObjectId> beyond = new LinkedHashSet<>();
                last.removeAll(tried);
                for (ObjectId id : last) {
                    tried.add(id);
                    from.plain(id).ifPresent(value -> {
                        reached.add(id);
                        beyond.addAll(from.references(reference, value));
                    });
                }
                last = beyond;
            }
            return reached;
        }

        @Override
        public boolean isMoved(Commit.ObjectChange change, Steps<T> from) {
            return tried.contains(change.id()) || from.visited(change.id());
        }
    }

    /** Returns an object as the results are read, whatever it holds. */
    private Optional<T> plain(ObjectId id) {
        return Terms.of(core, terms.extent()).candidate(id).map(found -> found.value());
    }

    /** Against a property, from the objects that refer to the results. */
    static final class ReferencedBy<T, R> implements Way.Step<T> {
        private final Terms<R> others;
        private final Path reference;
        private final Condition.Aspect aspect;
        private Set<ObjectId> found = new LinkedHashSet<>();

        ReferencedBy(Terms<R> others, Path reference) {
            this.others = others;
            this.reference = reference;
            this.aspect = reference
                            .field(others.extent().row())
                            .flatMap(field -> others.extent().columns().apply(field, Condition.Aspect.MEMBER))
                            .isPresent()
                    ? Condition.Aspect.MEMBER
                    : Condition.Aspect.VALUE;
        }

        @Override
        public Set<ObjectId> ends(Steps<T> from) {
            found = new LinkedHashSet<>();
            List<ObjectId> ids = new ArrayList<>(from.results());
            for (int begin = 0; begin < ids.size(); begin += AT_ONCE) {
                Set<ObjectId> some = new HashSet<>(ids.subList(begin, Math.min(ids.size(), begin + AT_ONCE)));
                Retrieval.all(others.where(Condition.refersTo(reference, aspect, some, from.core.id())))
                        .forEach(row -> found.add(row.result().ref().id()));
            }
            return found;
        }

        @Override
        public boolean isMoved(Commit.ObjectChange change, Steps<T> from) {
            boolean began = change.lifecycle() || change.fields().contains(LiveObject.TYPE);
            if (began && !others.extent().isNeedless()) {
                return true;
            }
            boolean was = found.contains(change.id());
            return (was || change.type().equals(others.extent().type())) && was != refers(change.id(), from);
        }

        private boolean refers(ObjectId id, Steps<T> from) {
            return Way.result(others, id)
                    .filter(other -> References.of(reference.read(other.value()), from.core.id()).stream()
                            .anyMatch(from::visited))
                    .isPresent();
        }
    }

    /** Up or down the tree. */
    static final class Along<T> implements Way.Step<T> {
        private final Function<Steps<T>, Set<ObjectId>> walk;

        private Along(Function<Steps<T>, Set<ObjectId>> walk) {
            this.walk = walk;
        }

        static <T> Along<T> children() {
            return new Along<>(Steps::children);
        }

        static <T> Along<T> descendants() {
            return new Along<>(Steps::descendants);
        }

        static <T> Along<T> ancestors() {
            return new Along<>(Steps::ancestors);
        }

        @Override
        public Set<ObjectId> ends(Steps<T> from) {
            return walk.apply(from);
        }

        @Override
        public boolean isMoved(Commit.ObjectChange change, Steps<T> from) {
            return change.lifecycle()
                    || change.fields().contains(LiveObject.TYPE)
                    || change.fields().contains(ObjectTree.PLACES);
        }
    }

    private Set<ObjectId> children() {
        Set<ObjectId> found = new LinkedHashSet<>();
        results().forEach(id -> found.addAll(core.tree().children(id)));
        return found;
    }

    private Set<ObjectId> descendants() {
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

    private Set<ObjectId> ancestors() {
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
