package dev.hearth.mesh.internal.netty;

import io.netty.util.concurrent.Future;

/**
 * Says where the outcome of a write or a close is not waited for, because a failure shows as the end of the channel.
 */
final class Outcome {
    private Outcome() {}

    static void shownByTheChannel(Future<?> future) {
        assert future != null;
    }
}
