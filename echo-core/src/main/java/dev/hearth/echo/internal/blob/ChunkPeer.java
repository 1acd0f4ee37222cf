package dev.hearth.echo.internal.blob;

import dev.hearth.base.ByteReader;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.BlobPeer;
import dev.hearth.echo.FrameLink;
import dev.hearth.echo.ReplicaPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of chunks with one device. Chunks are sent one at a time, as the channel takes them, so what a cut loses
 * is what the channel had under way. State is guarded by the exchange's lock; the store is read and written outside of
 * it.
 */
final class ChunkPeer implements FrameLink {
    /** So many chunks one device is asked for at a time. */
    static final int WINDOW = 8;

    /** So many damaged chunks end the link. */
    static final int MOST_DAMAGED = 3;

    private static final Limit FRAME = new Limit("bytes of a blob frame", ReplicaPort.MAX_FRAME);
    private static final Limit SERVED = new Limit("chunks wanted at a time", 1 << 10);
    private static final int MOST_UNMET = 1 << 10;

    private final ChunkExchange exchange;
    private final DeviceId device;
    private final ReplicaPort port;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Set<Hash> asked = new LinkedHashSet<>();
    private final Deque<Hash> toAsk = new ArrayDeque<>();
    private final Deque<Hash> toServe = new ArrayDeque<>();
    private final Deque<Hash> lacking = new ArrayDeque<>();
    private final Deque<Hash> news = new ArrayDeque<>();
    private final Set<Hash> unmet = new LinkedHashSet<>();
    private @Nullable Bytes unsent; // used by the background executor alone
    private boolean closed;
    private boolean silent;
    private long sentChunks;
    private long sentBytes;
    private long receivedChunks;
    private long receivedBytes;
    private long damaged;

    ChunkPeer(ChunkExchange exchange, DeviceId device, ReplicaPort port) {
        this.exchange = exchange;
        this.device = device;
        this.port = port;
    }

    DeviceId device() {
        return device;
    }

    boolean hasRoom() {
        return !closed && asked.size() < WINDOW;
    }

    boolean isBetterThan(ChunkPeer other) {
        return asked.size() < other.asked.size()
                || (asked.size() == other.asked.size() && receivedChunks > other.receivedChunks);
    }

    /** Returns whether it has left something unanswered for long, and answered nothing since. */
    boolean isSilent() {
        return silent;
    }

    void silent(boolean now) {
        silent = now;
    }

    void ask(Hash address) {
        if (asked.add(address)) {
            toAsk.add(address);
            wake();
        }
    }

    void here(Collection<Hash> addresses) {
        for (Hash address : addresses) {
            if (unmet.remove(address)) {
                news.add(address);
                wake();
            }
        }
    }

    @Override
    public void writable() {
        wake();
    }

    private void wake() {
        if (awake.compareAndSet(false, true)) {
            exchange.background().execute(this::send);
        }
    }

    private void send() {
        awake.set(false);
        try {
            while (port.writable()) {
                Bytes frame = unsent == null ? next() : unsent;
                unsent = frame;
                if (frame == null || !port.send(frame)) {
                    return;
                }
                unsent = null;
            }
        } catch (HearthException e) {
            close(); // the store is closed or has failed, and says so itself
        }
    }

    /** Short frames first: what is asked for must not wait behind what is sent. */
    private @Nullable Bytes next() {
        Bytes brief = exchange.locked(this::brief);
        return brief == null ? chunk() : brief;
    }

    private @Nullable Bytes brief() {
        if (closed) {
            return null;
        } else if (!toAsk.isEmpty()) {
            return BlobFrames.addresses(BlobFrames.WANT, some(toAsk));
        } else if (!lacking.isEmpty()) {
            return BlobFrames.addresses(BlobFrames.LACK, some(lacking));
        }
        return news.isEmpty() ? null : BlobFrames.addresses(BlobFrames.HAVE, some(news));
    }

    private static List<Hash> some(Deque<Hash> queue) {
        List<Hash> some = new ArrayList<>();
        while (!queue.isEmpty() && some.size() < BlobFrames.MOST_ADDRESSES) {
            some.add(queue.removeFirst());
        }
        return some;
    }

    private @Nullable Bytes chunk() {
        Hash address = exchange.locked(() -> closed ? null : toServe.poll());
        if (address == null) {
            return null;
        }
        Optional<byte[]> sealed = exchange.shelf().read(address);
        return exchange.locked(() -> {
            if (sealed.isEmpty()) {
                unmet(address);
                lacking.add(address);
                return brief();
            }
            sentChunks++;
            sentBytes += sealed.get().length;
            return BlobFrames.chunk(address, sealed.get());
        });
    }

    /** Remembers what the peer lacks for the day when it is here; the oldest gives way. */
    private void unmet(Hash address) {
        unmet.add(address);
        if (unmet.size() > MOST_UNMET) {
            Iterator<Hash> oldest = unmet.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public void received(Bytes frame) {
        try {
            FRAME.check(frame.size());
            ByteReader in = new ByteReader(frame);
            switch (in.u8()) {
                case BlobFrames.WANT -> wanted(BlobFrames.readAddresses(in));
                case BlobFrames.CHUNK -> chunk(BlobFrames.readChunk(in));
                case BlobFrames.LACK -> lacks(BlobFrames.readAddresses(in));
                case BlobFrames.HAVE -> exchange.has(this, BlobFrames.readAddresses(in));
                default -> throw new MalformedException("Blob frame of an unknown kind");
            }
        } catch (MalformedException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (HearthException e) {
            close();
        }
    }

    private void wanted(List<Hash> addresses) throws MalformedException {
        SERVED.check(exchange.locked(() -> {
            toServe.addAll(addresses);
            return toServe.size();
        }));
        wake();
    }

    private void chunk(ChunkSeal.Chunk chunk) throws MalformedException {
        boolean expected = exchange.locked(() -> asked.remove(chunk.address()));
        if (!expected) {
            throw new MalformedException("A chunk that was not asked for");
        }
        if (!ChunkSeal.address(chunk.sealed()).equals(chunk.address())) {
            long so = exchange.locked(() -> ++damaged);
            exchange.damages(this, chunk.address());
            if (so >= MOST_DAMAGED) {
                throw new MalformedException("Damaged chunks");
            }
            return;
        }
        exchange.locked(() -> {
            silent = false;
            receivedChunks++;
            return receivedBytes += chunk.sealed().length;
        });
        exchange.arrived(chunk);
    }

    private void lacks(List<Hash> addresses) {
        for (Hash address : addresses) {
            if (exchange.locked(() -> {
                silent = false;
                return asked.remove(address);
            })) {
                exchange.lacks(this, address);
            }
        }
    }

    private void fail(String reason) {
        close();
        port.failed(reason);
    }

    BlobPeer status() {
        return new BlobPeer(device, sentChunks, sentBytes, receivedChunks, receivedBytes, damaged, asked.size());
    }

    @Override
    public void close() {
        boolean first = exchange.locked(() -> {
            boolean was = closed;
            closed = true;
            return !was;
        });
        if (first) {
            exchange.gone(this);
        }
    }
}
