package dev.hearth.echo.internal.core;

import dev.hearth.echo.Commit;
import java.util.concurrent.Executor;

/**
 * Says from time to time, for a device that writes seldom, that it builds on what others wrote: until every device that
 * may write has said so, nothing of it can be dropped anywhere. Used under the database's lock.
 */
final class Acknowledging {
    /** With so many blocks of others since its own last one, a device writes one without changes. */
    private static final int MOST_BLOCKS = 4096;

    private final Core core;
    private final Executor background;
    private long unbuilt;
    private boolean scheduled;

    Acknowledging(Core core, Executor background) {
        this.core = core;
        this.background = background;
        this.unbuilt = core.feeds()
                .find(core.guard().self())
                .map(core.feeds()::unbuilt)
                .orElse(0L);
    }

    /** Counts a commit; one of this device builds on all that is here. */
    void committed(Commit commit) {
        unbuilt = commit.local() ? 0 : unbuilt + 1;
        if (unbuilt >= MOST_BLOCKS && !scheduled) {
            scheduled = true;
            background.execute(() -> core.lockedUnlessClosed(this::acknowledge));
        }
    }

    /** Notes that this device has said so. */
    void done() {
        unbuilt = 0;
    }

    /**
     * A device that has lost blocks of its own waits until they have come back, or it would write others in their
     * place.
     */
    private void acknowledge() {
        scheduled = false;
        boolean may = core.guard().mayWrite() && !core.hasFailed() && !core.isTransacting();
        if (may && unbuilt >= MOST_BLOCKS && !core.hasLostOwnBlocks()) {
            core.acknowledge();
        }
    }
}
