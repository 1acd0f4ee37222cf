package dev.hearth.kube.replay;

/**
 * An object with plain fields.
 *
 * @param title what is to be done
 * @param done whether it was
 * @param priority 1 is done first
 */
record Task(String title, boolean done, int priority) {}
