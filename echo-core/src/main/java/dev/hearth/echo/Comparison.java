package dev.hearth.echo;

/** How a filter compares a property with a value. */
public enum Comparison {
    /** Equal. */
    EQUAL,
    /** Not equal. */
    NOT_EQUAL,
    /** Less. */
    LESS,
    /** Less or equal. */
    AT_MOST,
    /** Greater. */
    GREATER,
    /** Greater or equal. */
    AT_LEAST
}
