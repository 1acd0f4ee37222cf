package dev.hearth.echo.crdt;

/** Which text written at the edges of a mark later belongs to it: the rules of Peritext (Litt et al., CSCW 2022). */
public enum Expand {
    /** None: links, comments. */
    NONE,
    /** What is written at its end: bold, italic. */
    AFTER,
    /** What is written in front of it. */
    BEFORE,
    /** Both. */
    BOTH;

    boolean before() {
        return this == BEFORE || this == BOTH;
    }

    boolean after() {
        return this == AFTER || this == BOTH;
    }
}
