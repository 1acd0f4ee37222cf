package dev.hearth.mesh.internal.webrtc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what the native library calls back, or what calls it: nothing thrown may reach its threads, or the JVM ends. */
final class Guarded {
    private static final Logger log = LoggerFactory.getLogger(Guarded.class);

    private Guarded() {}

    /** Something that may throw whatever the native side makes of bad input, {@link Error} included. */
    interface Call {
        void run() throws Exception;
    }

    /** Runs {@code call}; returns whether it ended well. */
    @SuppressWarnings("IllegalCatch") // the library throws java.lang.Error for input that it can't parse
    static boolean run(Call call) {
        try {
            call.run();
            return true;
        } catch (Exception | Error e) {
            log.debug("WebRTC refused a call", e);
            return false;
        }
    }
}
