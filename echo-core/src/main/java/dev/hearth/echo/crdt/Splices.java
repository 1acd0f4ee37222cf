package dev.hearth.echo.crdt;

/** Takes what a merge does to the visible row. */
interface Splices {
    /** New events become visible at a place. */
    void inserted(int at, int event, int count);

    /** Units are deleted; their place is -1 when they were gone before. */
    void deleted(int at, int unit, int count);

    /** A unit is assigned by an event; its place is -1 when it is not visible. */
    void assigned(int at, int unit, int event);
}
