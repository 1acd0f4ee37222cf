package dev.hearth.base;

/**
 * Input from outside that breaks its format or a limit. Thrown by every decoder and by nothing else; whoever reads from
 * a peer, a file or a link catches it at that edge, and nothing has changed.
 */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** States, in a fixed sentence without content, which rule the input breaks. */
    public MalformedException(String rule) {
        super(rule);
    }

    /** As {@link #MalformedException(String)}, with what the platform said. */
    public MalformedException(String rule, Throwable cause) {
        super(rule, cause);
    }
}
