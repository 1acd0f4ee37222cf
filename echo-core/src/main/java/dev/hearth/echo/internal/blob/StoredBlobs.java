package dev.hearth.echo.internal.blob;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.base.Subscription;
import dev.hearth.echo.BlobPeer;
import dev.hearth.echo.BlobReader;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.BlobStatus;
import dev.hearth.echo.Blobs;
import dev.hearth.echo.FrameLink;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The blobs of one database. Thread-safe. */
public final class StoredBlobs implements Blobs, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoredBlobs.class);
    private static final Duration COLLECTED_EVERY = Duration.ofDays(1);

    private final ChunkShelf shelf;
    private final ChunkSeal seal;
    private final ChunkExchange exchange;
    private final BlobCollector collector;
    private final Seams seams;
    private final SerialExecutor background;
    private final Subscription collecting;
    private final Set<Hash> fetchingPinned = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Opens what {@code store} holds of the guard's space. */
    public StoredBlobs(Store store, SpaceGuard guard, Seams seams, BlobReferences references) {
        this.seams = seams;
        shelf = new ChunkShelf(store, guard.space());
        seal = new ChunkSeal(guard);
        background = seams.serial("blobs");
        exchange = new ChunkExchange(shelf, seams, background);
        collector = new BlobCollector(shelf, references, seams.clock());
        collecting =
                seams.scheduler().every(COLLECTED_EVERY, () -> seams.blocking().execute(() -> quietly(this::collect)));
        seams.blocking().execute(() -> quietly(shelf::cleanFormerDrafts));
    }

    /** What fails here fails again at the next time, and where somebody asks. */
    private void quietly(Runnable work) {
        try {
            if (!closed) {
                work.run();
            }
        } catch (HearthException e) {
            log.debug("Left for the next time", e);
        }
    }

    private void open() {
        if (closed) {
            throw new HearthException(ErrorCode.CLOSED);
        }
    }

    private long now() {
        return seams.clock().instant().getEpochSecond();
    }

    @Override
    public BlobRef put(InputStream content, String mediaType) {
        open();
        BlobRef.requireMediaType(mediaType);
        long draft = shelf.begin();
        boolean done = false;
        try {
            BlobRef ref = new BlobWriter(shelf, seal, draft).write(content, mediaType);
            shelf.publish(draft, ref, true, now());
            shelf.flush();
            done = true;
            return ref;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!done && !closed) {
                shelf.clean(draft);
            }
        }
    }

    /** Returns the record of a blob, made when there is none, so that what is fetched has an owner. */
    private BlobRecord record(BlobRef ref) {
        Optional<BlobRecord> known = shelf.find(ref.id());
        if (known.isEmpty()) {
            shelf.publish(shelf.begin(), ref, false, now());
        }
        return known.orElseGet(() -> shelf.find(ref.id()).orElseThrow(() -> new HearthException(ErrorCode.CLOSED)));
    }

    @Override
    public BlobReader open(BlobRef blob, Duration patience) {
        open();
        FetchedPieces pieces = new FetchedPieces(blob, patience);
        return new StoredReader(blob, pieces, () -> exchange.release(pieces));
    }

    @Override
    public CompletableFuture<Void> fetch(BlobRef blob) {
        open();
        BlobRecord record = record(blob);
        if (record.complete()) {
            return CompletableFuture.completedFuture(null);
        }
        return new BlobFetch(record, blob, exchange, this::local).start();
    }

    private byte[] local(ChunkSeal.Kind kind, BlobNode.Entry wanted, List<BlobNode.Entry> ahead)
            throws MalformedException {
        byte[] sealed = shelf.read(wanted.address()).orElseThrow(() -> new HearthException(ErrorCode.BLOB_UNAVAILABLE));
        return seal.open(kind, sealed);
    }

    @Override
    public boolean has(BlobRef blob) {
        return status(blob).complete();
    }

    @Override
    public void pin(BlobRef blob) {
        open();
        record(blob);
        shelf.change(blob.id(), known -> known.withPinned(true));
        shelf.flush();
        fetchPinned();
    }

    @Override
    public void unpin(BlobRef blob) {
        open();
        shelf.change(
                blob.id(), known -> known.pinned() ? known.withPinned(false).withSince(now()) : known);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is tried again when somebody connects
    private void fetchPinned() {
        for (BlobRecord each : shelf.records()) {
            if (each.pinned()
                    && !each.complete()
                    && fetchingPinned.add(each.ref().id())) {
                fetch(each.ref())
                        .whenComplete((nothing, failure) ->
                                fetchingPinned.remove(each.ref().id()));
            }
        }
    }

    @Override
    public boolean delete(BlobRef blob) {
        open();
        Optional<Long> gone = shelf.retire(blob.id());
        gone.ifPresent(shelf::clean);
        return gone.isPresent();
    }

    @Override
    public BlobStatus status(BlobRef blob) {
        open();
        return new BlobSurvey(blob, shelf, seal, exchange).status();
    }

    @Override
    public List<BlobRef> list() {
        open();
        return shelf.records().stream().map(BlobRecord::ref).toList();
    }

    @Override
    public List<BlobPeer> peers() {
        return exchange.status();
    }

    @Override
    public Collection collect(Duration grace) {
        open();
        return collector.collect(grace);
    }

    /** Starts to exchange chunks with a device. */
    public FrameLink connect(DeviceId device, ReplicaPort port) {
        FrameLink link = exchange.connect(device, port);
        background.execute(() -> quietly(this::fetchPinned));
        return link;
    }

    @Override
    public void close() {
        closed = true;
        collecting.close();
        exchange.close();
        background.close();
    }

    /** The pieces of one blob, from here or, with patience, from others. Used by one thread at a time. */
    private final class FetchedPieces implements Pieces {
        private final BlobRef ref;
        private final Duration patience;
        private boolean incomplete;

        FetchedPieces(BlobRef ref, Duration patience) {
            this.ref = ref;
            this.patience = patience;
        }

        @Override
        public byte[] piece(ChunkSeal.Kind kind, BlobNode.Entry wanted, List<BlobNode.Entry> ahead)
                throws MalformedException {
            open();
            if (incomplete) {
                askAhead(ahead);
            }
            long deadline = seams.nanoTime() + patience.toNanos();
            Optional<byte[]> sealed = shelf.read(wanted.address());
            while (sealed.isEmpty()) {
                record(ref);
                CompletableFuture<Void> arrival = exchange.want(this, ref.id(), wanted.address());
                if (!incomplete) {
                    incomplete = true;
                    askAhead(ahead);
                }
                await(arrival, deadline - seams.nanoTime());
                sealed = shelf.read(wanted.address());
            }
            return seal.open(kind, sealed.get());
        }

        @SuppressWarnings("FutureReturnValueIgnored") // each is waited for when its turn comes
        private void askAhead(List<BlobNode.Entry> ahead) {
            for (BlobNode.Entry entry : ahead) {
                if (!shelf.holds(entry.address())) {
                    exchange.want(this, ref.id(), entry.address());
                }
            }
        }

        private void await(CompletableFuture<Void> arrival, long nanos) {
            try {
                arrival.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof HearthException known ? known : unavailable("it can't be kept");
            } catch (TimeoutException e) {
                String reason = status(ref).reason();
                exchange.release(this);
                throw unavailable(reason);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unavailable("The waiting was interrupted.");
            }
        }

        private HearthException unavailable(String reason) {
            return new HearthException(
                    ErrorCode.BLOB_UNAVAILABLE, Map.of("blob", ref.id().toString(), "reason", reason));
        }
    }
}
