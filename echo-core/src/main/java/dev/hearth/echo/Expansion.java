package dev.hearth.echo;

/** Which text written at the edges of a mark later belongs to it. */
public enum Expansion {
    /** None: links, comments. */
    NONE,
    /** What is written at its end: bold, italic. */
    AFTER,
    /** What is written in front of it. */
    BEFORE,
    /** Both. */
    BOTH
}
