package dev.hearth.client;

/**
 * How far a guest is, or a device that joins an identity. The end is told by the future: what was joined, or the error
 * that says why not and what to do.
 */
public enum JoinState {
    /** A host is looked for. */
    CONNECTING,
    /** A host was met, and is shown what the invitation asks for. */
    PROVING,
    /** A member of the space has to approve, which may take long; the request outlives restarts of both sides. */
    WAITING_FOR_APPROVAL,
    /** The code of a device invitation is right; the users of both devices compare what these show. */
    COMPARING,
    /** It is in; the first of what it joined is fetched. */
    FETCHING
}
