package dev.hearth.echo.crdt;

/** The history of a text as it was saved, not yet read. */
final class Sealed {
    private final byte[] columns;
    private final int[] ranked;
    private final int events;
    private final boolean surrogates;
    private final boolean fromCheckpoint;

    /**
     * Takes the columns, beginning with the visible text; its actors in the order of their keys; how many events it
     * has; whether it ever held supplementary characters; and whether it begins with a checkpoint.
     */
    Sealed(byte[] columns, int[] ranked, int events, boolean surrogates, boolean fromCheckpoint) {
        this.columns = columns;
        this.ranked = ranked;
        this.events = events;
        this.surrogates = surrogates;
        this.fromCheckpoint = fromCheckpoint;
    }

    byte[] columns() {
        return columns;
    }

    int[] ranked() {
        return ranked;
    }

    int events() {
        return events;
    }

    boolean surrogates() {
        return surrogates;
    }

    boolean fromCheckpoint() {
        return fromCheckpoint;
    }
}
