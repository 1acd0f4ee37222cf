package dev.hearth.echo.internal.blob;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.base.Subscription;
import dev.hearth.echo.BlobPeer;
import dev.hearth.echo.FrameLink;
import dev.hearth.echo.ReplicaPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which chunks are missing here, and who is asked for each: one device at a time, another when it lacks the chunk,
 * sends a damaged one, is silent for long or goes away. A chunk that has arrived is in the store and is never asked for
 * again. Thread-safe; futures complete under no lock.
 */
final class ChunkExchange implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final long SILENCE = Duration.ofSeconds(10).toNanos();

    private final ChunkShelf shelf;
    private final Seams seams;
    private final SerialExecutor background;
    private final Subscription looking;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<ChunkPeer> peers = new ArrayList<>(); // guarded by lock
    private final Map<Hash, Want> wants = new LinkedHashMap<>(); // guarded by lock

    ChunkExchange(ChunkShelf shelf, Seams seams, SerialExecutor background) {
        this.shelf = shelf;
        this.seams = seams;
        this.background = background;
        looking = seams.scheduler().every(LOOK, () -> background.execute(this::askOthers));
    }

    <R> R locked(Supplier<R> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    ChunkShelf shelf() {
        return shelf;
    }

    SerialExecutor background() {
        return background;
    }

    FrameLink connect(DeviceId device, ReplicaPort port) {
        ChunkPeer peer = new ChunkPeer(this, device, port);
        locked(() -> {
            peers.add(peer);
            wants.values().forEach(this::assign);
            return true;
        });
        return peer;
    }

    /** Asks for a chunk on behalf of a blob, until it is here or {@code waiting} is released. */
    CompletableFuture<Void> want(Object waiting, Hash blob, Hash address) {
        return locked(() -> {
            if (!wants.containsKey(address) && shelf.holds(address)) {
                return CompletableFuture.completedFuture(null); // it has come since the caller looked
            }
            Want want = wants.computeIfAbsent(address, Want::new);
            want.blobs.add(blob);
            want.waiting.add(waiting);
            assign(want);
            return want.arrival;
        });
    }

    /** Forgets the wants that nobody else waits for. */
    void release(Object waiting) {
        locked(() -> wants.values().removeIf(want -> want.waiting.remove(waiting) && want.waiting.isEmpty()));
    }

    private void assign(Want want) {
        if (want.asked == null) {
            best(want).ifPresent(peer -> ask(peer, want));
        }
    }

    /** The device with the least to do; among equals the one that has brought the most; a silent one at need. */
    private Optional<ChunkPeer> best(Want want) {
        boolean others = peers.stream().anyMatch(peer -> !peer.isSilent() && want.mayAsk(peer));
        ChunkPeer best = null;
        for (ChunkPeer peer : peers) {
            boolean asks = peer.hasRoom() && want.mayAsk(peer) && !(others && peer.isSilent());
            if (asks && (best == null || peer.isBetterThan(best))) {
                best = peer;
            }
        }
        return Optional.ofNullable(best);
    }

    private void ask(ChunkPeer peer, Want want) {
        want.asked = peer;
        want.askedAt = seams.nanoTime();
        peer.ask(want.address);
    }

    private void assignAll() {
        wants.values().forEach(this::assign);
    }

    /** Asks others for what was asked long ago; whoever answers first has answered. */
    private void askOthers() {
        locked(() -> {
            for (Want want : wants.values()) {
                ChunkPeer silent = want.asked;
                if (silent != null && seams.nanoTime() - want.askedAt > SILENCE) {
                    silent.silent(true);
                    best(want).filter(peer -> peer != silent).ifPresent(peer -> ask(peer, want));
                }
            }
            return true;
        });
    }

    /** A chunk has come whose content fits its address. */
    void arrived(ChunkSeal.Chunk chunk) {
        Optional<Want> found = locked(() -> Optional.ofNullable(wants.get(chunk.address())));
        if (found.isEmpty()) {
            locked(() -> {
                assignAll();
                return true;
            });
            return;
        }
        Want want = found.get();
        try {
            locked(() -> List.copyOf(want.blobs)).forEach(blob -> shelf.fetched(blob, chunk));
        } catch (HearthException e) {
            locked(() -> wants.remove(chunk.address(), want));
            want.arrival.completeExceptionally(e);
            return;
        }
        locked(() -> {
            wants.remove(chunk.address(), want);
            assignAll();
            return true;
        });
        want.arrival.complete(null);
        here(List.of(chunk.address()));
    }

    /** Tells those that have asked for them in vain that chunks are here. */
    void here(Collection<Hash> addresses) {
        locked(() -> {
            peers.forEach(peer -> peer.here(addresses));
            return true;
        });
    }

    void lacks(ChunkPeer peer, Hash address) {
        locked(() -> {
            Want want = wants.get(address);
            if (want != null) {
                want.lacking.add(peer);
                unask(peer, want);
            }
            assignAll();
            return true;
        });
    }

    void damages(ChunkPeer peer, Hash address) {
        locked(() -> {
            Want want = wants.get(address);
            if (want != null) {
                want.damaging.add(peer);
                unask(peer, want);
            }
            assignAll();
            return true;
        });
    }

    private static void unask(ChunkPeer peer, Want want) {
        if (want.asked == peer) {
            want.asked = null;
        }
    }

    void has(ChunkPeer peer, Collection<Hash> addresses) {
        locked(() -> {
            for (Hash address : addresses) {
                Want want = wants.get(address);
                if (want != null && want.lacking.remove(peer)) {
                    assign(want);
                }
            }
            return true;
        });
    }

    void gone(ChunkPeer peer) {
        locked(() -> {
            peers.remove(peer);
            for (Want want : wants.values()) {
                want.lacking.remove(peer);
                want.damaging.remove(peer);
                unask(peer, want);
            }
            assignAll();
            return true;
        });
    }

    boolean isConnected() {
        return locked(() -> !peers.isEmpty());
    }

    /** Returns the devices that are asked now for chunks among {@code of}. */
    List<DeviceId> asked(Predicate<Hash> of) {
        return locked(() -> wants.values().stream()
                .filter(want -> of.test(want.address))
                .flatMap(want -> Optional.ofNullable(want.asked).stream())
                .map(ChunkPeer::device)
                .distinct()
                .toList());
    }

    /** Returns the devices that did not have chunks among {@code of}, or sent something else. */
    List<DeviceId> lacking(Predicate<Hash> of) {
        return locked(() -> wants.values().stream()
                .filter(want -> of.test(want.address))
                .flatMap(want -> Stream.concat(want.lacking.stream(), want.damaging.stream()))
                .map(ChunkPeer::device)
                .distinct()
                .toList());
    }

    List<BlobPeer> status() {
        return locked(() -> peers.stream().map(ChunkPeer::status).toList());
    }

    @Override
    public void close() {
        looking.close();
        locked(() -> List.copyOf(peers)).forEach(ChunkPeer::close);
        List<Want> ending = locked(() -> List.copyOf(wants.values()));
        ending.forEach(want -> want.arrival.completeExceptionally(new HearthException(ErrorCode.CLOSED)));
    }
}
