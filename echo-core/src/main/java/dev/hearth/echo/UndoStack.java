package dev.hearth.echo;

/**
 * Undoes and redoes the transactions that this database makes from the stack's creation on, the latest first; those of
 * other devices are never undone. An undo finds what its transaction did wherever that is by then, and leaves alone
 * what others changed since: a value that was overwritten, a character that somebody else deleted too. It is a
 * transaction like any other, so others see its effect and not its way. Operations of models are not undone. Lives in
 * memory. Thread-safe.
 */
public interface UndoStack extends AutoCloseable {
    /** Returns how many transactions can be undone. */
    int undoable();

    /** Returns how many can be redone; a new transaction ends that. */
    int redoable();

    /** Undoes the latest transaction; returns false when there is none. Throws NOT_PERMITTED. */
    boolean undo();

    /** Does what was undone last again; returns false when there is nothing. Throws NOT_PERMITTED. */
    boolean redo();

    /**
     * Runs {@code work}; all transactions that this thread makes within become one to undo, such as a word that was
     * typed.
     */
    void group(Runnable work);

    /** Ends the recording. */
    @Override
    void close();
}
