package dev.hearth.echo.crdt;

/** Takes what a merge does to the visible row. */
interface Splices {
    /** New events become visible at a place. */
    void inserted(int at, int event, int count);

    /** Visible units go. */
    void deleted(int at, int count);

    /** A visible item is assigned by an event. */
    void assigned(int at, int event);
}
