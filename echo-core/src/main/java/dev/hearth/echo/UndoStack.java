package dev.hearth.echo;

import java.util.Optional;

/**
 * Undoes and redoes the transactions that this database makes from the stack's creation on, the latest first; those of
 * other devices are never undone. An undo finds what its transaction did wherever that is by then, and leaves alone
 * what others changed since: a value that was overwritten, a character that somebody else deleted too. It is a
 * transaction like any other, so others see its effect and not its way. Operations of models are not undone. Of a
 * transaction that edits objects beyond the stack's scope, only what it did within is undone; what another stack undoes
 * is an edit like any other. Lives in memory. Thread-safe.
 */
public interface UndoStack extends AutoCloseable {
    /**
     * What goes with a step that was undone or redone.
     *
     * @param attached what was attached to the step; empty when nothing was
     */
    record Turned(Optional<Object> attached) {}

    /** Returns how many steps can be undone. */
    int undoable();

    /** Returns how many can be redone; a new transaction ends that. */
    int redoable();

    /** Undoes the latest step; returns false when there is none. Throws NOT_PERMITTED. */
    boolean undo();

    /** Does what was undone last again; returns false when there is nothing. Throws NOT_PERMITTED. */
    boolean redo();

    /**
     * Attaches something to the latest step that can be undone, in place of what was attached to it before: such as the
     * {@link Cursor} of where the caret was before the edit. It is kept as it is, here only, and undoing the step gives
     * it back. Does nothing when there is no step.
     */
    void attach(Object attached);

    /**
     * Undoes the latest step, attaches {@code here} to the step that redoes it, such as where the caret is now, and
     * returns what was attached to the undone one; empty when there is no step. Throws NOT_PERMITTED.
     */
    Optional<Turned> undo(Object here);

    /**
     * Does what was undone last again, attaches {@code here} to the step that undoes it, and returns what was attached
     * to the redone one; empty when there is nothing. Throws NOT_PERMITTED.
     */
    Optional<Turned> redo(Object here);

    /**
     * Runs {@code work}; all transactions that this thread makes within become one step, such as a word that was typed.
     */
    void group(Runnable work);

    /** Makes the next transaction a step of its own, however soon it comes. */
    void separate();

    /** Ends the recording. */
    @Override
    void close();
}
