package dev.hearth.echo.crdt;

/**
 * Says that a change was made without knowing all of a history that has been forgotten here since, so that it cannot be
 * merged; the state it was offered to is untouched. Its author has to take this state over and make the change anew.
 */
public final class ForgottenVersionException extends ChangeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ForgottenVersionException() {
        super("The change follows a version that has been forgotten");
    }
}
