package dev.hearth.echo.internal.blob;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Hash;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The chunks that are here and who holds them. A chunk is here as long as a blob holds it; each change is one atomic
 * write, so a crash leaves at most a draft: chunks of a number that no blob has, which {@link #clean} takes away.
 * Thread-safe; the lock is held for one batch at a time.
 */
final class ChunkShelf {
    private static final int CLEANED_AT_ONCE = 256;
    private static final byte[] NOTHING = {};

    private final Store store;
    private final BlobKeys keys;
    private final ReentrantLock lock = new ReentrantLock();
    private final long firstNumber;
    private long nextNumber; // guarded by lock

    ChunkShelf(Store store, SpaceId space) {
        this.store = store;
        this.keys = new BlobKeys(space);
        firstNumber = store.get(Family.BLOB, keys.next()).map(BlobKeys::number).orElse(1L);
        nextNumber = firstNumber;
    }

    /** Returns a new number under which chunks are held; a draft until {@link #publish}. */
    long begin() {
        lock.lock();
        try {
            long number = nextNumber++;
            StoreBatch batch = new StoreBatch().put(Family.BLOB, keys.draft(number), NOTHING);
            store.write(next(batch));
            return number;
        } finally {
            lock.unlock();
        }
    }

    private StoreBatch next(StoreBatch batch) {
        return batch.put(
                Family.BLOB, keys.next(), new ByteWriter(8).u64(nextNumber).toArray());
    }

    /** Holds chunks under a number; those that are here already are not written again. */
    void add(long number, List<ChunkSeal.Chunk> chunks) {
        lock.lock();
        try {
            StoreBatch batch = new StoreBatch();
            for (ChunkSeal.Chunk chunk : chunks) {
                if (!holds(chunk.address())) {
                    batch.put(Family.CHUNK, keys.chunk(chunk.address()), chunk.sealed());
                }
                hold(number, chunk.address(), batch);
            }
            store.write(batch);
        } finally {
            lock.unlock();
        }
    }

    private void hold(long number, Hash address, StoreBatch batch) {
        batch.put(Family.BLOB, keys.holder(address, number), NOTHING);
        batch.put(Family.BLOB, keys.held(number, address), NOTHING);
    }

    /** Holds a chunk that was fetched for a blob; one of a blob that is no longer wanted here is dropped. */
    void fetched(Hash blob, ChunkSeal.Chunk chunk) {
        lock.lock();
        try {
            find(blob).ifPresent(record -> add(record.number(), List.of(chunk)));
        } finally {
            lock.unlock();
        }
    }

    /** Holds a chunk for a blob if it is here; returns whether it is. */
    boolean adopt(BlobRecord blob, Hash address) {
        if (isHeld(blob, address)) {
            return true;
        }
        lock.lock();
        try {
            boolean here = holds(address);
            if (here
                    && find(blob.ref().id())
                            .filter(now -> now.number() == blob.number())
                            .isPresent()) {
                StoreBatch batch = new StoreBatch();
                hold(blob.number(), address, batch);
                store.write(batch);
            }
            return here;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether a chunk is held for a blob. */
    boolean isHeld(BlobRecord blob, Hash address) {
        return store.get(Family.BLOB, keys.held(blob.number(), address)).isPresent();
    }

    /** Returns whether a chunk is here. */
    boolean holds(Hash address) {
        boolean[] found = {false};
        store.scan(Family.BLOB, keys.holders(address), (key, value) -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    /** Returns a sealed chunk, checked; one that the disk has damaged is taken away, so that it is fetched again. */
    Optional<byte[]> read(Hash address) {
        Optional<byte[]> sealed = store.get(Family.CHUNK, keys.chunk(address));
        if (sealed.isEmpty() || ChunkSeal.address(sealed.get()).equals(address)) {
            return sealed;
        }
        lose(address);
        return Optional.empty();
    }

    /** Takes away a chunk that is held and is not what its hash says, or not here at all. */
    void recheck(Hash address) {
        if (holds(address) && read(address).isEmpty() && holds(address)) {
            lose(address);
        }
    }

    /** Nobody holds the chunk any more, and no blob that did counts as complete. */
    private void lose(Hash address) {
        lock.lock();
        try {
            StoreBatch batch = new StoreBatch().delete(Family.CHUNK, keys.chunk(address));
            List<Long> holders = new ArrayList<>();
            store.scan(Family.BLOB, keys.holders(address), (key, value) -> holders.add(BlobKeys.number(key)));
            for (long number : holders) {
                batch.delete(Family.BLOB, keys.holder(address, number));
                batch.delete(Family.BLOB, keys.held(number, address));
            }
            for (BlobRecord each : records()) {
                if (holders.contains(each.number())) {
                    put(each.withComplete(false), batch);
                }
            }
            store.write(batch);
        } finally {
            lock.unlock();
        }
    }

    /** Makes a blob of a draft. A blob that is here already takes over what the draft holds, and the draft goes. */
    void publish(long draft, BlobRef ref, boolean complete, long since) {
        boolean known;
        lock.lock();
        try {
            Optional<BlobRecord> before = find(ref.id());
            known = before.isPresent();
            StoreBatch batch = new StoreBatch();
            if (before.isPresent()) {
                long same = before.get().number();
                store.scan(Family.BLOB, keys.held(draft), (key, value) -> {
                    hold(same, BlobKeys.hash(key), batch);
                    return true;
                });
                put(
                        before.get()
                                .withComplete(complete || before.get().complete())
                                .withSince(since),
                        batch);
            } else {
                batch.delete(Family.BLOB, keys.draft(draft));
                put(new BlobRecord(draft, ref, complete, false, since), batch);
            }
            store.write(batch);
        } finally {
            lock.unlock();
        }
        if (known) {
            clean(draft);
        }
    }

    private void put(BlobRecord blob, StoreBatch batch) {
        batch.put(Family.BLOB, keys.record(blob.ref().id()), blob.encode());
    }

    Optional<BlobRecord> find(Hash id) {
        return store.get(Family.BLOB, keys.record(id)).map(BlobRecord::decode);
    }

    /** Returns all blobs, in the order of their ids. */
    List<BlobRecord> records() {
        List<BlobRecord> all = new ArrayList<>();
        store.scan(Family.BLOB, keys.records(), (key, value) -> all.add(BlobRecord.decode(value)));
        return all;
    }

    /** Changes a blob's record, if there is one. */
    void change(Hash id, UnaryOperator<BlobRecord> change) {
        lock.lock();
        try {
            find(id).ifPresent(before -> {
                BlobRecord after = change.apply(before);
                if (!after.equals(before)) {
                    StoreBatch batch = new StoreBatch();
                    put(after, batch);
                    store.write(batch);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    /** Takes a blob out of sight at once, and returns the number that is then to be cleaned. */
    Optional<Long> retire(Hash id) {
        lock.lock();
        try {
            Optional<BlobRecord> gone = find(id);
            gone.ifPresent(blob -> store.write(new StoreBatch()
                    .delete(Family.BLOB, keys.record(id))
                    .put(Family.BLOB, keys.draft(blob.number()), NOTHING)));
            return gone.map(BlobRecord::number);
        } finally {
            lock.unlock();
        }
    }

    /** Takes away what a draft holds and nobody else does; returns how many chunks went. */
    long clean(long draft) {
        long removed = 0;
        boolean more = true;
        while (more) {
            lock.lock();
            try {
                List<Hash> some = new ArrayList<>();
                store.scan(Family.BLOB, keys.held(draft), (key, value) -> {
                    some.add(BlobKeys.hash(key));
                    return some.size() < CLEANED_AT_ONCE;
                });
                more = some.size() == CLEANED_AT_ONCE;
                StoreBatch batch = new StoreBatch();
                for (Hash address : some) {
                    removed += release(draft, address, batch);
                }
                if (!more) {
                    batch.delete(Family.BLOB, keys.draft(draft));
                }
                store.write(batch);
            } finally {
                lock.unlock();
            }
        }
        return removed;
    }

    private int release(long number, Hash address, StoreBatch batch) {
        batch.delete(Family.BLOB, keys.holder(address, number));
        batch.delete(Family.BLOB, keys.held(number, address));
        boolean[] shared = {false};
        store.scan(Family.BLOB, keys.holders(address), (key, value) -> {
            shared[0] = BlobKeys.number(key) != number;
            return !shared[0];
        });
        if (shared[0]) {
            return 0;
        }
        batch.delete(Family.CHUNK, keys.chunk(address));
        return 1;
    }

    /** Takes away what former runs of the program left half done. */
    void cleanFormerDrafts() {
        List<Long> drafts = new ArrayList<>();
        store.scan(Family.BLOB, keys.drafts(), (key, value) -> {
            long number = BlobKeys.number(key);
            return number < firstNumber && drafts.add(number);
        });
        drafts.forEach(this::clean);
    }

    /** Makes what was written durable. */
    void flush() {
        store.flush();
    }
}
