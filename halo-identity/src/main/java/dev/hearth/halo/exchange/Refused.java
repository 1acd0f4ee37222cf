package dev.hearth.halo.exchange;

/** Carries a reason up to the edge, where it becomes an answer. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    Refused(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    static void unless(boolean right, Reason otherwise) throws Refused {
        if (!right) {
            throw new Refused(otherwise);
        }
    }
}
