package dev.hearth.echo.port;

/**
 * Whether a block counts.
 *
 * @param verdict the decision
 * @param reason a fixed sentence for people; empty when accepted
 */
public record Admission(Verdict verdict, String reason) {
    /** The block counts. */
    public static final Admission ACCEPTED = new Admission(Verdict.ACCEPTED, "");

    /** The decisions there are. */
    public enum Verdict {
        /** The author had the right at the credentials that the block names. */
        ACCEPTED,
        /** Credentials that the block names are not here yet. */
        WAITING,
        /** The block is beyond the cut of a removal: it counts only if one that counts builds on it. */
        WITHHELD,
        /** The author had no such right. */
        REFUSED
    }

    /** Returns that credentials are missing. */
    public static Admission waiting(String reason) {
        return new Admission(Verdict.WAITING, reason);
    }

    /** Returns that the block counts only if one that counts builds on it. */
    public static Admission withheld(String reason) {
        return new Admission(Verdict.WITHHELD, reason);
    }

    /** Returns that the block never counts under the credentials known. */
    public static Admission refused(String reason) {
        return new Admission(Verdict.REFUSED, reason);
    }
}
