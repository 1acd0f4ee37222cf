package dev.hearth.echo;

import java.util.List;

/**
 * What a verification looked at and what it found.
 *
 * @param findings what is wrong, at most {@link #MOST_FINDINGS}
 * @param more how many findings there are beside those
 * @param blocks how many blocks were looked at
 * @param objects how many objects
 * @param chunks how many pieces of blobs
 */
public record VerifyReport(List<Finding> findings, long more, long blocks, long objects, long chunks) {
    /** So many findings are told one by one. */
    public static final int MOST_FINDINGS = 10_000;

    /** Copies its input. */
    public VerifyReport {
        findings = List.copyOf(findings);
    }

    /** Returns whether nothing was found. */
    public boolean sound() {
        return findings.isEmpty();
    }
}
