package dev.hearth.echo.crdt;

/**
 * Which changes count: a version of an object, or what is left when some are withheld. What counts must be closed under
 * causality: with a change goes all that its author had seen.
 */
@FunctionalInterface
public interface Horizon {
    /** Includes everything. */
    Horizon ALL = change -> true;

    /** Returns whether a change counts. */
    boolean includes(LoggedChange change);
}
