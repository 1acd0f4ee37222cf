package dev.hearth.echo.store;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the batches for another store and writes them there in groups, on another thread: group commit. A batch is
 * visible as soon as it is written here, and in the other store once its group is, which is an atomic batch of its own.
 * So when the process ends, whole batches are lost from the end on, down to what {@link #settle()} or {@link #flush()}
 * brought over, and never a part of one. What a group writes twice, such as the record of a feed, is written once.
 *
 * <p>A group that can't be written ends the writing: its error is thrown from then on, and reads go on to see what was
 * written here. One thread at a time reads and writes; settling and flushing may be done by any.
 */
public final class GroupedStore implements Store {
    /** A group of so many bytes is written in the background; a smaller one waits for a flush. */
    static final int GROUP_BYTES = 64 << 10;

    /** With so many bytes waiting, whoever writes more writes the group first. */
    static final int MOST_BYTES = 4 << 20;

    private final Store inner;
    private final Executor background;
    private final ReentrantLock turn = new ReentrantLock(); // held while a group is written
    private final Object state = new Object();
    private Group waiting = new Group(); // guarded by state
    private @Nullable Group underWay; // guarded by state
    private @Nullable RuntimeException failure; // guarded by state
    private boolean scheduled; // guarded by state
    private boolean closed; // guarded by state

    /** Writes to {@code inner}, which is closed with this, on {@code background}. */
    public GroupedStore(Store inner, Executor background) {
        this.inner = inner;
        this.background = background;
    }

    /** The newest write of each key. */
    private static final class Group {
        private static final byte[] DELETED = new byte[0];

        private final Map<Family, NavigableMap<byte[], byte[]>> families = new EnumMap<>(Family.class);
        private long bytes;

        void put(Family family, byte[] key, byte[] value) {
            families.computeIfAbsent(family, each -> new TreeMap<>(Arrays::compareUnsigned))
                    .put(key, value);
            bytes += key.length + value.length;
        }

        void delete(Family family, byte[] key) {
            put(family, key, DELETED);
        }

        static boolean isDeleted(byte[] value) {
            return value == DELETED;
        }

        byte @Nullable [] find(Family family, byte[] key) {
            NavigableMap<byte[], byte[]> writes = families.get(family);
            return writes == null ? null : writes.get(key);
        }

        void copyTo(NavigableMap<byte[], byte[]> all, Family family, byte[] prefix, byte[] from) {
            NavigableMap<byte[], byte[]> writes = families.get(family);
            if (writes == null) {
                return;
            }
            for (Map.Entry<byte[], byte[]> write : writes.tailMap(from, true).entrySet()) {
                if (!Keys.startsWith(write.getKey(), prefix)) {
                    return;
                }
                all.put(write.getKey(), write.getValue());
            }
        }

        StoreBatch batch() {
            StoreBatch batch = new StoreBatch();
            families.forEach((family, writes) -> writes.forEach((key, value) -> {
                if (isDeleted(value)) {
                    batch.delete(family, key);
                } else {
                    batch.put(family, key, value);
                }
            }));
            return batch;
        }
    }

    /** A batch that deletes a range, which is rare, is written at once, after those before it. */
    @Override
    public void write(StoreBatch batch) {
        if (batch.deletesRanges()) {
            writeThrough(batch);
            return;
        }
        boolean full;
        boolean due;
        synchronized (state) {
            requireWritable();
            for (StoreBatch.Write write : batch.writes()) {
                if (write instanceof StoreBatch.Put put) {
                    waiting.put(put.family(), put.key(), put.value());
                } else if (write instanceof StoreBatch.Delete delete) {
                    waiting.delete(delete.family(), delete.key());
                }
            }
            full = waiting.bytes >= MOST_BYTES;
            due = !full && !scheduled && waiting.bytes >= GROUP_BYTES;
            scheduled |= due;
        }
        if (full) {
            settle();
        } else if (due) {
            background.execute(this::settleInBackground);
        }
    }

    private void requireWritable() {
        if (closed) {
            throw new HearthException(ErrorCode.CLOSED);
        }
        if (failure != null) {
            throw again(failure);
        }
    }

    /** An exception of its own for each caller: one that was thrown out of a block can't be thrown at its end too. */
    private static RuntimeException again(RuntimeException first) {
        return first instanceof HearthException refusal
                ? new HearthException(refusal.code(), refusal.details(), refusal)
                : new IllegalStateException("A group could not be written before", first);
    }

    private void writeThrough(StoreBatch batch) {
        turn.lock();
        try {
            settle();
            write(null, batch);
        } finally {
            turn.unlock();
        }
    }

    private void settleInBackground() {
        synchronized (state) {
            scheduled = false;
            if (closed || failure != null) {
                return; // whoever writes next is told
            }
        }
        try {
            settle();
        } catch (RuntimeException e) {
            // It is kept in failure, and thrown at whoever writes or flushes next.
        }
    }

    /**
     * Brings all that was written before into the other store: from then on the end of the process does not undo it.
     */
    public void settle() {
        turn.lock();
        try {
            Group group;
            synchronized (state) {
                requireWritable();
                if (waiting.families.isEmpty()) {
                    return;
                }
                group = waiting;
                underWay = group;
                waiting = new Group();
            }
            write(group, group.batch());
        } finally {
            turn.unlock();
        }
    }

    private void write(@Nullable Group group, StoreBatch batch) {
        try {
            inner.write(batch);
        } catch (RuntimeException e) {
            synchronized (state) {
                failure = e;
            }
            throw e;
        }
        if (group != null) {
            synchronized (state) {
                underWay = null;
            }
        }
    }

    @Override
    public void flush() {
        settle();
        inner.flush();
    }

    @Override
    public void compact() {
        settle();
        inner.compact();
    }

    @Override
    public long diskBytes() {
        return inner.diskBytes();
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) {
        byte[] found;
        synchronized (state) {
            found = waiting.find(family, key);
            if (found == null && underWay != null) {
                found = underWay.find(family, key);
            }
        }
        if (found == null) {
            return inner.get(family, key);
        }
        return Group.isDeleted(found) ? Optional.empty() : Optional.of(found);
    }

    @Override
    public void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
        NavigableMap<byte[], byte[]> newer = new TreeMap<>(Arrays::compareUnsigned);
        synchronized (state) {
            if (underWay != null) {
                underWay.copyTo(newer, family, prefix, from);
            }
            waiting.copyTo(newer, family, prefix, from);
        }
        if (newer.isEmpty()) {
            inner.scan(family, prefix, from, visitor);
        } else {
            new Merge(newer, visitor).scan(family, prefix, from);
        }
    }

    /** Visits what the other store holds together with what is newer. */
    private final class Merge {
        private final Iterator<Map.Entry<byte[], byte[]>> newer;
        private final BiPredicate<byte[], byte[]> visitor;
        private Map.@Nullable Entry<byte[], byte[]> next;
        private boolean goesOn = true;

        Merge(NavigableMap<byte[], byte[]> newer, BiPredicate<byte[], byte[]> visitor) {
            this.newer = newer.entrySet().iterator();
            this.visitor = visitor;
            advance();
        }

        private void advance() {
            next = newer.hasNext() ? newer.next() : null;
        }

        void scan(Family family, byte[] prefix, byte[] from) {
            inner.scan(family, prefix, from, this::older);
            while (goesOn && next != null) {
                visitNext(next);
            }
        }

        private boolean older(byte[] key, byte[] value) {
            while (goesOn && next != null) {
                int order = Arrays.compareUnsigned(next.getKey(), key);
                if (order > 0) {
                    break;
                }
                visitNext(next);
                if (order == 0) {
                    return goesOn; // what is newer stood for it
                }
            }
            goesOn = goesOn && visitor.test(key, value);
            return goesOn;
        }

        private void visitNext(Map.Entry<byte[], byte[]> entry) {
            advance();
            goesOn = Group.isDeleted(entry.getValue()) || visitor.test(entry.getKey(), entry.getValue());
        }
    }

    @Override
    public StoreSnapshot snapshot() {
        settle();
        return inner.snapshot();
    }

    @Override
    public void close() {
        synchronized (state) {
            if (closed) {
                return;
            }
        }
        try {
            settle();
        } finally {
            synchronized (state) {
                closed = true;
            }
            inner.close();
        }
    }
}
