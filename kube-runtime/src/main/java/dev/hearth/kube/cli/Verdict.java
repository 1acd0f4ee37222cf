package dev.hearth.kube.cli;

/**
 * What {@code doctor} found about one thing.
 *
 * @param subject what was looked at
 * @param grade how it is
 * @param finding what was found
 * @param fix what to do; empty when nothing
 */
record Verdict(String subject, Grade grade, String finding, String fix) {
    /** How something is. */
    enum Grade {
        OK,
        WARN,
        FAIL
    }

    static Verdict ok(String subject, String finding) {
        return new Verdict(subject, Grade.OK, finding, "");
    }

    static Verdict warn(String subject, String finding, String fix) {
        return new Verdict(subject, Grade.WARN, finding, fix);
    }

    static Verdict fail(String subject, String finding, String fix) {
        return new Verdict(subject, Grade.FAIL, finding, fix);
    }
}
