package dev.hearth.echo.crdt;

/** The sum of all increments; each counts once whatever else happened, so the order does not matter. */
final class Counter {
    final Stamp stamp = new Stamp();
    private long sum;

    long sum() {
        return sum;
    }

    /** Adds, modulo 2 to the 64th. */
    void add(long by) {
        sum += by;
    }
}
