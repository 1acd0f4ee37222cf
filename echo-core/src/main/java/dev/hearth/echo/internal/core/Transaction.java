package dev.hearth.echo.internal.core;

import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.internal.feed.Dependency;
import dev.hearth.echo.internal.index.IndexRegistry;
import dev.hearth.echo.internal.index.IndexShape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The edits of one local transaction, while it is open. Used under the database's lock. */
final class Transaction {
    private final int actor;
    private final long lamport;
    private final List<Dependency> dependencies;
    private final Map<ObjectId, Edit> edits = new LinkedHashMap<>();
    private final Map<ObjectId, IndexRegistry.Entries> entries = new HashMap<>();
    private final Map<ObjectId, Set<List<String>>> misfits = new HashMap<>();
    private final Map<ObjectId, Map<IndexShape, IndexShape.Row>> keys = new HashMap<>();
    private final Objects objects;
    private final Validation validation;
    private final Uniqueness uniqueness;
    private boolean broken;

    Transaction(
            Objects objects,
            Validation validation,
            Uniqueness uniqueness,
            int actor,
            long lamport,
            List<Dependency> dependencies) {
        this.objects = objects;
        this.validation = validation;
        this.uniqueness = uniqueness;
        this.actor = actor;
        this.lamport = lamport;
        this.dependencies = dependencies;
    }

    /** Returns the edit of {@code object}, beginning it at the first call. */
    Edit edit(LiveObject object) {
        return edits.computeIfAbsent(object.id(), id -> {
            entries.put(id, objects.entries(object));
            misfits.put(id, validation.broken(object).keySet());
            keys.put(id, uniqueness.keys(object));
            return object.state().edit(actor, lamport);
        });
    }

    /** Runs {@code work} as part of this transaction; when it throws, the whole can't be committed any more. */
    void join(Runnable work) {
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            broken |= !done;
        }
    }

    /** Refuses a transaction of which a part was left half done. */
    void requireWhole() {
        if (broken) {
            throw new IllegalStateException("A part of the transaction failed, so that nothing of it is committed");
        }
    }

    /**
     * Refuses a transaction after which an object breaks a rule that it did not break before, or has a key of another.
     */
    void requireValid() {
        for (ObjectId id : edits.keySet()) {
            Map<List<String>, HearthException> now = new LinkedHashMap<>(validation.broken(objects.get(id)));
            now.keySet().removeAll(misfits.getOrDefault(id, Set.of()));
            for (HearthException error : now.values()) {
                throw error;
            }
        }
        uniqueness.require(edits.keySet(), keys);
    }

    int actor() {
        return actor;
    }

    long lamport() {
        return lamport;
    }

    List<Dependency> dependencies() {
        return dependencies;
    }

    Map<ObjectId, Edit> edits() {
        return edits;
    }

    /** Returns what an object contributed to indexes before it was edited. */
    IndexRegistry.Entries entriesBefore(ObjectId object) {
        return entries.getOrDefault(object, IndexRegistry.Entries.NONE);
    }
}
