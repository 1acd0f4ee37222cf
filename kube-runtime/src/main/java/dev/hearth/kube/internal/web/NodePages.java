package dev.hearth.kube.internal.web;

/** What the node answers at its own origin. Called on threads that may block, several at once. */
@FunctionalInterface
public interface NodePages {
    /** Answers a request; never throws. */
    WebAnswer answer(WebRequest request);
}
