package dev.hearth.halo;

import dev.hearth.base.MalformedException;

/** Which of a space's past its later members get the keys to. Decided when the space is founded, and never after. */
public enum HistoryPolicy {
    /** All of it: whoever is admitted reads what was written before. */
    FULL(0),

    /**
     * What is written from the admission on, and the state that the space has by then. Older keys are handed over by
     * {@link SpaceCredentials#grantHistory} alone.
     */
    SINCE_JOIN(1);

    private final int code;

    HistoryPolicy(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static HistoryPolicy ofCode(long code) throws MalformedException {
        for (HistoryPolicy each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new MalformedException("History policy of an unknown kind");
    }
}
