package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The history of one object: its changes in the one order that respects causality and that all replicas agree on, by
 * Lamport time and then by author. From it the state of any version is made, and the state that is left when changes
 * are withheld. Not safe for use by several threads.
 */
public final class ChangeLog {
    private final Actors actors;
    private final List<LoggedChange> changes = new ArrayList<>();
    private final byte @Nullable [] base;

    /** Creates an empty history. */
    public ChangeLog(Actors actors) {
        this(actors, null);
    }

    /**
     * Creates a history that begins with a state, as {@link ObjectState#save} gave it.
     *
     * @param base the state, which every change that is added follows; null for that of an object to which nothing has
     *     happened
     */
    public ChangeLog(Actors actors, byte @Nullable [] base) {
        this.actors = actors;
        this.base = base;
    }

    /** Returns whether it begins with a state of which no changes are known. */
    public boolean hasBase() {
        return base != null;
    }

    /**
     * Returns the state that it begins with, as it was saved; empty for that of an object to which nothing happened.
     */
    public Optional<byte[]> base() {
        return Optional.ofNullable(base).map(byte[]::clone);
    }

    /**
     * Adds a change, in whatever order they come.
     *
     * @return false when it is here already, and nothing has changed
     * @throws IllegalArgumentException when another change has its author and its Lamport time
     */
    public boolean add(LoggedChange change) {
        int at = changes.size();
        while (at > 0 && compare(changes.get(at - 1), change) > 0) {
            at--;
        }
        if (at > 0 && compare(changes.get(at - 1), change) == 0) {
            if (!changes.get(at - 1).equals(change)) {
                throw new IllegalArgumentException(
                        "two changes of one author have the Lamport time " + change.lamport());
            }
            return false;
        }
        changes.add(at, change);
        return true;
    }

    private int compare(LoggedChange one, LoggedChange other) {
        return one.compare(other, actors);
    }

    /** Returns all changes in their order. */
    public List<LoggedChange> changes() {
        return Collections.unmodifiableList(changes);
    }

    /**
     * Makes the state that the changes within a horizon yield.
     *
     * @throws ChangeException when the horizon is not closed under causality, or the log is not one of real changes
     */
    public ObjectState state(Horizon horizon) throws ChangeException {
        return state(horizon, (state, change) -> {});
    }

    /** Returns the history that has what this one begins with, and of its changes those within a horizon. */
    public ChangeLog within(Horizon horizon) {
        ChangeLog part = new ChangeLog(actors, base);
        changes.stream().filter(horizon::includes).forEach(part::add);
        return part;
    }

    /** Sees a state as it is made: as it begins, with null, and after each change. */
    interface Observer {
        void saw(ObjectState state, @Nullable LoggedChange change);
    }

    ObjectState state(Horizon horizon, Observer observer) throws ChangeException {
        ObjectState state = base == null ? new ObjectState(actors) : ObjectState.load(base, actors);
        observer.saw(state, null);
        for (LoggedChange change : changes) {
            if (horizon.includes(change)) {
                state.apply(change.shared(), change.actor(), change.lamport());
                observer.saw(state, change);
            }
        }
        return state;
    }

    /** Returns the log cut into strata, the oldest first: equal logs are cut alike, however they came about. */
    public List<Stratum> strata() {
        return Stratum.cut(changes);
    }
}
