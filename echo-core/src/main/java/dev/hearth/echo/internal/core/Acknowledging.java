package dev.hearth.echo.internal.core;

import dev.hearth.echo.Commit;
import dev.hearth.echo.store.StoreBatch;
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
    private long news;
    private boolean scheduled;

    Acknowledging(Core core, Executor background) {
        this.core = core;
        this.background = background;
        this.news = core.feeds()
                .find(core.guard().self())
                .map(core.feeds()::unbuilt)
                .orElse(0L);
    }

    /** Counts a commit, but for acknowledgements; one of this device builds on all that is here. */
    void committed(Commit commit) {
        if (commit.local()) {
            news = 0;
        } else if (!commit.objects().isEmpty()) {
            news++;
        }
        if (news >= MOST_BLOCKS) {
            schedule();
        }
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            background.execute(() -> core.lockedUnlessClosed(this::acknowledge));
        }
    }

    /** A peer wants to know, because it would like to drop what all have. */
    void asked() {
        schedule();
    }

    /** Notes that this device builds on all that is here. */
    void done() {
        news = 0;
    }

    /** Says, with a block of its own, that this device builds on all that is here. */
    void now() {
        core.requireWritable();
        StoreBatch batch = new StoreBatch();
        if (news > 0 && core.journal().acknowledge(batch, false)) {
            write(batch);
        }
    }

    /** Says so again, and by that which credentials this device knows and under which key it writes. */
    void again() {
        core.requireWritable();
        StoreBatch batch = new StoreBatch();
        core.journal().acknowledge(batch, true);
        write(batch);
    }

    private void write(StoreBatch batch) {
        core.write(batch);
        done();
        core.told();
    }

    /**
     * A device that has lost blocks of its own waits until they have come back, or it would write others in their
     * place.
     */
    private void acknowledge() {
        scheduled = false;
        if (news > 0 && mayWrite()) {
            now();
        }
    }

    /** Returns whether this device may write unasked. */
    boolean mayWrite() {
        return core.guard().mayWrite()
                && !core.restoration().unconfirmed()
                && !core.hasFailed()
                && !core.takeover().isUnderWay()
                && !core.peers().holdMoreOfOwn()
                && core.welcoming().isStarted();
    }
}
