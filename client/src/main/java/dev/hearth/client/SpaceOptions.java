package dev.hearth.client;

import dev.hearth.halo.HistoryPolicy;

/**
 * What is decided for a space when it is created, and never after.
 *
 * @param postQuantum whether its keys are sealed so that who records them now can't open them with a quantum computer
 *     later. Each change of the key then takes 1.2 kilobytes a member instead of 80 bytes, and identities of versions
 *     that had no such keys can't join to read; false if nothing is said
 * @param history whether later members get the keys to what was written before they came; FULL if nothing is said.
 *     Versions that don't know the other kind can't join a space of it
 */
public record SpaceOptions(boolean postQuantum, HistoryPolicy history) {
    /** Returns the options of a space of which nothing is said. */
    public static SpaceOptions defaults() {
        return new SpaceOptions(false, HistoryPolicy.FULL);
    }

    /** Returns these options with another {@link #postQuantum()}. */
    public SpaceOptions postQuantum(boolean other) {
        return new SpaceOptions(other, history);
    }

    /** Returns these options with another {@link #history()}. */
    public SpaceOptions history(HistoryPolicy other) {
        return new SpaceOptions(postQuantum, other);
    }
}
