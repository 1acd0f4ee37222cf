package dev.hearth.client;

/** How far a guest is. The end is told by the future: the space, or the error that says why not and what to do. */
public enum JoinState {
    /** A host is looked for. */
    CONNECTING,
    /** A host was met, and is shown what the invitation asks for. */
    PROVING,
    /** A member of the space has to approve, which may take long; the request outlives restarts of both sides. */
    WAITING_FOR_APPROVAL,
    /** The identity is a member; the first of what the space holds is fetched. */
    FETCHING
}
