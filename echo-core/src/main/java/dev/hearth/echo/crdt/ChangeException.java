package dev.hearth.echo.crdt;

/**
 * Says that a change or a saved state is malformed or names what does not exist; the state it was offered to is
 * untouched.
 */
public class ChangeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with a fixed sentence. */
    public ChangeException(String message) {
        super(message);
    }

    /** Creates the exception with a fixed sentence and its cause. */
    public ChangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
