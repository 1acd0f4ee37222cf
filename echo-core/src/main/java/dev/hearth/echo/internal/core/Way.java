package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.Commit;
import dev.hearth.echo.Result;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A step from the results of a query to other objects, and where it leads, which is found when it is asked for and kept
 * until a commit changes something that it depends on. Of a commit only the objects that it touched are looked at. Used
 * under the database's lock.
 *
 * @param <T> what the objects are read as from which it leads
 */
final class Way<T> {
    /** One step, which remembers what it came by. */
    interface Step<T> {
        /** Returns the objects that it leads to. */
        Set<ObjectId> ends(Steps<T> from);

        /** Returns whether a change of an object, of whose place among the results nothing changed, leads elsewhere. */
        boolean isMoved(Commit.ObjectChange change, Steps<T> from);
    }

    private final Terms<T> source;
    private final Optional<Way<?>> before;
    private final Steps<T> from;
    private final Step<T> step;
    private @Nullable Set<ObjectId> ends;

    private Way(Terms<T> source, Optional<Way<?>> before, Step<T> step) {
        this.source = source;
        this.before = before;
        this.step = step;
        this.from = new Steps<>(source);
    }

    /** Returns a step from the results of a query; if steps lead to those, they are kept too. */
    static <T> Way<T> from(Terms<T> terms, Step<T> step) {
        Optional<Way<?>> before = terms.extent().among().map(way -> way.get());
        return new Way<>(before.map(way -> terms.among(() -> way)).orElse(terms), before, step);
    }

    /** Returns the objects that it leads to, not to be changed. */
    Set<ObjectId> ends() {
        Set<ObjectId> known = ends;
        if (known == null) {
            known = step.ends(from);
            ends = known;
        }
        return known;
    }

    /** Returns whether it may lead elsewhere since an object changed; then that is found anew. */
    boolean isMoved(Commit.ObjectChange change) {
        boolean begins = before.filter(way -> way.isMoved(change)).isPresent(); // asked in any case, as it remembers
        if (ends != null && (begins || isConcerned(change))) {
            ends = null;
        }
        return ends == null;
    }

    private boolean isConcerned(Commit.ObjectChange change) {
        boolean began = change.lifecycle() || change.fields().contains(LiveObject.TYPE);
        if (began && !source.extent().isNeedless()) {
            return true; // what a result needs may have come or gone
        }
        boolean was = from.visited(change.id());
        if (was || change.type().equals(source.extent().type())) {
            boolean all = source.limit() == Integer.MAX_VALUE && source.after() == null;
            if (!all || was != isResult(change.id())) {
                return true;
            }
        }
        return step.isMoved(change, from);
    }

    private boolean isResult(ObjectId id) {
        return result(source, id).isPresent();
    }

    /** Returns an object as a result of a query without a limit, if it is one. */
    static <T> Optional<Result<T>> result(Terms<T> terms, ObjectId id) {
        boolean among =
                terms.extent().among().map(way -> way.get().ends().contains(id)).orElse(true);
        return among ? terms.candidate(id).flatMap(terms::ranked).map(Ranked::result) : Optional.empty();
    }
}
