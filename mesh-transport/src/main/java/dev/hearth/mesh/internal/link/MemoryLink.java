package dev.hearth.mesh.internal.link;

import dev.hearth.base.Bytes;
import dev.hearth.base.SerialExecutor;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.LinkHandler;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One end of a link inside the process; frames wait in the receiver's executor. Thread-safe. */
final class MemoryLink implements Link {
    static final String NAME = "memory";

    /** Bytes under way above which an end is not writable. */
    private static final long HIGH_WATER = 1 << 20;

    private final LinkInbox inbox = new LinkInbox();
    private final AtomicBoolean cut;
    private final AtomicLong underWay = new AtomicLong();
    private final SerialExecutor executor;
    private volatile @Nullable MemoryLink other;

    private MemoryLink(SerialExecutor executor, AtomicBoolean cut) {
        this.executor = executor;
        this.cut = cut;
    }

    /** Returns the first end of a pair; each end delivers on its own executor. */
    static MemoryLink pair(SerialExecutor first, SerialExecutor second) {
        AtomicBoolean cut = new AtomicBoolean();
        MemoryLink one = new MemoryLink(first, cut);
        MemoryLink two = new MemoryLink(second, cut);
        one.other = two;
        two.other = one;
        return one;
    }

    MemoryLink other() {
        MemoryLink end = other;
        if (end == null) {
            throw new IllegalStateException("Half a pair");
        }
        return end;
    }

    boolean cut() {
        return cut.get();
    }

    /** Ends both directions at once and loses what is under way. */
    void sever() {
        if (cut.compareAndSet(false, true)) {
            for (MemoryLink end : new MemoryLink[] {this, other()}) {
                end.executor.execute(() -> end.inbox.close("The link was cut"));
            }
        }
    }

    @Override
    public String transport() {
        return NAME;
    }

    @Override
    public void start(LinkHandler handler) {
        executor.execute(() -> inbox.start(handler));
    }

    @Override
    public boolean send(byte[] frame) {
        if (frame.length > MAX_FRAME) {
            throw new IllegalArgumentException("frame: over " + MAX_FRAME + " bytes, got " + frame.length);
        }
        if (cut.get()) {
            return false;
        }
        underWay.addAndGet(frame.length);
        MemoryLink to = other();
        to.executor.execute(() -> {
            if (!cut.get()) {
                to.arrive(frame);
                arrived(frame.length);
            }
        });
        return true;
    }

    private void arrive(byte[] frame) {
        if (!inbox.frame(frame)) {
            close("Nobody takes the frames");
        }
    }

    private void arrived(int size) {
        long before = underWay.getAndAdd(-size);
        if (before > HIGH_WATER / 2 && before - size <= HIGH_WATER / 2) {
            executor.execute(inbox::writable);
        }
    }

    @Override
    public boolean writable() {
        return !cut.get() && underWay.get() < HIGH_WATER;
    }

    @Override
    public Bytes channelBinding() {
        return Bytes.EMPTY;
    }

    /** What was sent before still arrives. */
    @Override
    public void close(String reason) {
        executor.execute(() -> inbox.close(reason));
        MemoryLink to = other();
        to.executor.execute(() -> {
            if (cut.compareAndSet(false, true)) {
                to.inbox.close("Closed by the peer");
            }
        });
    }
}
