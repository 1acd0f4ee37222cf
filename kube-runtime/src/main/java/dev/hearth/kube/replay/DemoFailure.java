package dev.hearth.kube.replay;

/** A check of the demo that did not hold. */
public final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String what) {
        super("This does not hold: " + what);
    }
}
