package dev.hearth.echo;

/**
 * Something stored that is not as it must be.
 *
 * @param kind what it concerns
 * @param where which one: a feed and a block's number, an object, an index, the hash of a chunk
 * @param what is wrong, in a fixed sentence
 * @param repairable whether {@link Database#repair} can mend it with what is here
 */
public record Finding(Kind kind, String where, String what, boolean repairable) {
    /** How bad it is. */
    public enum Severity {
        /** What is shown is right. */
        WARNING,
        /** Something can't be read, or is not found. */
        ERROR
    }

    /** What a finding concerns. */
    public enum Kind {
        /** A feed's record does not agree with its blocks. */
        FEED(Severity.ERROR),
        /** A block can't be read, or is not the one that its author signed; it is asked for from peers. */
        BLOCK(Severity.ERROR),
        /** A signed head can't be read or its signature is wrong, so that blocks can't be passed on to others. */
        SIGNATURE(Severity.WARNING),
        /** An object can't be read, or is not what its changes give. */
        OBJECT(Severity.ERROR),
        /** The history of an object can't be read, or is not what the blocks say; its present may be right. */
        HISTORY(Severity.WARNING),
        /** The catalogue misses an object, or lists one that is not there, so that queries do. */
        CATALOGUE(Severity.ERROR),
        /** An index can't be read, or does not hold what the objects give. */
        INDEX(Severity.ERROR),
        /** A piece of a blob is not what its hash says; it is fetched again when somebody reads it. */
        CHUNK(Severity.WARNING);

        private final Severity severity;

        Kind(Severity severity) {
            this.severity = severity;
        }

        /** Returns how bad it is. */
        public Severity severity() {
            return severity;
        }
    }

    /** Returns how bad it is. */
    public Severity severity() {
        return kind.severity();
    }

    @Override
    public String toString() {
        return severity() + " " + kind + " " + where + ": " + what;
    }
}
